"""What a person chooses and words: cases, praise, what a theme is about; never who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from orders.tables import BadData, Table, read_file
from reports.bulletins.blocks import Case
from reports.bulletins.privacy import PersonalData, refuse_personal


@dataclass(frozen=True, slots=True)
class Chosen:
    """about: by the theme's code, what its demands are about; praise: what for; commended: units
    or people's posts to be commended, by the year's end; to: whom the bulletin is sent to. Raises
    PersonalData where a text names somebody."""

    about: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    praise: str = ""
    commended: tuple[str, ...] = ()
    to: str = ""

    def __post_init__(self) -> None:
        for theme, words in self.about.items():
            refuse_personal(f"主题{theme}的说明", [words])
        for case in self.cases:
            refuse_personal(f"典型案例“{case.title}”", [case.title, *case.paragraphs])
        refuse_personal("表扬", [self.praise])
        refuse_personal("表彰", self.commended)


def read_chosen(path: Path) -> Chosen:
    """The words in a TOML file: praise, to, commended, [about] by theme, [[case]] with title and
    text. Raises BadData naming the field, also for what may not be published."""
    table = read_file(path, path.parent)
    about = _about(table.table("about")) if table.has("about") else {}
    cases = tuple(_case(one) for one in table.tables("case")) if table.has("case") else ()
    praise, to = table.text("praise", "", most=400), table.text("to", "", most=400)
    commended = table.words("commended")
    table.finish()
    try:
        return Chosen(about, cases, praise, commended, to)
    except PersonalData as error:
        raise BadData(f"{path.name}：{error}") from None


def _about(table: Table) -> dict[str, str]:
    return {theme: table.text(theme, most=200) for theme in table.values}


def _case(table: Table) -> Case:
    made = Case(table.text("title", most=60), table.words("text"))
    if not made.paragraphs:
        raise table.fault("text", "至少要有一段")
    table.finish()
    return made
