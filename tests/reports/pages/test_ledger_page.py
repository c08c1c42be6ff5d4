"""/ledger/: a bulletin typed or sent as a file, its findings, and what cannot be read."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags

from reports.ledger.bulletin.format import EXAMPLE
from tests.reports.june import June

pytestmark = pytest.mark.django_db
WRONG = """
[[rate]]
name = "办结率"
n = 314
of = 300
printed = "98.74%"

[[sum]]
name = "来电"
parts = [964, 318]
total = 1282
"""


def findings(page: str) -> dict[str, list[str]]:
    rows = re.findall(r"<tr data-row>(.*?)</tr>", page, re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    words = [[re.sub(r"\s+", " ", strip_tags(cell)).strip() for cell in row] for row in cells]
    return {name: others for name, *others in words}


def send(client: Client, status: int = 200, **fields: object) -> str:
    answer = client.post("/ledger/", fields)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_example_of_the_page_is_checked_as_it_stands(analyst: Client) -> None:
    shown = analyst.get("/ledger/").content.decode()
    assert "[[rate]]" in shown
    found = findings(send(analyst, text=EXAMPLE))
    assert found["满意率"][:4] == ["率", "86.9%", "86.9%", "相符"]
    assert found["接通率"][3] == "截尾"
    assert "四舍五入是95.85%" in found["接通率"][4]


def test_what_must_be_looked_at_stands_first_and_is_counted(analyst: Client) -> None:
    shown = send(analyst, text=WRONG)
    assert [*findings(shown)] == ["办结率", "来电"]
    assert "核对了2项，1项要看" in shown
    assert findings(shown)["办结率"][3] in ("矛盾", "不可能")


def test_a_file_is_read_as_the_command_reads_it(analyst: Client) -> None:
    file = SimpleUploadedFile("通报.toml", b"\xef\xbb\xbf" + WRONG.encode())
    assert "核对了2项" in send(analyst, text="", file=file)


def test_what_was_typed_stays_in_its_field(analyst: Client) -> None:
    shown = send(analyst, 422, text='[[rate]]\nname = "<b>"')
    assert "&lt;b&gt;" in shown
    assert '<b>"' not in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "写上通报里的数，或选一个文件"),
        ({"text": "[[rate]"}, "粘贴的通报"),
        ({"text": '[[rate]]\nname = "率"\nprinted = "多"'}, "printed"),
        ({"text": '[[sum]]\nname = "和"\nparts = [1]\ntotal = 1\nmore = 2'}, "more"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(
    analyst: Client, fields: dict[str, object], words: str
) -> None:
    shown = send(analyst, 422, **fields)
    fault = re.search(r'id="id_text_error">(.*?)</div>', shown, re.S)
    assert fault, shown
    assert words in fault[1]


def test_a_file_that_is_no_text_is_told_at_the_file(analyst: Client) -> None:
    shown = send(analyst, 422, file=SimpleUploadedFile("a.toml", b"\xff\xfe\x00"))
    fault = re.search(r'id="id_file_error">(.*?)</div>', shown, re.S)
    assert fault
    assert "a.toml：要用 UTF-8 编码" in fault[1]


def test_a_form_from_elsewhere_is_refused(june: June) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(june.cast.analyst)
    assert strict.post("/ledger/", {"text": EXAMPLE}).status_code == 403


def test_the_ledger_is_for_who_looks_after_figures(client: Client, june: June) -> None:
    cast = june.cast
    for person in (cast.unit_head, cast.dispatcher, cast.operator):
        client.force_login(person)
        assert client.get("/ledger/").status_code == 403
        assert client.post("/ledger/", {"text": EXAMPLE}).status_code == 403
