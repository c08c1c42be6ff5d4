"""Seats and who works at them: shifts, the states of each, and what one shift leaves the next."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from calls.models.call import NextLedgerId
from orders.guards import append_only, never_deleted, written_once


class State(models.TextChoices):
    READY = "ready", "空闲"
    TALKING = "talking", "通话"
    WRAP_UP = "wrap_up", "整理"
    BREAK = "break", "小休"


class BreakReason(models.TextChoices):
    REST = "rest", "休息"
    MEAL = "meal", "用餐"
    TRAINING = "training", "培训"
    MEETING = "meeting", "开会"
    OTHER_WORK = "other_work", "处理其他工作"
    FAULT = "fault", "设备故障"


class Seat(models.Model):
    """A place at a telephone: its extension, its skills, and what it does just now.

    The current state stands here, and becomes a SeatState row when it ends; state is empty while
    nobody works at the seat.
    """

    code = models.CharField("席位号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=40, blank=True)
    extension = models.CharField("分机", max_length=20, blank=True)
    queues = models.ManyToManyField(
        "calls.SkillQueue", related_name="seats", blank=True, verbose_name="技能"
    )
    active = models.BooleanField("启用", default=True)
    shift = models.OneToOneField(
        "calls.Shift", models.PROTECT, null=True, blank=True, related_name="sits_at", editable=False
    )
    state = models.CharField(
        "状态", max_length=10, choices=State, blank=True, default="", editable=False
    )
    reason = models.CharField(
        "小休缘由", max_length=12, choices=BreakReason, blank=True, default="", editable=False
    )
    since = models.DateTimeField("自", null=True, blank=True, editable=False)
    call_id = models.BigIntegerField("正在通话", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "座席"
        triggers = (never_deleted("seat_never_deleted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["extension"], condition=~Q(extension=""), name="seat_extension_once"
            ),
            models.CheckConstraint(
                condition=Q(shift__isnull=True, state="", since__isnull=True, call_id__isnull=True)
                | (Q(shift__isnull=False, since__isnull=False) & Q(state__in=State.values)),
                name="seat_state_on_shift",
            ),
            models.CheckConstraint(
                condition=(Q(state="break") & ~Q(reason="")) | (~Q(state="break") & Q(reason="")),
                name="seat_break_has_reason",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code


class Shift(models.Model):
    """One person's work at one seat, from signing on to signing off."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="shifts")
    staff = models.ForeignKey("units.Staff", models.PROTECT, related_name="shifts")
    began_at = models.DateTimeField("签入")
    ended_at = models.DateTimeField("签出", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "班次"
        triggers = (
            written_once("shift_facts_once", "began_at", "ended_at"),
            never_deleted("shift_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="shift_ends_later",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ended_at__isnull=True), name="shift_one_a_seat"
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at__isnull=True), name="shift_one_a_person"
            ),
        )
        indexes = (
            models.Index(fields=["seat", "-began_at"], name="shift_of_seat"),
            models.Index(fields=["staff", "-began_at"], name="shift_of_person"),
            models.Index(fields=["began_at"], name="shift_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.seat_id} {self.began_at:%Y-%m-%d %H:%M}"


# As with calls: a hundred seats write millions of these a year.
_UNCHECKED: Any = {"related_name": "+", "db_index": False, "db_constraint": False}


class SeatState(models.Model):
    """One stretch of one state, written when it is over; the running one stands on the seat.

    Nothing points here and the key carries the moment it began, as with calls.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(db_default=NextLedgerId())
    at = models.DateTimeField("起")
    ended_at = models.DateTimeField("止")
    seat = models.ForeignKey(Seat, models.PROTECT, **_UNCHECKED)
    shift = models.ForeignKey(Shift, models.PROTECT, **_UNCHECKED)
    staff = models.ForeignKey("units.Staff", models.PROTECT, **_UNCHECKED)
    state = models.CharField("状态", max_length=10, choices=State)
    reason = models.CharField(
        "小休缘由", max_length=12, choices=BreakReason, blank=True, db_default=""
    )
    call_id = models.BigIntegerField("通话", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "座席状态"
        triggers = (append_only("seat_state_append_only"),)
        constraints = (
            models.CheckConstraint(condition=Q(ended_at__gte=F("at")), name="seat_state_ends"),
            models.CheckConstraint(
                condition=(Q(state="break") & ~Q(reason="")) | (~Q(state="break") & Q(reason="")),
                name="seat_state_break_has_reason",
            ),
        )
        indexes = (
            models.Index(fields=["seat", "-at"], name="seat_state_of_seat"),
            models.Index(fields=["shift", "at"], name="seat_state_of_shift"),
        )

    def __str__(self) -> str:
        return f"{self.seat_id} {self.state}"


class HandOver(models.Model):
    """What a shift leaves to those who come: written by one, taken note of by another."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="hand_overs")
    at = models.DateTimeField("写下")
    body = models.TextField("交接事项")
    taken_at = models.DateTimeField("接下", null=True, blank=True)
    taken_by = models.ForeignKey(
        "units.Staff", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "交接班记录"
        triggers = (
            written_once("hand_over_once", "at", "body", "taken_at", "taken_by_id"),
            never_deleted("hand_over_never_deleted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__gte=F("at"), taken_by__isnull=False),
                name="hand_over_taken_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=["at"], condition=Q(taken_at__isnull=True), name="hand_over_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.shift_id} {self.at:%Y-%m-%d %H:%M}"
