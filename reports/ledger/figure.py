"""One printed figure as a document has it, and the document's counts that may be its base."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from reports.ledger.printed import Claim, read

SCOPES = ("model", "static", "sister")
_FLOW = frozenset({"calls", "demands", "orders"})  # calls -> accepted -> dispatched ... -> rated


class BadFigure(ValueError):
    """A printed figure that cannot be read; the words name its key and field."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure; fields as scenarios have them.

    value: the nominal whole value of a count; parts: how it is recomputed from printed parts; of:
    the population of a rate; where: its filter (channel=phone); scope: model (our facts must give
    it), static (read from the scenario) or sister (another system's); places: of the printed
    number, where the print does not say; statistic: its code, where the key is not one; ours: the
    filter of our own facts, where it is not the print's; modelled: False where nothing of ours can
    give it yet.
    """

    key: str
    name: str
    printed: str
    value: int | None = None
    parts: str = ""
    of: str = ""
    where: str = ""
    scope: str = "model"
    places: int | None = None
    why: str = ""
    statistic: str = ""
    ours: str = ""
    modelled: bool = True

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise BadFigure(f"{self.key}：scope：“{self.scope}”不在{'、'.join(SCOPES)}之中")

    @property
    def subject(self) -> str:
        """The key's first word: what is counted."""
        return self.key.split(".")[0]

    @property
    def filters(self) -> dict[str, str | list[str]]:
        """The filter by dimension; several values are written with | between them. Raises
        BadFigure for one that is not written name=value."""
        filters = self.ours or self.where
        pairs = [pair.partition("=") for pair in filters.split(",") if pair.strip()]
        if any(not (name.strip() and mark and value.strip()) for name, mark, value in pairs):
            raise BadFigure(f"{self.key}：where：“{filters}”要写成 channel=phone 的样子")
        return {name.strip(): _values(value) for name, _, value in pairs}


def _values(text: str) -> str | list[str]:
    values = [value.strip() for value in text.split("|")]
    return values if len(values) > 1 else values[0]


@dataclass(frozen=True, slots=True)
class Base:
    """A count of the document over which a rate may have been taken."""

    keys: tuple[str, ...]
    value: int


def coarse_values(document: Iterable[Figure]) -> dict[Fraction, Fraction]:
    """The counts the document prints in 万, and by how much each may be off."""
    found = {}
    for figure in document:
        head = read(figure.printed).head
        if figure.value is not None and head is not None and head.is_coarse:
            found[Fraction(figure.value)] = head.step / 2
    return found


def bases(figure: Figure, document: Sequence[Figure]) -> list[Base]:
    """The exact counts of the figure's own subject."""
    return [
        Base((f.key,), f.value) for f in _exact(document) if f.subject == figure.subject and f.value
    ]


def wider_bases(figure: Figure, document: Sequence[Figure]) -> list[Base]:
    """Every exact count the figure's flow has in the document, and sums of two subjects' counts
    (answered at the desk + completed by units)."""
    flow = _FLOW if figure.subject in _FLOW else {figure.subject}
    plain = [f for f in _exact(document) if f.subject in flow]
    found = [Base((f.key,), f.value) for f in plain if f.value]
    most = max((base.value for base in found), default=0)
    known = {base.value for base in found}
    for one, other in combinations(plain, 2):
        total = (one.value or 0) + (other.value or 0)
        if one.subject != other.subject and total <= most and total not in known:
            found.append(Base((one.key, other.key), total))
    return found


def _exact(document: Sequence[Figure]) -> list[Figure]:
    rounded = coarse_values(document)
    return [
        f
        for f in document
        if f.scope == "model"
        and f.value
        and Fraction(f.value) not in rounded
        and read(f.printed).claim is Claim.COUNT
    ]
