"""The demo's last days are looked at as the timetable would have, and the latest is left to do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.demo_warnings import watch
from reports.analysis.warning import raise_warnings
from reports.models import EarlyWarning
from tests.cast import Cast
from tests.factories import Walk, moment


@pytest.mark.django_db
def test_a_burst_of_the_last_days_is_found_and_the_latest_left(cast: Cast, rules: None) -> None:
    cast.supervisor.__class__.objects.filter(pk=cast.supervisor.pk).update(staff_number="1004")
    for _ in range(6):  # a May as full as a whole one is
        Walk(cast, at=moment("2024-05-15 09:00")).receive()
    for back in range(1, 6):
        for day in (20, 24):
            at = moment(f"2024-06-{day} 09:00") - timedelta(weeks=back)
            Walk(cast, at=at).receive()
    for day in (20, 24):
        for _ in range(15):
            Walk(cast, at=moment(f"2024-06-{day} 10:00")).receive()
    at = moment("2024-06-25 09:00")
    assert watch(at=at) == 2
    states = EarlyWarning.objects.order_by("day").values_list("settled_as", flat=True)
    assert list(states) == ["seen", ""]
    with CaptureQueriesContext(connection) as again:
        assert watch(at=at) == 0
    with CaptureQueriesContext(connection) as once:
        assert raise_warnings(at=at) == []
    assert len(again) < 2 * len(once), "what was looked at is not looked at again"
