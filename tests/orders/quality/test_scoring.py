"""Points of a reply: one fault of ten leaves nine, and no criterion costs more than it gives."""

import pytest

from orders.models import QualityCriterion
from orders.quality.scoring import score
from orders.tables import BadData
from seeds.reference import FOLDER, read_reference
from seeds.supervising import read_supervising


@pytest.fixture(scope="module")
def criteria() -> tuple[QualityCriterion, ...]:
    return read_supervising(FOLDER, read_reference().categories).criteria


FAULTS = [reason.code for reason in read_reference().reasons if reason.kind == "quality"]
COMPLETE = [code for code in FAULTS if ".complete." in code]


def test_the_four_criteria_make_ten(criteria: tuple[QualityCriterion, ...]) -> None:
    points = {criterion.code: criterion.points for criterion in criteria}
    assert points == {"complete": 4, "relevant": 3, "timely": 2, "polite": 1}
    assert score(criteria, []).points == score(criteria, []).possible == 10


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_leaves_nine(criteria: tuple[QualityCriterion, ...], fault: str) -> None:
    assert score(criteria, [fault]).points == 9


def test_faults_add_up_and_a_criterion_costs_no_more_than_its_points(
    criteria: tuple[QualityCriterion, ...],
) -> None:
    assert score(criteria, COMPLETE).points == 10 - 4
    assert score(criteria, ["quality.polite.wording", "quality.polite.more"]).points == 9
    assert score(criteria, [COMPLETE[0], COMPLETE[0]]).points == 9, "said twice is one fault"
    assert score(criteria, FAULTS).points == 10 - 4 - 3 - 2 - 1


def test_a_fault_of_no_criterion_is_none(criteria: tuple[QualityCriterion, ...]) -> None:
    for strange in ("quality.style.x", "send_back.beside", "quality"):
        with pytest.raises(LookupError):
            score(criteria, [strange])


SPOILT = [
    ("alerts.toml", 'by = "unit"', 'by = "unit"\narea = "city"', "按地点的才有"),
    ("alerts.toml", "n = 5", "n = 1", "不能小于2"),
    ("alerts.toml", "window_minutes = 60", "window_minutes = 9999", "不能大于1440"),
    ("alerts.toml", 'category = "07.01"', 'category = "99"', "没有代码是“99”的类别"),
    ("alerts.toml", 'code = "city"', 'code = "unit"', "写了两次"),
    ("quality.toml", "per_fault = 1", "per_fault = 5", "不能大于4"),
    ("quality.toml", "per_fault = 1", "per_fault = 1\nmore = 2", "没有这个字段"),
    ("thresholds.toml", "amount = 50", "amount = 101", "不能大于100"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), SPOILT)
def test_a_slip_in_a_file_is_told_with_its_place(
    tmp_path_factory: pytest.TempPathFactory, file: str, old: str, new: str, says: str
) -> None:
    folder = tmp_path_factory.mktemp("reference")
    for name in ("alerts.toml", "quality.toml", "thresholds.toml"):
        words = (FOLDER / name).read_text(encoding="utf-8")
        (folder / name).write_text(words.replace(old, new, 1) if name == file else words)
    with pytest.raises(BadData, match=says) as told:
        read_supervising(folder, read_reference().categories)
    assert file in str(told.value)
