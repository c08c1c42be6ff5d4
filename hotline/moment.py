"""Moments as people write them on the command line."""

from datetime import datetime

from orders.period import SHANGHAI
from orders.tables import BadData

_YEARS = range(1900, 3000)  # as of a period's code


def read_moment(text: str, option: str) -> datetime:
    """A day or a moment, Shanghai time where no zone is written. Raises BadData with the option."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.year not in _YEARS:
            raise ValueError
    except ValueError:
        words = "写成 2015-03-02 或 2015-03-02T09:00"
        raise BadData(f"{option}：“{text}”不是时刻，{words}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
