"""A number shown to one person because of a call, and why."""

from django.db import models

from orders.guards import append_only


class CallReveal(models.Model):
    """As orders' Reveal, for a call: to call back whom nobody answered, there is no order yet."""

    citizen = models.ForeignKey("orders.Citizen", models.PROTECT, related_name="+")
    call_id = models.BigIntegerField("通话")
    staff = models.ForeignKey("units.Staff", models.PROTECT, related_name="+", verbose_name="谁")
    reason = models.ForeignKey("orders.Reason", models.PROTECT, related_name="+")
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = verbose_name_plural = "通话号码显示记录"
        triggers = (append_only("call_reveal_append_only"),)
        indexes = (models.Index(fields=["staff", "-at"], name="call_reveal_by"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.at:%Y-%m-%d %H:%M}"
