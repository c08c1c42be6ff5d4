"""The start-up checks name what is wrong on this machine and what to do about it."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from pytest_django import Settings

from hotline import checks


def test_this_machine_passes() -> None:
    assert [found for found in run_checks() if found.id and found.id.startswith("hotline.")] == []


def test_missing_front_end_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finders, "find", lambda name: None if name.endswith("svg") else name)
    (found,) = checks.assets_are_fetched()
    assert found.id == "hotline.W001"
    assert found.msg == "缺前端文件：vendor/icons.svg"
    assert found.hint == "运行 make assets"


def test_a_folder_that_is_a_file_takes_no_attachments(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.ATTACHMENTS = str(tmp_path / "file" / "attachments")
    (found,) = checks.attachments_can_be_written()
    assert found.id == "hotline.E002"


def test_a_folder_yet_to_be_made_is_fine(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS = str(tmp_path / "a" / "b")
    assert checks.attachments_can_be_written() == []


@pytest.mark.parametrize("code", ["", "743", "07430", "0a43", "０７４３"])
def test_a_wrong_area_code_is_refused(settings: Settings, code: str) -> None:
    settings.AREA_CODE = code
    assert [found.id for found in checks.area_code_is_one()] == ["hotline.E003"]


@pytest.mark.parametrize("code", ["010", "0743"])
def test_an_area_code_has_three_or_four_digits(settings: Settings, code: str) -> None:
    settings.AREA_CODE = code
    assert checks.area_code_is_one() == []
