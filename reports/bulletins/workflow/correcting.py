"""What a corrected edition says: which issue it replaces, and which figures changed into which.

Generated from both frozen sets, so that nobody has to remember what was wrong.
"""

from reports.bulletins.blocks import day_words
from reports.bulletins.cells import Rate
from reports.bulletins.figures import WHOLE, Figures
from reports.bulletins.phrases import percent
from reports.models import Bulletin

_MOST = 6  # units told by name
_DUE, _ON_TIME, _SATISFIED = "应办结", "orders.on_time_rate", "orders.satisfied_rate"


def correction_words(old_row: Bulletin, old: Figures, new: Figures) -> str:
    """The note under the red rule of a corrected edition."""
    assert old_row.issued_on is not None
    changed = [words for unit in new.units if (words := _unit(unit.key, unit.name, old, new))]
    told = "".join(f"{words}；" for words in changed[:_MOST])
    if len(changed) > _MOST:
        told += f"另有{len(changed) - _MOST}个单位的数字相应更正，见附件；"
    city = _city(old, new)
    body = told + (f"全市{city}。" if city else "")
    body = body or "各项数字没有变化，更正文字。"
    if body.endswith("；"):
        body = f"{body[:-1]}。"
    return (
        f"更正说明：本期取代{day_words(old_row.issued_on)}印发的{old_row.number}，"
        f"原件作废并保留备查。{body}有关图表和附件相应更正。"
    )


def _unit(key: str, name: str, old: Figures, new: Figures) -> str:
    if (_ON_TIME, key) not in {(code, group) for code, group, _ in old.values}:
        return ""
    changes = _changes(key, old, new)
    return f"{name}{'，'.join(changes)}" if changes else ""


def _city(old: Figures, new: Figures) -> str:
    return "，".join(_changes(WHOLE, old, new))


def _changes(key: str, old: Figures, new: Figures) -> list[str]:
    found = []
    before, now = old.rate(_ON_TIME, key), new.rate(_ON_TIME, key)
    if before.denominator != now.denominator:
        found.append(f"{_DUE}由{before.denominator}件更正为{now.denominator}件")
    found += _rate("按期办结率", before, now)
    found += _rate("满意率", old.rate(_SATISFIED, key), new.rate(_SATISFIED, key))
    return found


def _rate(name: str, before: Rate, now: Rate) -> list[str]:
    if before.printed == now.printed:
        return []
    return [f"{name}由{percent(before)}更正为{percent(now)}"]
