"""What reports keep of their own: bulletins from draft to issue, and figures counted ahead."""

from reports.models.bulletin import Bulletin
from reports.models.subscriber import Subscriber
from reports.models.tally import Tally, TallyCursor, TallyDay

__all__ = ["Bulletin", "Subscriber", "Tally", "TallyCursor", "TallyDay"]
