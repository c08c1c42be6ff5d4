"""A rule that cannot be read is told at the start."""

from pathlib import Path

from django.core.checks import run_checks
from pytest_django import Settings

from reports.scoring.checks import rules_can_be_read


def test_the_rules_that_ship_pass() -> None:
    assert rules_can_be_read() == []


def test_a_rule_with_a_slip_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "slip.toml").write_text('name = "考核"', "utf-8")
    settings.RULES_FOLDER = str(tmp_path)
    [found] = [one for one in run_checks() if one.id == "reports.W001"]
    assert "slip.toml：indicator：缺少这个字段" in found.msg


def test_a_folder_without_rules_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.RULES_FOLDER = str(tmp_path / "none")
    [found] = rules_can_be_read()
    assert found.msg.endswith("none 里没有考核规则")
