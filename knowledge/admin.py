"""Classes of the knowledge base as the administration shows them; articles have pages of their
own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from knowledge.models import Class, Subclass
from units.access import Area
from units.admin import AreaAdmin


class ClassesAdmin(AreaAdmin):
    """Renamed and added to, never deleted: articles stand under them."""

    area = Area.REFERENCE

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Class)
class ClassAdmin(ClassesAdmin):
    list_display = ["code", "name"]


@admin.register(Subclass)
class SubclassAdmin(ClassesAdmin):
    list_display = ["code", "name", "parent"]
    list_filter = ["parent"]
