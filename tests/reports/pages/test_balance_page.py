"""/statistics/balance/: each unit's balance of a period, and what cannot be asked."""

from django.test import Client

from orders.models import Assignment
from tests.factories import moment
from tests.reports.june import June
from tests.reports.pages.conftest import Page

ADDRESS = "/statistics/balance/"
JUNE = f"{ADDRESS}?period=2024-06&as_of=2024-07-01"


def test_the_statistics_lead_to_the_balance_of_their_period(page: Page) -> None:
    assert f'href="{ADDRESS}?period=2024-06"' in page("/statistics/?period=2024-06")


def test_each_unit_stands_with_every_term(page: Page, june: June) -> None:
    text = page(JUNE)
    assert "各单位都平" in text
    row = text.split(june.cast.urban.short_name)[1].split("</tr>")[0]
    numbers = [part.split("<")[0] for part in row.split('">')[1:]]
    assert numbers == ["0", "9", "4", "1", "1", "1", "2", "0"]


def test_a_unit_that_does_not_balance_stands_first(page: Page, june: June) -> None:
    lead = june.walks["platform"].lead
    Assignment.objects.filter(pk=lead.id).update(
        closed_as="moved", closed_at=moment("2024-06-01 09:00")
    )
    text = page(f"{ADDRESS}?period=2024-06-01&as_of=2024-07-01")
    assert f"不平的单位：{june.cast.east.short_name}" in text
    assert text.index(f'<span class="ttl">{june.cast.east.short_name}') < text.index(
        f'<span class="ttl">{june.cast.urban.short_name}'
    )


def test_without_a_period_it_is_this_month(page: Page) -> None:
    assert "各单位都平" in page(ADDRESS)


def test_a_bad_period_is_told_at_its_field(page: Page) -> None:
    text = page(f"{ADDRESS}?period=2024-13", 400)
    assert 'aria-describedby="period-fault"' in text
    assert "没有数出来" in text


def test_who_may_not_see_statistics_may_not_see_it(client: Client, june: June) -> None:
    client.force_login(june.cast.unit_clerk)
    assert client.get(ADDRESS).status_code == 403
