"""The words for figures: no adjective that a figure does not carry.

Which words are used is decided on exact values; what they say follows the printed ones.
"""

from collections.abc import Iterable
from fractions import Fraction

from reports.bulletins.cells import Growth, Points, Rate
from reports.rounding import round_to

LARGE = 100_000  # from here on a text may count in 万


def many(count: int, unit: str = "件") -> str:
    """1282件; from 100000 on 12.92万件."""
    if count < LARGE:
        return f"{count}{unit}"
    return f"{round_to(Fraction(count, 10_000), 2)}万{unit}"


def percent(rate: Rate) -> str:
    """88.34%, or 无数据 over nothing."""
    return f"{rate}{rate.unit}" if rate.denominator else "无数据"


def trend(
    word: str,
    whole: str,
    now: int | Fraction,
    base: int | Fraction | None,
    *,
    unit: str = "件",
) -> str:
    """How a count moved against the base, which `whole` names: 同比增长8.2%, 与上月持平,
    上年同期为0件，不计增幅 ... None is no base at all. Raises ValueError for a fall by more than
    all there was."""
    if base is None:
        return f"{whole}无数据"
    if not base:
        return f"{whole}为0{unit}，不计增幅" if now else f"与{whole}均为0{unit}"
    if now == base:
        return f"与{whole}持平"
    grown = Growth(now, base).printed
    if not grown:
        return f"与{whole}基本持平"
    return f"{word}{'增长' if grown > 0 else '下降'}{abs(grown)}%"


def points(word: str, now: Rate, base: Rate | None) -> str:
    """How a rate moved, by the printed rates: 同比提高0.35个百分点, 同比持平, 同比无数据可比."""
    moved = Points(now, base).printed
    if moved is None:
        return f"{word}无数据可比"
    if not moved:
        return f"{word}持平"
    return f"{word}{'提高' if moved > 0 else '下降'}{abs(moved)}个百分点"


def stock(now: int, before: int | None, word: str, whole: str) -> str:
    """How a stock moved, in pieces: 较前一日增加7件."""
    if before is None:
        return f"{whole}无数据"
    if now == before:
        return f"与{whole}持平"
    return f"{word}{'增加' if now > before else '减少'}{abs(now - before)}件"


def listed(items: Iterable[str], limit: int = 0, kind: str = "单位") -> str:
    """甲、乙、丙; more than the limit: 甲、乙等5个单位; none: 无."""
    found = list(items)
    if not found:
        return "无"
    if limit and len(found) > limit:
        return f"{'、'.join(found[:limit])}等{len(found)}个{kind}"
    return "、".join(found)


def counted(items: Iterable[tuple[str, int]], limit: int = 0, kind: str = "单位") -> str:
    """甲8件、乙5件, shortened as listed does."""
    return listed((f"{name}{number}件" for name, number in items), limit, kind)


def surge(theme: str, now: int, expected: Fraction, moved: str, about: str = "") -> str:
    """“供水水压与停水”905件，同比增长105.7%、环比增长82.8%，为预期的1.93倍，主要反映…。 moved: how
    it moved, in words; about: what it is about, worded by a person, left out where nobody has said.
    Raises ValueError where nothing was expected: then there is no ratio."""
    if not expected:
        raise ValueError(f"“{theme}”没有预期，算不出倍数")
    times = round_to(now / expected, 2)
    words = f"，主要反映{about.strip().rstrip('。')}" if about.strip() else ""
    return f"“{theme}”{now}件，{moved}，为预期的{times}倍{words}。"
