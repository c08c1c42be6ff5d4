"""The knowledge base's classes, and articles that fit any city, read and checked."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from knowledge.models import Class, Subclass
from knowledge.models.article import LONGEST, MONTHS
from orders.tables import Table, read_file
from seeds.reference import TWO_DIGITS


@dataclass(frozen=True, slots=True)
class ArticleSpec:
    """An article; category is "" where it answers no class of demands in particular."""

    title: str
    body: str
    subclass: str
    category: str
    months: int


@dataclass(frozen=True, slots=True)
class Classes:
    """Rows ready to be written; nothing of them is in the database yet."""

    classes: tuple[Class, ...]
    subclasses: tuple[Subclass, ...]


def read_classes(folder: Path) -> Classes:
    """The classes and their parts, no name twice under the same. Raises BadData."""
    root = read_file(folder / "knowledge.toml", folder)
    classes: dict[str, Class] = {}
    parts: list[Subclass] = []
    for code, table in root.each():
        _check_code(table, code)
        name = table.text("name", most=20)
        if name in classes:
            raise table.fault("name", f"“{name}”写了两次")
        classes[name] = Class(code=code, name=name)
        parts += _parts(code, table.table("parts"))
        table.finish()
    return Classes(tuple(classes.values()), tuple(parts))


def _parts(of: str, table: Table) -> list[Subclass]:
    found: dict[str, Subclass] = {}
    for code in table.values:
        _check_code(table, code)
        name = table.text(code, most=20)
        if name in found:
            raise table.fault(code, f"“{name}”写了两次")
        found[name] = Subclass(code=f"{of}.{code}", name=name, parent_id=of)
    return list(found.values())


def _check_code(table: Table, code: str) -> None:
    if not TWO_DIGITS.fullmatch(code):
        raise table.fault("", f"分类代码是两位数字，“{code}”不是")


def read_articles(
    folder: Path, subclasses: Collection[str], categories: Collection[str]
) -> tuple[ArticleSpec, ...]:
    """The articles, no title twice. Raises BadData."""
    root = read_file(folder / "articles.toml", folder)
    found: dict[str, ArticleSpec] = {}
    for table in root.tables("article"):
        months = table.number("months") if table.has("months") else 12
        one = ArticleSpec(
            title=table.text("title", most=80),
            body=table.text("body", most=LONGEST),
            subclass=table.known("subclass", subclasses, "知识分类"),
            category=table.known("category", categories, "类别", ""),
            months=months,
        )
        if months not in MONTHS:
            raise table.fault("months", f"只能是 {'、'.join(map(str, MONTHS))}")
        if one.title in found:
            raise table.fault("title", f"“{one.title}”写了两次")
        found[one.title] = one
        table.finish()
    root.finish()
    return tuple(found.values())
