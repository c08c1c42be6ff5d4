"""The overview's ends of the ranking: who leads and who trails in each group, and who is apart."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import Settings

from tests.reports.rankings.conftest import RULE
from tests.reports.rankings.months import Months

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules_folder(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "two.toml").write_text(RULE, "utf-8")
    settings.RULES_FOLDER, settings.BULLETIN_RULE = str(tmp_path), "two"


def shown(client: Client, day: str) -> str:
    answer = client.get(f"/overview/ranking/?date={day}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode().replace("<", " <")))


def test_on_the_last_day_of_a_month_that_month_is_ranked(months: Months, client: Client) -> None:
    client.force_login(months.cast.analyst)
    said = shown(client, "2024-06-30")
    assert "2024年6月名次" in said
    assert re.search(r"1 市场监督管理局 100\.00", said)
    assert re.search(r"2 城市管理局 87\.50 \S+ 51\.0–100\.0 升1", said), "its interval beside it"
    assert "另有" in said, "who has nothing due is apart"


def test_within_a_month_the_one_before_is_shown(months: Months, client: Client) -> None:
    client.force_login(months.cast.analyst)
    assert "2024年5月名次" in shown(client, "2024-06-15")


def test_a_month_without_anything_due_is_said_to_have_none(months: Months, client: Client) -> None:
    client.force_login(months.cast.analyst)
    said = shown(client, "2024-03-10")
    assert "2024年2月" in said
    assert "名次 " in said
    assert "得分" not in said


def test_a_rule_that_cannot_be_read_spoils_its_own_part_alone(
    months: Months, client: Client, settings: Settings
) -> None:
    Path(settings.RULES_FOLDER, "two.toml").write_text("name = ", "utf-8")
    client.force_login(months.cast.analyst)
    answer = client.get("/overview/?whole=1&date=2024-06-30")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "没有数出来。" in page.split('data-part="ranking"')[1]
    assert "two.toml" in page
    assert "按期办结率" in page
