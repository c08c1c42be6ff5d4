"""Lines, queues, seats and switches as the administration shows them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from calls.models import CtiToken, Line, Seat, SkillQueue
from units.access import Area
from units.admin import AreaAdmin


class KeptAdmin(AreaAdmin):
    """Rows are put out of use, never deleted: calls name them."""

    area = Area.CALLS

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Line)
class LineAdmin(KeptAdmin):
    list_display = ["code", "name", "joined", "channel", "active"]


@admin.register(SkillQueue)
class SkillQueueAdmin(KeptAdmin):
    list_display = ["code", "name", "answer_seconds", "return_minutes", "return_tries", "active"]


@admin.register(Seat)
class SeatAdmin(KeptAdmin):
    list_display = ["code", "name", "extension", "active", "state", "since"]
    filter_horizontal = ["queues"]


@admin.register(CtiToken)
class CtiTokenAdmin(KeptAdmin):
    """Issued by the command make_cti_token, which alone can show one; here they are ended."""

    list_display = ["source", "created_at", "last_used_at", "ends_at"]
    readonly_fields = ["source", "created_at", "last_used_at"]
    fields = ["source", "created_at", "last_used_at", "ends_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
