"""Under what articles stand: classes and their subclasses, two levels and no more.

The codes are the keys; in their order they are listed. An article stands in a subclass.
"""

from django.db import models
from django.db.models import F, Q


class Class(models.Model):
    """One of the large classes (机构查询, 服务指南 ...)."""

    code = models.CharField("代码", max_length=2, primary_key=True)
    name = models.CharField("名称", max_length=20, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识大类"
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}$"), name="knowledge_class_code"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Subclass(models.Model):
    """A part of a class; its code begins with that of the class (04.03)."""

    code = models.CharField("代码", max_length=5, primary_key=True)
    name = models.CharField("名称", max_length=20)
    parent = models.ForeignKey(Class, models.PROTECT, related_name="parts", verbose_name="大类")

    class Meta:
        verbose_name = verbose_name_plural = "知识子类"
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}$") & Q(code__startswith=F("parent")),
                name="knowledge_subclass_code",
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="knowledge_subclass_once"),
        )

    def __str__(self) -> str:
        return self.name
