"""The demo has bulletins to read: older ones issued, the latest week and day still to be done."""

from collections import Counter

import pytest

from hotline.demo_bulletins import publish
from reports.models import Bulletin
from tests.cast import Cast
from tests.factories import moment
from tests.reports.june import June


@pytest.mark.django_db
def test_older_ones_are_issued_and_the_latest_week_and_day_are_left(
    cast: Cast, rules: None
) -> None:
    June(cast).play()
    at = moment("2024-07-08 09:00")
    drafted, issued = publish(at=at)
    states = Counter(Bulletin.objects.values_list("kind", "state"))
    assert drafted == sum(states.values())
    assert issued == drafted - 2
    assert states["day", "draft"] == states["week", "draft"] == 1
    assert states["day", "issued"] == 2
    latest = Bulletin.objects.filter(state="draft").values_list("period", flat=True)
    assert set(latest) == {"2024-07-07", "2024-W27"}
    assert publish(at=at) == (0, 0)
