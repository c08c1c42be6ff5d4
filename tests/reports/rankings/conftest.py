"""The months ranked by hand, and a rule made to rank them by."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from orders.tables import Table
from reports.scoring import Rule
from reports.scoring.reading import read_rule
from tests.cast import make_cast
from tests.reports.rankings.months import Months
from tests.rules import make_rules

RULE = """
name = "两项考核"
source = "样例"
valid_from = 2024-01-01

[[indicator]]
code = "on_time"
name = "按期"
statistic = "orders.on_time_rate"
weight = 50

[[indicator]]
code = "satisfied"
name = "满意"
statistic = "orders.satisfied_rate"
weight = 50

[[band]]
name = "优秀"
from = 90

[[band]]
name = "良好"
from = 80
below = 90

[[band]]
name = "合格"
from = 0
below = 80

[lists]
red = 1
red_from = "良好"
black = 2
black_below = "良好"
"""


def rule(changes: str = "", text: str = RULE) -> Rule:
    """The rule with further top-level lines."""
    table = Table("two.toml", tomllib.loads(f"{changes}\n{text}", parse_float=Decimal))
    return read_rule(table, "two")


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Months]:
    """Walked once a file; each test's own changes are taken back after it, these after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_rules()
        yield Months(make_cast()).group().play()
        transaction.set_rollback(True)


@pytest.fixture
def months(played: Months, db: None) -> Months:
    return played
