"""日历与时限 as administrators use it, without scripts: import, limits, preview, confirm, undo."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from orders.models import CalendarEdition, LimitRule, RetimingBatch
from orders.retiming import batches
from orders.retiming.steps import step
from tests.factories import MONDAY, Walk, moment
from tests.orders.retiming.late import local, notice, proposed
from tests.rules import HOLIDAYS_2024, WORKDAYS_2024
from units.roles import HOTLINE_ROLES

NOW = moment("2024-06-03 15:00")


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin(walk: Walk, client: Client) -> Client:
    client.force_login(walk.cast.administrator)
    return client


def csv_of(*more: str, without: tuple[str, ...] = ()) -> str:
    """2024's notice as it stands with further lines."""
    lines = [f"{day},放假" for day in HOLIDAYS_2024] + [f"{day},上班" for day in WORKDAYS_2024]
    return "\n".join(
        ["日期,类型,备注", *(line for line in lines if line[:10] not in without), *more]
    )


def imported(client: Client, content: str, **more: Any) -> Any:
    upload = SimpleUploadedFile("notice.csv", content.encode("gbk"))
    return client.post(
        reverse("orders:timing-notice"),
        {"year": 2024, "file": upload, "source": "国办发明电", **more},
        follow=True,
    )


def act(client: Client, batch: RetimingBatch, deed: str, **data: Any) -> Any:
    return client.post(reverse("orders:timing-act", args=[batch.pk, deed]), data, follow=True)


def words(response: Any) -> str:
    """The page's text without tags, closed up."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_notice_is_imported_previewed_confirmed_and_undone(walk: Walk, admin: Client) -> None:
    walk.at = MONDAY
    walk.receive().dispatch()
    seen = imported(admin, csv_of("2024-06-07,放假,抗洪"))
    assert seen.status_code == 200
    page = words(seen)
    assert "2024年放假通知，新的一版" in page
    assert "新增放假6月7日（五）" in page
    assert "没办结的派办1件，要动1件" in page
    assert "推后1个工作日1" in page
    assert CalendarEdition.objects.filter(year=2024).count() == 1
    batch = RetimingBatch.objects.get()
    done = words(act(admin, batch, "confirm"))
    assert "已重算" in done
    assert "动了1件" in done
    assert local(walk.lead.due_at) == "06-12 17:30"
    order = words(admin.get(reverse("orders:order", args=[walk.order.number])))
    assert "重算时限" in order
    assert "系统（代管理员甲）" in order
    undone = words(act(admin, batch, "undo"))
    assert "恢复原时限1件" in undone
    assert local(walk.lead.due_at) == "06-11 17:30"
    again = act(admin, batch, "undo")
    assert again.status_code == 409
    assert "已经撤回过" in words(again)


def test_every_bad_line_stands_on_the_page_with_its_number(admin: Client) -> None:
    seen = imported(admin, "2024-10-01,放假\n二号,放假\n2024-10-03,也许")
    assert seen.status_code == 422
    assert "第2行：“二号”不是日期" in words(seen)
    assert "第3行：“也许”既不是“放假”也不是“上班”" in words(seen)
    assert not RetimingBatch.objects.exists()


def test_many_bad_lines_are_cut_short(admin: Client) -> None:
    seen = imported(admin, "\n".join(f"第{n}天,放假" for n in range(30)))
    assert "还有10处" in words(seen)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "选一个文件，或者写在这里"),
        ({"text": "2024-10-01,放假", "year": ""}, "这一项要填"),
        ({"text": "2024-10-01,放假", "year": "第一年"}, "写一个整数"),
        ({"text": "2024-10-01,放假", "year": "1999"}, "2004"),
        ({"text": csv_of()}, "一模一样"),
        ({"text": "2031-01-01,放假", "year": "2031"}, "先导入2028年的"),
    ],
)
def test_what_cannot_be_imported_is_said_at_its_place(
    admin: Client, data: dict[str, str], said: str
) -> None:
    answer = admin.post(reverse("orders:timing-notice"), {"year": "2024", **data})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not RetimingBatch.objects.exists()


def test_a_file_and_typed_lines_together_are_refused(admin: Client) -> None:
    seen = imported(admin, csv_of("2024-06-07,放假"), text="2024-06-07,放假")
    assert seen.status_code == 422
    assert "二选一" in words(seen)


def test_lines_may_be_typed_instead(walk: Walk, admin: Client) -> None:
    data = {"year": 2024, "text": csv_of("2024-06-07,放假")}
    admin.post(reverse("orders:timing-notice"), data)
    assert RetimingBatch.objects.get().state == "proposed"


def test_earlier_is_asked_for_on_the_preview_too(walk: Walk, admin: Client) -> None:
    walk.at = moment("2024-06-03 09:00")
    walk.receive().dispatch()
    seen = words(imported(admin, csv_of(without=("2024-06-10",))))
    assert "按新的本会提前的1件保持不动" in seen
    batch = RetimingBatch.objects.get()
    assert "提前1个工作日1" in words(act(admin, batch, "recount", earlier="1"))
    act(admin, batch, "confirm")
    assert local(walk.lead.due_at) == "06-10 17:30"


def test_a_proposal_is_dropped(walk: Walk, admin: Client) -> None:
    batch = proposed(walk, notice(off=["06-07"]), NOW)
    seen = act(admin, batch, "drop")
    assert "没有用" in words(seen)
    assert act(admin, batch, "confirm").status_code == 409


def limit_page(code: str = "handle") -> str:
    return reverse("orders:timing-limit", args=[code])


def test_a_limit_is_changed_from_its_page(walk: Walk, admin: Client) -> None:
    walk.at = MONDAY
    walk.receive().dispatch()
    assert "现在5个工作日" in words(admin.get(limit_page()))
    data = {"amount": 7, "measure": "working_days", "valid_from": "2024-06-03", "retime": "on"}
    seen = words(admin.post(limit_page(), data, follow=True))
    assert "办理时限改为7个工作日" in seen
    assert "推后2个工作日1" in seen
    assert LimitRule.objects.get(code="handle").valid_to is None
    act(admin, RetimingBatch.objects.get(), "confirm")
    assert local(walk.lead.due_at) == "06-13 17:30"
    overview = words(admin.get(reverse("orders:timing")))
    assert "办理时限改为7个工作日已重算1件" in overview


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"amount": "5"}, "没有要改的"),
        ({"amount": "很多"}, "写一个整数"),
        ({"amount": "-1"}, "1"),
        ({"measure": "weeks"}, "没有这个选项"),
        ({"valid_from": "昨天"}, "日期写成"),
        ({"valid_from": "2024-06-02"}, "不能在今天以前"),
        ({"valid_from": "2024-06-04", "retime": "on"}, "还没起用"),
        ({"earlier": "on"}, "先勾上面一项"),
    ],
)
def test_a_limit_that_makes_no_sense_is_said_at_its_place(
    admin: Client, data: dict[str, str], said: str
) -> None:
    fine = {"amount": "7", "measure": "working_days", "valid_from": "2024-06-03"}
    answer = admin.post(limit_page(), fine | data)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not RetimingBatch.objects.exists()


def test_a_limit_no_assignment_carries_offers_no_retiming(admin: Client) -> None:
    page = words(admin.get(limit_page("promise")))
    assert "也按新时限重算" not in page


def test_unknown_limits_and_batches_are_not_found(admin: Client) -> None:
    assert admin.get(limit_page("nothing")).status_code == 404
    assert admin.get(reverse("orders:timing-batch", args=[999])).status_code == 404
    missing = reverse("orders:timing-act", args=[999, "confirm"])
    assert admin.post(missing).status_code == 404


def test_a_long_batch_is_left_to_a_worker_and_its_page_shows_how_far_it_is(
    walk: Walk, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        Walk(walk.cast, MONDAY).receive().dispatch()
    batch = proposed(walk, notice(off=["06-07"]), NOW)
    handed: list[int] = []
    monkeypatch.setattr(batches, "SMALL", 2)
    monkeypatch.setattr(
        "orders.views.timing.retime.apply_async",
        lambda kwargs, **options: handed.append(kwargs["batch_id"]),
    )
    page = words(act(admin, batch, "confirm"))
    assert handed == [batch.pk]
    assert "做到0件工单，共3件" in page
    step(batch.pk, at=NOW, most=2)
    assert "做到2件工单，共3件" in words(admin.get(reverse("orders:timing-batch", args=[batch.pk])))


def test_the_hotline_reads_what_is_in_force_and_only_administrators_change_it(
    walk: Walk, client: Client
) -> None:
    batch = proposed(walk, notice(off=["06-07"]), NOW)
    for role, person in walk.cast.by_role().items():
        client.force_login(person)
        reads = role in HOTLINE_ROLES or role == "knowledge_editor"
        overview = client.get(reverse("orders:timing"))
        assert overview.status_code == (200 if reads else 403), role
        if role == "administrator":
            continue
        assert "导入放假通知" not in words(overview), role
        closed = [
            client.get(limit_page()),
            client.post(limit_page()),
            client.get(reverse("orders:timing-batch", args=[batch.pk])),
            client.post(reverse("orders:timing-act", args=[batch.pk, "confirm"])),
        ]
        assert {answer.status_code for answer in closed} == {403}, role
    batch.refresh_from_db()
    assert batch.state == "proposed"


def test_acts_are_not_done_by_get(walk: Walk, admin: Client) -> None:
    batch = proposed(walk, notice(off=["06-07"]), NOW)
    where = reverse("orders:timing-act", args=[batch.pk, "confirm"])
    assert admin.get(where).status_code == 405


def test_a_provisional_year_and_a_missing_one_are_warned_of(walk: Walk, admin: Client) -> None:
    where = reverse("orders:timing")
    assert "是暂定的" not in words(admin.get(where))
    data = {"year": 2028, "text": "2028-01-01,放假", "provisional": "on"}
    admin.post(reverse("orders:timing-notice"), data)
    batch = RetimingBatch.objects.get()
    assert "按暂定的放假安排算" in words(admin.get(reverse("orders:timing-batch", args=[batch.pk])))
    act(admin, batch, "confirm")
    assert "2028年的日历是暂定的" in words(admin.get(where))
    with time_machine.travel(moment("2028-11-01 09:00"), tick=False):
        admin.force_login(walk.cast.administrator)
        assert "明年的日历还没有" in words(admin.get(where))
