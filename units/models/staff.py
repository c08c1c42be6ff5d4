"""A person who works with orders: the user model, the roles held, and who stands in when absent."""

from datetime import datetime
from typing import Any

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from units.models.unit import Unit, UnitKind
from units.roles import Role, misplaced_roles


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, staff_number: str, password: str | None = None, **fields: Any) -> "Staff":
        """A member of staff with a hashed password (None: cannot log in). unit is required."""
        staff = self.model(staff_number=staff_number, **fields)
        staff.set_password(password)
        staff.full_clean(exclude=["password"])
        staff.save(using=self._db)
        return staff

    def create_superuser(
        self, staff_number: str, password: str | None = None, **fields: Any
    ) -> "Staff":
        """For `manage.py createsuperuser`: the unit may come as an id."""
        unit = fields.pop("unit")
        key = "unit" if isinstance(unit, Unit) else "unit_id"
        fields = {"is_superuser": True, "is_staff": True, key: unit, **fields}
        return self.create_user(staff_number, password, **fields)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    exclude=["password", "last_login"],
    append_only=True,
)
class Staff(AbstractBaseUser, PermissionsMixin):
    staff_number = models.CharField(
        "工号",
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9]+$", "工号只用字母和数字")],
    )
    name = models.CharField("姓名", max_length=40)
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="staff"
    )
    roles = ArrayField(
        models.CharField(max_length=24, choices=Role.choices),
        verbose_name="角色",
        default=list,
        blank=True,
    )
    is_active = models.BooleanField("在用", default=True)
    is_staff = models.BooleanField("可进后台", default=False)
    deputy = models.ForeignKey(
        "self",
        verbose_name="代办人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputising_for",
    )
    # Half-open; without an end the absence lasts until somebody writes one.
    absent_from = models.DateTimeField("离岗自", null=True, blank=True)
    absent_to = models.DateTimeField("离岗至", null=True, blank=True)
    single_keys_off = models.BooleanField("关闭单字母快捷键", default=False)

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS = ["name", "unit"]

    objects = StaffManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=Role.values),
                name="staff_roles_known",
                violation_error_message="有不认识的角色",
            ),
            models.CheckConstraint(
                condition=models.Q(absent_to__isnull=True)
                | models.Q(absent_from__isnull=False, absent_to__gt=models.F("absent_from")),
                name="staff_absence_period",
                violation_error_message="离岗的终止时刻要晚于起始时刻",
            ),
            models.CheckConstraint(
                condition=models.Q(absent_from__isnull=True) | models.Q(deputy__isnull=False),
                name="staff_absent_needs_deputy",
                violation_error_message="离岗期间要有代办人",
            ),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True) | ~models.Q(deputy=models.F("id")),
                name="staff_deputy_is_another",
                violation_error_message="代办人不能是本人",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Roles fit the kind of unit, and the deputy works in the same unit."""
        super().clean()
        unit = Unit.objects.filter(pk=self.unit_id).first()
        if unit is not None:
            self._check_roles(unit)
        if self.deputy is not None and self.deputy.unit_id != self.unit_id:
            raise ValidationError({"deputy": "代办人要是本单位的人"})

    def _check_roles(self, unit: Unit) -> None:
        misplaced = misplaced_roles(
            self.roles or [],
            in_hotline=unit.kind == UnitKind.HOTLINE,
            in_platform=unit.kind == UnitKind.PLATFORM,
        )
        if misplaced:
            names = "、".join(Role(role).label for role in misplaced)
            raise ValidationError(
                {"roles": f"{unit.name}（{unit.get_kind_display()}）不能有这些角色：{names}"}
            )

    def is_absent(self, *, at: datetime) -> bool:
        """Whether this person is away at that moment: absent_from <= at < absent_to."""
        if self.absent_from is None or at < self.absent_from:
            return False
        return self.absent_to is None or at < self.absent_to

    def get_short_name(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name
