"""A form of a new demand, sent once: its token and the order that came of it."""

from django.db import models

from orders.guards import append_only


class Registration(models.Model):
    """The token was given with the empty form; sent twice, it finds the order of the first time."""

    token = models.UUIDField("表号", primary_key=True)
    staff = models.ForeignKey("units.Staff", models.PROTECT, related_name="+", verbose_name="谁")
    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="registration")
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = verbose_name_plural = "登记"
        triggers = (append_only("registration_append_only"),)

    def __str__(self) -> str:
        return str(self.token)
