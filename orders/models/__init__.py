"""One demand from receiving to archive, as rows."""

from orders.models.alert import Alert, AlertNote, AlertOrder, AlertRule
from orders.models.appeal import Appeal, AppealEvidence
from orders.models.assignment import Assignment
from orders.models.attachment import Attachment
from orders.models.calendar import CalendarEdition, WorkWeek
from orders.models.callback import CallbackAttempt, CallbackTask, PlacedCallback
from orders.models.callback_rule import CallbackRule
from orders.models.catalogue import CatalogueEntry
from orders.models.citizen import Citizen, Erasure, Reveal
from orders.models.inspection import (
    Explanation,
    ExplanationTurn,
    Inspection,
    InspectionItem,
    InspectionUnit,
    Threshold,
)
from orders.models.ledger import Change, Event, Outbox
from orders.models.level import Card, Level, LevelRule
from orders.models.limits import LimitRule
from orders.models.notice import Delivery, Digest, Notice, NoticePreference
from orders.models.numbering import DayCounter
from orders.models.order import Order
from orders.models.quality import QualityCheck, QualityCriterion, QualityFault
from orders.models.rating import RatingDoubt
from orders.models.reference import Category, Channel, Reason
from orders.models.registration import Registration
from orders.models.request import Pause, Request
from orders.models.retiming import RetimedAssignment, RetimingBatch
from orders.models.round import Reply, Round
from orders.models.supervision import Supervision, SupervisionAnswer, Urge
from orders.models.text import Text

__all__ = [
    "Alert",
    "AlertNote",
    "AlertOrder",
    "AlertRule",
    "Appeal",
    "AppealEvidence",
    "Assignment",
    "Attachment",
    "CalendarEdition",
    "CallbackAttempt",
    "CallbackRule",
    "CallbackTask",
    "Card",
    "CatalogueEntry",
    "Category",
    "Change",
    "Channel",
    "Citizen",
    "DayCounter",
    "Delivery",
    "Digest",
    "Erasure",
    "Event",
    "Explanation",
    "ExplanationTurn",
    "Inspection",
    "InspectionItem",
    "InspectionUnit",
    "Level",
    "LevelRule",
    "LimitRule",
    "Notice",
    "NoticePreference",
    "Order",
    "Outbox",
    "Pause",
    "PlacedCallback",
    "QualityCheck",
    "QualityCriterion",
    "QualityFault",
    "RatingDoubt",
    "Reason",
    "Registration",
    "Reply",
    "Request",
    "RetimedAssignment",
    "RetimingBatch",
    "Reveal",
    "Round",
    "Supervision",
    "SupervisionAnswer",
    "Text",
    "Threshold",
    "Urge",
    "WorkWeek",
]
