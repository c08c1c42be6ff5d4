"""Credentials and deliveries as the administration shows them; secrets never."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intake.models import Credential, IdempotencyKey
from units.access import Area
from units.admin import AreaAdmin


@admin.register(Credential)
class CredentialAdmin(AreaAdmin):
    """Issued by the command make_credential, which alone can show a secret; here they are put out
    of use and their rate is set."""

    area = Area.INTAKE
    list_display = ["key_id", "serves", "channel", "holder", "rate", "active", "last_used_at"]
    list_filter = ["channel", "active"]
    readonly_fields = ["key_id", "channel", "created_at", "last_used_at"]
    fields = ["key_id", "channel", "holder", "rate", "active", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(IdempotencyKey)
class DeliveryAdmin(AreaAdmin):
    """What came in and which order it became; read only."""

    area = Area.INTAKE
    list_display = ["at", "credential", "source_ref", "order", "status"]
    list_select_related = ["credential", "order"]
    search_fields = ["source_ref", "order__number"]
    ordering = ["-id"]
    exclude = ["digest", "response"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
