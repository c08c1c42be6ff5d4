"""A small knowledge base: a few classes, and articles written and kept through the verbs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from knowledge.keeping import publish
from knowledge.models import Article, Class, Subclass
from knowledge.writing import Written, draft
from tests.cast import Cast
from tests.factories import moment
from units.actor import Actor, actor_of

FRIDAY = moment("2024-05-31 09:00")  # before every walk begins
CLASSES = {"02": ("服务指南", {"02.01": "户籍证件"}), "06": ("常见问题", {"06.07": "路灯和井盖"})}
LAMP = "请说清灯杆编号，一般三个工作日内修好。"


@dataclass
class Shelf:
    """Articles by their titles; `by` writes them."""

    cast: Cast
    rows: dict[str, Article] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        return actor_of(self.cast.knowledge_editor)

    def draft(self, title: str = "路灯不亮", **more: Any) -> Article:
        at = more.pop("at", FRIDAY)
        written = Written(title, **{"body": LAMP, "subclass_id": "06.07", **more})
        self.rows[title] = draft(written, by=self.by, at=at)
        return self.rows[title]

    def publish(self, title: str = "路灯不亮", *, at: datetime = FRIDAY, **more: Any) -> Article:
        row = self.draft(title, at=at, **more)
        self.rows[title] = publish(row.pk, by=self.by, at=at)
        self.rows[title].refresh_from_db()
        return self.rows[title]

    def number(self, title: str) -> str:
        return self.rows[title].number


def make_shelf(cast: Cast) -> Shelf:
    """The classes, and nothing on them."""
    for code, (name, parts) in CLASSES.items():
        Class.objects.create(code=code, name=name)
        Subclass.objects.bulk_create(
            Subclass(code=part, name=called, parent_id=code) for part, called in parts.items()
        )
    return Shelf(cast)
