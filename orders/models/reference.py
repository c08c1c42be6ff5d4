"""What a demand is described by: channels, the category tree and the fixed lists of reasons.

The codes are the keys: they are stable, readable, and stand in events, rules and scenarios.
"""

from django.db import models


class Channel(models.Model):
    """The way a demand came in (domain §7)."""

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=40)
    group = models.CharField("分组", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "渠道"

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A class of demands, three levels deep; a child's code begins with its parent's (04.03.02)."""

    code = models.CharField("代码", max_length=20, primary_key=True)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    level = models.PositiveSmallIntegerField("层级")
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "诉求类别"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 3)), name="category_level_1_to_3"
            ),
            models.CheckConstraint(
                condition=models.Q(level=1, parent__isnull=True)
                | models.Q(level__gt=1, parent__isnull=False),
                name="category_top_has_no_parent",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reason(models.Model):
    """One entry of a fixed list: why declined, where transferred, why returned or sent back."""

    class Kind(models.TextChoices):
        DECLINE = "decline", "不予受理"
        TRANSFER = "transfer", "移交去向"
        RETURN = "return", "退单"
        SEND_BACK = "send_back", "退回补充"
        REWORK = "rework", "重办"
        REVEAL = "reveal", "显示号码"
        QUALITY = "quality", "质检问题"
        FINDING = "finding", "抽查结论"

    code = models.CharField("代码", max_length=40, primary_key=True)
    kind = models.CharField("用于", max_length=20, choices=Kind)
    name = models.CharField("名称", max_length=80)
    position = models.PositiveSmallIntegerField("次序", default=0)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "固定理由"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__startswith=models.F("kind")),
                name="reason_code_begins_with_kind",
            ),
        )

    def __str__(self) -> str:
        return self.name
