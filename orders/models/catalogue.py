"""The dispatch catalogue: for a category in a district, who leads, who assists and why."""

from django.db import models


class CatalogueEntry(models.Model):
    """An empty district means anywhere; the longer category code and a named district win."""

    category = models.ForeignKey("orders.Category", models.PROTECT, verbose_name="类别")
    district = models.CharField("区域", max_length=40, blank=True)
    lead = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="catalogue_leads", verbose_name="主办"
    )
    assists = models.ManyToManyField(
        "units.Unit", related_name="catalogue_assists", blank=True, verbose_name="协办"
    )
    basis = models.CharField("依据", max_length=200)
    edition = models.CharField("版次", max_length=20)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "派单目录"
        constraints = (
            models.UniqueConstraint(
                fields=["category", "district", "edition"], name="catalogue_entry_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.category_id} {self.district}"
