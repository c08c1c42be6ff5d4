"""The tree of units: each knows its path from the root, which the database alone writes."""

from datetime import date
from typing import Any, Self

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from units.initials import initials
from units.models.tree import cascade_path, place_in_tree


class UnitKind(models.TextChoices):
    CITY = "city", "市县本级"
    HOTLINE = "hotline", "热线中心"
    PLATFORM = "platform", "二级平台"
    BUREAU = "bureau", "部门"
    TOWN = "town", "乡镇街道"
    COMMUNITY = "community", "村社区"
    COMPANY = "company", "公用企业"


class UnitQuerySet(models.QuerySet["Unit"]):
    def active_on(self, day: date) -> Self:
        """Units that exist on that local day: active_from <= day < active_to."""
        return self.filter(active_from__lte=day).exclude(active_to__lte=day)

    def subtree_of(self, unit: "Unit") -> Self:
        """The unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["path", "pinyin"], append_only=True
)
class Unit(models.Model):
    """A unit that orders can be dispatched to, or that people work in."""

    code = models.CharField(
        "编码",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "编码用小写字母、数字和连字符")],
    )
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    # Ids from the root to itself, "/1/5/9/": a subtree is one prefix. Written by triggers only.
    path = models.TextField("路径", default="", editable=False)
    district = models.CharField("区域编码", max_length=40, blank=True)
    pinyin = models.CharField("拼音首字母", max_length=120, blank=True, editable=False)
    active_from = models.DateField("启用日", help_text="自这一天起")
    active_to = models.DateField("停用日", null=True, blank=True, help_text="自这一天起不再使用")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        indexes = [models.Index(fields=["path"], name="unit_path", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(active_to__isnull=True)
                | models.Q(active_to__gt=models.F("active_from")),
                name="unit_active_period",
                violation_error_message="停用日要晚于启用日",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=UnitKind.values), name="unit_kind_known"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="place_in_tree",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "path"),
                declare=[("parent_path", "TEXT")],
                func=place_in_tree,
            ),
            pgtrigger.Trigger(
                name="cascade_path",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("path"),
                func=cascade_path,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with fresh initials and reads back the path that the database wrote."""
        self.pinyin = initials(f"{self.name} {self.short_name}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "pinyin"}
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["path"])

    def clean(self) -> None:
        """Says in words what the trigger would refuse: a unit cannot be below itself."""
        super().clean()
        if self.pk and self.parent is not None and self.parent.is_within(self):
            raise ValidationError({"parent": "单位不能移到自己的下级"})

    def is_within(self, other: "Unit") -> bool:
        """Whether this unit is the other one or lies below it (by the paths last read)."""
        return bool(other.path) and self.path.startswith(other.path)

    def clean_fields(self, exclude: Any = None) -> None:
        self.short_name = self.short_name or self.name[:20]
        super().clean_fields(exclude=exclude)
