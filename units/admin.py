"""The administration of units, groups and accounts; what was changed, by whom, is kept."""

from typing import Any, ClassVar

import pghistory
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse

from units.access import Area, may_change, may_see
from units.models import GroupMembership, Staff, Unit, UnitGroup
from units.roles import Role

admin.site.unregister(Group)
admin.site.site_header = admin.site.site_title = "12345热线 · 系统管理"
admin.site.index_title = "基础数据"


class AreaAdmin(admin.ModelAdmin):
    """Opens by the table of areas (units/access.py) and writes down who changed what."""

    area: ClassVar[Area]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return isinstance(request.user, Staff) and may_see(request.user, self.area)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return isinstance(request.user, Staff) and may_change(request.user, self.area)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with pghistory.context(user=request.user.pk, url=request.path):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with pghistory.context(user=request.user.pk, url=request.path):
            return super().changelist_view(request, *args, **kwargs)


class MembershipInline(admin.TabularInline):
    model = GroupMembership
    extra = 0


@admin.register(Unit)
class UnitAdmin(AreaAdmin):
    area = Area.UNITS
    list_display = ["name", "code", "kind", "parent", "active_from", "active_to"]
    list_filter = ["kind", "district"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "pinyin"]
    autocomplete_fields = ["parent"]
    ordering = ["path"]
    inlines = [MembershipInline]


@admin.register(UnitGroup)
class UnitGroupAdmin(AreaAdmin):
    area = Area.UNITS
    list_display = ["name", "code"]
    ordering = ["code"]


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="角色",
            choices=Role.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class NewStaffForm(AdminUserCreationForm):
    roles = RolesField()

    class Meta:
        model = Staff
        fields = ["staff_number", "name", "unit", "roles"]


class StaffForm(UserChangeForm):
    roles = RolesField()

    class Meta:
        model = Staff
        fields = ["staff_number", "name", "unit", "roles", "is_active", "is_staff"]


@admin.register(Staff)
class StaffAdmin(AreaAdmin, UserAdmin):
    area = Area.STAFF
    form = StaffForm
    add_form = NewStaffForm
    list_display = ["staff_number", "name", "unit", "role_names", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["unit"]
    search_fields = ["staff_number", "name", "unit__name"]
    autocomplete_fields = ["unit", "deputy"]
    ordering = ["staff_number"]
    filter_horizontal = []
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ["staff_number", "password", "name", "unit", "roles"]}),
        ("账号", {"fields": ["is_active", "is_staff", "last_login"]}),
        ("离岗", {"fields": ["deputy", "absent_from", "absent_to"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "staff_number",
                    "name",
                    "unit",
                    "roles",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are put out of use, never deleted: history names them."""
        return False

    @admin.display(description="角色")
    def role_names(self, staff: Staff) -> str:
        return "、".join(Role(role).label for role in staff.roles)
