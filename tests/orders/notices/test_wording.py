"""Every kind of notice the code speaks of has words, in one place, in the words of the house."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from orders.models.notice import NoticeGroup
from orders.notices.citizen_words import SAYS
from orders.notices.wording import KINDS, Names, kind_of, words

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted(
    path
    for app in ("orders", "intake", "reports")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
# A kind that is a variable where it is owed: what the variable may be.
VARIABLES = {"closed_as": {"recalled", "moved"}}
NAMES = Names({"send_back.thin": "答复不具体"}, {"handle.overdue": "办理超期（黄牌）"})


def owed() -> Iterator[tuple[str, ast.expr]]:
    """The kind of every notify(...) in the code, as it is written."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="notify"), args=[kind, *_]):
                    yield f"{path.name}:{node.lineno}", kind


def kinds_of(kind: ast.expr) -> set[str]:
    """The kinds an expression may be; an f-string stands for every kind that begins like it."""
    if isinstance(kind, ast.Constant):
        return {str(kind.value)}
    if isinstance(kind, ast.JoinedStr):
        head = kind.values[0]
        assert isinstance(head, ast.Constant), "a kind begins with a word of its own"
        if str(head.value) == "level.":
            return {"level.handle.overdue"}
        return {code for code in KINDS if code.startswith(str(head.value))} or {str(head.value)}
    assert isinstance(kind, ast.Name), ast.dump(kind)
    return VARIABLES[kind.id]


def test_every_kind_that_is_owed_somewhere_has_words() -> None:
    found = list(owed())
    assert len(found) > 10
    without = {
        (where, code)
        for where, kind in found
        for code in kinds_of(kind)
        if code not in KINDS and not code.startswith("level.")
    }
    assert without == set()


def test_what_goes_to_citizens_has_words_for_them_and_only_that() -> None:
    assert {code for code, kind in KINDS.items() if kind.group == NoticeGroup.CITIZEN} == set(SAYS)


SENTENCES = [
    ("dispatched", {"due": "2024-06-05T18:00:00+08:00"}, "派来一件，最迟6月5日 18:00"),
    ("dispatched", {"due": None}, "派来一件"),
    ("sent_back", {"reason": "send_back.thin"}, "答复没有通过，补充后再交，答复不具体"),
    ("extension_decided", {"granted": True}, "延期准了，新的时限在单上"),
    ("extension_decided", {"granted": False}, "延期没有准，原时限不变"),
    ("raised", {"dispatches": 3}, "第3次派单，提级办理"),
    ("level.handle.overdue", {"level": "handle.overdue"}, "办理超期（黄牌）"),
    (
        "level.handle.overdue",
        {"level": "handle.overdue", "missed": True},
        "办理超期（黄牌）（时钟停过，这是补记的）",
    ),
    ("level.unheard", {"level": "unheard"}, "unheard"),
    ("level.unheard", {}, "时限提醒"),
    ("alert", {"count": 12}, "一小时内同类诉求12件"),
    (
        "digest",
        {"open": 4, "due_today": 1, "overdue": 2, "yellow": 1, "red": 0},
        "在办4件，今天到期1件，已超期2件。昨天以来黄牌1张",
    ),
    ("digest", {"open": 4}, "在办4件，今天到期0件，已超期0件"),
    (
        "warning",
        {"day": "2026-11-03", "district": "东湖", "theme": "供水", "count": 9, "expected": "1.25"},
        "11月3日东湖“供水”9件，预期1.25件，属于突增",
    ),
    (
        "bulletin.checked",
        {"bulletin": 1, "kind": "月通报", "number": "〔2026〕第10期"},
        "月通报〔2026〕第10期审核过了，等签发",
    ),
    ("brand-new", {}, "brand-new"),
]


@pytest.mark.parametrize(("code", "payload", "said"), SENTENCES)
def test_a_kind_says_its_sentence(code: str, payload: dict[str, object], said: str) -> None:
    assert words(code, payload, NAMES) == said


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_speaks_with_an_empty_payload_and_without_unwanted_words(code: str) -> None:
    said = words(code, {}, Names())
    assert said
    assert not re.search("成功|请注意|系统提示|！|!", said + kind_of(code).label)
    assert code not in said


def test_only_alerts_break_the_night_by_their_kind() -> None:
    assert {code for code, kind in KINDS.items() if kind.hot} == {"alert"}


def test_icons_are_in_the_sprite() -> None:
    sprite = set((ROOT / "hotline/icons.txt").read_text().split())
    assert {kind.icon for kind in KINDS.values()} | {"alarm", "bell"} <= sprite
