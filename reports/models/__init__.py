"""What reports keep of their own: bulletins, figures counted ahead, early warnings."""

from reports.models.bulletin import Bulletin
from reports.models.drafting import Drafting
from reports.models.subscriber import Subscriber
from reports.models.tally import Tally, TallyCursor, TallyDay
from reports.models.warning import EarlyWarning, EarlyWarningOrder

__all__ = [
    "Bulletin",
    "Drafting",
    "EarlyWarning",
    "EarlyWarningOrder",
    "Subscriber",
    "Tally",
    "TallyCursor",
    "TallyDay",
]
