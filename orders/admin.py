"""The administration of reference data; what happened to orders is read there, never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from orders.models import (
    CalendarEdition,
    CallbackRule,
    CatalogueEntry,
    Category,
    Channel,
    LimitRule,
    Order,
    Reason,
    WorkWeek,
)
from units.access import Area
from units.admin import AreaAdmin


class ReferenceAdmin(AreaAdmin):
    """Reference data: retired, not deleted, since orders point at it."""

    area = Area.REFERENCE

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Channel)
class ChannelAdmin(ReferenceAdmin):
    list_display = ["name", "code", "group", "position", "active"]
    list_filter = ["group", "active"]


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    list_display = ["code", "name", "level", "active"]
    list_filter = ["level", "active"]
    search_fields = ["code", "name"]
    ordering = ["code"]


@admin.register(Reason)
class ReasonAdmin(ReferenceAdmin):
    list_display = ["name", "kind", "code", "position", "active"]
    list_filter = ["kind", "active"]


@admin.register(CallbackRule)
class CallbackRuleAdmin(ReferenceAdmin):
    """How citizens are called back; a change holds from the next attempt on."""

    list_display = ["code", "kind", "ways", "spacing", "calls_from", "calls_until", "desk_tries"]


@admin.register(LimitRule)
class LimitRuleAdmin(ReferenceAdmin):
    """New limits are added here; an amount is changed on the page 日历与时限, which ends the old
    row and begins another, so that no promise loses its ground."""

    list_display = [
        "code",
        "clock",
        "channel",
        "kind",
        "urgency",
        "category",
        "amount",
        "measure",
        "valid_from",
        "valid_to",
    ]
    list_filter = ["clock", "measure"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(ReferenceAdmin):
    list_display = ["category", "district", "lead", "basis", "edition", "active"]
    list_filter = ["edition", "active", "district"]
    search_fields = ["category__code", "category__name", "lead__name"]
    filter_horizontal = ["assists"]


class ReadOnlyAdmin(ReferenceAdmin):
    """To be looked at; changed by verbs, commands or files only."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CalendarEdition)
class CalendarEditionAdmin(ReadOnlyAdmin):
    """A notice is a new edition, loaded from its file; an edition once kept is never edited."""

    list_display = ["year", "edition", "provisional", "source"]


@admin.register(WorkWeek)
class WorkWeekAdmin(ReadOnlyAdmin):
    list_display = ["valid_from", "frames"]


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Facts without words or people, for looking up what the database holds."""

    area = Area.ORDERS
    list_display = ["number", "state", "kind", "urgency", "channel", "received_at", "version"]
    list_filter = ["state", "kind", "channel"]
    search_fields = ["number"]
    show_full_result_count = False
    exclude = ["citizen", "title", "place", "street", "longitude", "latitude"]
