"""The formal bulletins: 月通报, and 季度通报 and 年度考核 with what they have besides."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from reports.bulletins.blocks import Block, Bulletin, Heading, Imprint, Paragraph, numbered
from reports.bulletins.composing.annex import annex, annex_title
from reports.bulletins.composing.callbacks import callbacks
from reports.bulletins.composing.intake import intake
from reports.bulletins.composing.lead import lead
from reports.bulletins.composing.league import league
from reports.bulletins.composing.overdue import overdue
from reports.bulletins.composing.people import cases, praise
from reports.bulletins.composing.rework import rework
from reports.bulletins.composing.themes import themes
from reports.bulletins.composing.timeliness import timeliness
from reports.bulletins.composing.told import Told
from reports.bulletins.composing.volumes import volumes
from reports.bulletins.kinds import number

Section = tuple[str, Callable[[Told], Iterable[Block]]]
MONTHLY: tuple[Section, ...] = (
    ("受理情况", intake),
    ("各单位承办情况", volumes),
    ("热点诉求", themes),
    ("办理时效", timeliness),
    ("回访与满意度", callbacks),
    ("考核排名与等次", league),
    ("超期工单", overdue),
    ("退回重办", rework),
    ("典型案例", cases),
    ("群众表扬", praise),
)
_NUMERALS = "一二三四五六七八九十"
_SENT_TO = "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，各责任单位。"


def formal(told: Told, on: date, sections: tuple[Section, ...], supersedes: str = "") -> Bulletin:
    """The bulletin of that day with these sections, numbered in order."""
    f, shape = told.figures, told.shape
    to = told.chosen.to or _SENT_TO
    return numbered(
        Bulletin(
            layout=shape.layout,
            masthead=f"{f.city}{shape.masthead}",
            number=number(f.period, corrected=bool(supersedes)),
            issuer=f.issuer,
            date=on,
            title=f"关于{f.period.label}\n12345热线诉求办理情况的通报",
            supersedes=supersedes,
            blocks=(
                lead(told),
                *_numbered(told, sections),
                Paragraph(f"附件：{annex_title(told)}"),
            ),
            annex=annex(told),
            imprint=Imprint(to, f.issuer, on),
        )
    )


def _numbered(told: Told, sections: tuple[Section, ...]) -> Iterator[Block]:
    for at, (title, section) in enumerate(sections, 1):
        yield Heading(f"{_numeral(at)}、{title}")
        yield from section(told)


def _numeral(at: int) -> str:
    """一 to 十九."""
    return _NUMERALS[at - 1] if at <= 10 else f"十{_NUMERALS[at - 11]}"
