"""消息, 发出的消息 and 怎么收消息: what a person reads, marks and chooses, and who may see what."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from orders.models import Delivery, Notice, NoticePreference, Outbox
from orders.notices.delivering import deliver
from orders.notices.inbox import SIZE
from orders.notices.preferences import mobile_of
from orders.states import Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from units.models import Staff

LIST, ALL_READ = "/notices/", "/notices/read/"


def owe(staff: Staff, count: int = 1, kind: str = "urged", **columns: object) -> None:
    for n in range(count):
        Outbox.objects.create(
            **{"at": MONDAY + timedelta(seconds=n), "payload": {}, **columns},
            kind=kind,
            to_kind="staff",
            to_id=str(staff.pk),
        )
    deliver(at=MONDAY + timedelta(seconds=count))


@pytest.fixture
def me(cast: Cast, client: Client) -> Staff:
    client.force_login(cast.unit_clerk)
    return cast.unit_clerk


def page(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def lines(source: str) -> list[str]:
    found = re.findall(r'<li class="nline.*?</li>', source, re.DOTALL)
    return [" ".join(strip_tags(line).split()) for line in found]


def bell(source: str) -> str:
    found = re.search(r'<span class="n"[^>]*>(.*?)</span>\s*</a>', source, re.DOTALL)
    assert found
    return strip_tags(found[1]).strip()


def test_an_empty_list_says_what_will_come(client: Client, me: Staff) -> None:
    source = page(client)
    assert "这里没有消息" in source
    assert bell(source) == ""


def test_the_bell_counts_what_is_unread_up_to_ninety_nine(client: Client, me: Staff) -> None:
    owe(me, 2)
    assert bell(page(client, "/me/")) == "2条没看"
    owe(me, 99)
    assert bell(page(client, "/me/")) == "99+条没看"
    assert strip_tags(page(client, "/notices/bell/")).strip() == "99+条没看"


def test_a_notice_leads_to_its_order_and_says_what_happened(
    client: Client, walk: Walk, me: Staff
) -> None:
    walk.receive().dispatch()
    deliver(at=walk.at)
    number = walk.order.number
    source = page(client)
    (line,) = lines(source)
    assert line.startswith("新派 派来一件，最迟")
    assert number in line
    assert "柳岸街道路灯不亮" in line
    assert f'href="/orders/{number}/"' in source


def test_an_order_taken_back_shows_its_number_and_no_word_of_it(
    client: Client, walk: Walk, me: Staff
) -> None:
    walk.receive().dispatch()
    walk.do(Verb.RECALL, "dispatcher", text="派错了", assignment_id=walk.lead.id)
    deliver(at=walk.at)
    source = page(client)
    assert "这件已收回，不用再办" in source
    assert f"{walk.order.number}（不在你手里了）" in source
    assert "路灯" not in source
    assert f"/orders/{walk.order.number}/" not in source


def test_opening_reads_and_leads_on(client: Client, walk: Walk, me: Staff) -> None:
    walk.receive().dispatch()
    deliver(at=walk.at)
    notice = Notice.objects.get(staff=me)
    answer = client.post(f"/notices/{notice.id}/read/", {"open": "1"})
    assert answer.headers["Location"] == f"/orders/{walk.order.number}/"
    first = Notice.objects.get(staff=me).read_at
    assert first is not None
    client.post(f"/notices/{notice.id}/read/")
    assert Notice.objects.get(staff=me).read_at == first, "read once"


def test_marking_one_by_htmx_answers_the_line_and_tells_the_bell(client: Client, me: Staff) -> None:
    owe(me)
    notice = Notice.objects.get(staff=me)
    answer = client.post(f"/notices/{notice.id}/read/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Trigger"] == "notices-read"
    assert "知道了" not in answer.content.decode()
    assert answer.content.decode().lstrip().startswith("<li")


def test_somebody_elses_notice_does_not_exist(client: Client, cast: Cast, me: Staff) -> None:
    owe(cast.dispatcher)
    notice = Notice.objects.get(staff=cast.dispatcher)
    for wrong in (notice.id, notice.id + 10**6, 10**30):
        assert client.post(f"/notices/{wrong}/read/").status_code == 404
    assert Notice.objects.get(staff=cast.dispatcher).read_at is None
    assert lines(page(client)) == []


def test_all_of_a_group_are_read_and_others_stay(client: Client, me: Staff) -> None:
    owe(me, 2, "urged")
    owe(me, 1, "recalled")
    client.post(ALL_READ, {"kind": "supervision"})
    unread = Notice.objects.filter(staff=me, read_at__isnull=True)
    assert list(unread.values_list("kind", flat=True)) == ["recalled"]
    answer = client.post(ALL_READ, {"kind": "no such group"}, follow=True)
    assert "1条标成看过了" in answer.content.decode()
    assert not unread.exists()


def test_a_group_is_filtered_and_its_chip_counts(client: Client, me: Staff) -> None:
    owe(me, 2, "urged")
    owe(me, 1, "recalled")
    source = page(client, f"{LIST}?kind=supervision")
    assert len(lines(source)) == 2
    assert "督办2</a>" in source
    assert "要办的1</a>" in source


def test_pages_turn_by_keys_unread_first_and_meet_each_notice_once(
    client: Client, me: Staff
) -> None:
    owe(me, 2 * SIZE + 5)
    newest = Notice.objects.filter(staff=me).order_by("-id").values_list("id", flat=True)
    Notice.objects.filter(id__in=list(newest[:20])).update(read_at=MONDAY)
    address, met = LIST, []
    while address:
        source = page(client, address)
        met += re.findall(r'id="notice-(\d+)"', source)
        older = re.search(r'rel="next" href="([^"]+)"', source)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(met) == len(set(met)) == 2 * SIZE + 5
    assert set(map(int, met[-20:])) == set(newest[:20]), "what was read comes last"


@pytest.mark.parametrize("query", ["?page=x", "?page=u99999999999999999999", "?kind=nothing"])
def test_an_address_that_is_not_ours_is_said_and_the_list_shown(
    client: Client, me: Staff, query: str
) -> None:
    owe(me)
    answer = client.get(LIST + query)
    assert answer.status_code == 400
    assert len(lines(answer.content.decode())) == 1


def test_a_page_costs_a_handful_of_queries_whatever_stands_on_it(
    client: Client, walk: Walk, me: Staff, django_assert_max_num_queries: object
) -> None:
    for _ in range(10):
        walk.receive().dispatch()
    deliver(at=walk.at)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(lines(page(client))) == 10


# -- 怎么收消息 ----------------------------------------------------------------------------------

CHOSEN = {
    "email": "clerk@example.cn",
    "email_groups": ["work", "clock"],
    "mobile": "139 0000 0002",
    "sms_groups": ["alert"],
    "quiet_from": "21:30",
    "quiet_to": "06:30",
}
PREFERENCES = "/me/notices/"


def stored(staff: Staff) -> NoticePreference:
    return NoticePreference.objects.get(pk=staff.pk)


def test_what_is_chosen_is_kept_and_the_number_is_sealed_and_masked(
    client: Client, me: Staff
) -> None:
    answer = client.post(PREFERENCES, CHOSEN, follow=True)
    assert "记下了" in answer.content.decode()
    kept = stored(me)
    assert (kept.email, kept.email_groups, kept.sms_groups) == (
        "clerk@example.cn",
        ["work", "clock"],
        ["alert"],
    )
    assert mobile_of(kept) == "+8613900000002"
    assert "139****0002" in answer.content.decode()
    assert "13900000002" not in answer.content.decode()


def test_a_number_left_empty_stays_and_ticked_goes(client: Client, me: Staff) -> None:
    client.post(PREFERENCES, CHOSEN)
    client.post(PREFERENCES, CHOSEN | {"mobile": ""})
    assert mobile_of(stored(me)) == "+8613900000002"
    client.post(PREFERENCES, CHOSEN | {"mobile": "", "no_mobile": "on"})
    assert mobile_of(stored(me)) is None
    assert stored(me).mobile_masked == ""


BAD = [
    ("email", "nobody", "邮箱写成"),
    ("mobile", "12", "id_mobile_error"),
    ("quiet_from", "", "写上几点"),
    ("quiet_to", "25:00", "写成 22:00 这样"),
    ("email_groups", "citizen", "id_email_groups_error"),
]


@pytest.mark.parametrize(("field", "value", "says"), BAD)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    client: Client, me: Staff, field: str, value: str, says: str
) -> None:
    answer = client.post(PREFERENCES, CHOSEN | {field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not NoticePreference.objects.exists()


def test_the_profile_leads_there(client: Client, me: Staff) -> None:
    assert f'href="{PREFERENCES}"' in page(client, "/me/")


# -- 发出的消息 ----------------------------------------------------------------------------------

SENT = "/notices/sent/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Staff:
    client.force_login(cast.administrator)
    return cast.administrator


def test_the_administrator_sees_who_was_told_what_and_on_this_machine_in_which_words(
    client: Client, admin: Staff, received: Walk
) -> None:
    deliver(at=received.at)
    with time_machine.travel(received.at):
        source = page(client, SENT)
    said = strip_tags(source)
    assert "市民 138****0001" in said
    assert "已发出" in said
    assert "您反映的事已受理" in said
    assert "13800000001" not in source


def test_dead_letters_are_shown_and_sent_again(client: Client, admin: Staff, cast: Cast) -> None:
    Outbox.objects.create(at=MONDAY, kind="urged", to_kind="unit", to_id="987654")
    deliver(at=MONDAY)
    (dead,) = Delivery.objects.all()
    source = page(client, f"{SENT}?state=dead")
    assert "单位 987654" in source
    assert "写给谁不清楚" in source
    assert "全部重发（1条）" in source
    answer = client.post("/notices/sent/resend/", {"id": dead.pk}, follow=True)
    assert "没有没送到的" in answer.content.decode()
    twice = client.post("/notices/sent/resend/", {"id": dead.pk}, follow=True)
    assert "这条已经重发，或发出了" in twice.content.decode()
    assert Outbox.objects.get().sent_at is None


def test_a_unit_nobody_works_in_is_named_and_may_be_tried_again(
    client: Client, admin: Staff, cast: Cast
) -> None:
    Outbox.objects.create(at=MONDAY, kind="urged", to_kind="unit", to_id=str(cast.city.pk))
    deliver(at=MONDAY)
    source = page(client, f"{SENT}?state=skipped")
    assert "单位 云湖市" in source
    assert "没有在用的人可告知" in source
    assert "重发</button>" in source


@pytest.mark.parametrize("wrong", ["x", "987654", "9" * 40])
def test_what_was_never_sent_cannot_be_sent_again(client: Client, admin: Staff, wrong: str) -> None:
    assert client.post("/notices/sent/resend/", {"id": wrong}).status_code == 404


def test_nobody_else_sees_or_sends(client: Client, cast: Cast) -> None:
    for role, person in cast.by_role().items():
        client.force_login(person)
        allowed = role == "administrator"
        assert client.get(SENT).status_code == (200 if allowed else 403), role
        assert (client.post("/notices/sent/resend/").status_code == 403) != allowed, role


@pytest.mark.parametrize("query", ["?state=lost", "?page=x"])
def test_a_wrong_filter_of_what_was_sent_is_said(client: Client, admin: Staff, query: str) -> None:
    assert client.get(SENT + query).status_code == 400


def test_every_address_takes_only_its_methods(client: Client, me: Staff) -> None:
    for name, args in (("notices-read", []), ("notice-read", [1]), ("resend", [])):
        assert client.get(reverse(f"orders:{name}", args=args)).status_code == 405
    for name in ("notices", "bell", "sent"):
        assert client.post(reverse(f"orders:{name}")).status_code == 405
