"""/ledger/: a bulletin typed in as TOML, checked against its own figures; nothing is kept."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from orders.tables import BadData
from reports.ledger.bulletin import Finding, check_bulletin
from reports.ledger.bulletin.format import EXAMPLE, RULES
from reports.ledger.bulletin.typed import MOST_CHARACTERS
from reports.ledger.compare import VERDICT_WORDS, Verdict
from reports.views.entering import enter
from units.access import Area

PASTED = "粘贴的通报"
_BYTES = 4 * MOST_CHARACTERS  # of UTF-8
_FITTED = frozenset({Verdict.CONFLICT, Verdict.IMPOSSIBLE, Verdict.NO_PARTS})
_KINDS = {"rate": "率", "sum": "合计", "change": "同比、环比"}


class BulletinForm(forms.Form):
    """The text, or a file of it; what is pasted stays in its field."""

    text = forms.CharField(
        label="通报的数",
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
        error_messages={"max_length": f"太长，最多{MOST_CHARACTERS}个字，请分成几份"},
    )
    file = forms.FileField(
        label="或者选一个文件",
        required=False,
        help_text="TOML文件，UTF-8编码；选了文件就核对文件",
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
        error_messages={"empty": "这个文件是空的", "invalid": "文件没有传上来，再选一次"},
    )

    def findings(self) -> list[Finding]:
        """What is found; the errors stand at the field that has them. Empty where there are any."""
        upload = self.cleaned_data.get("file")
        field = "file" if upload else "text"
        try:
            text, name = _read(upload) if upload else (self.cleaned_data["text"], PASTED)
            if not text.strip():
                raise BadData("写上通报里的数，或选一个文件")
            return check_bulletin(text, name)
        except BadData as fault:
            self.add_error(field, str(fault))
        return []


def _read(upload: UploadedFile) -> tuple[str, str]:
    """Raises BadData for what is too large or no text."""
    name = upload.name or "文件"
    if (upload.size or 0) > _BYTES:
        raise BadData(f"{name}：文件太大，最多{MOST_CHARACTERS}个字")
    try:
        return upload.read().decode("utf-8-sig"), name
    except UnicodeDecodeError:
        raise BadData(f"{name}：要用 UTF-8 编码") from None


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as the table has it; tone: by which it is marked, "" where nothing is wrong."""

    finding: Finding
    kind: str
    words: str
    tone: str
    fits: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """The form, and after it was sent what was found."""
    enter(request, Area.REPORTS)
    if request.method != "POST":
        return _page(request, BulletinForm(initial={"text": ""}))
    form = BulletinForm(request.POST, request.FILES)
    found = form.findings() if form.is_valid() else []
    return _page(request, form, found=found, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    form: BulletinForm,
    *,
    found: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = [_line(one) for one in found or []]
    counts = Counter(one.verdict for one in found or [])
    context: dict[str, Any] = {
        "form": form,
        "example": EXAMPLE,
        "how": RULES,
        "lines": sorted(lines, key=lambda one: not one.finding.should_be_seen),
        "counts": [(VERDICT_WORDS[one], counts[one]) for one in Verdict if counts[one]],
        "seen": sum(one.should_be_seen for one in found or []),
    }
    return render(request, "reports/ledger.html", context, status=status)


def _line(one: Finding) -> Line:
    tone = ""
    if one.should_be_seen:
        tone = "soon" if one.verdict is Verdict.TRUNCATED else "over"
    return Line(
        finding=one,
        kind=_KINDS[one.kind],
        words=VERDICT_WORDS[one.verdict],
        tone=tone,
        fits="、".join(f"{number:,}" for number in one.fits) if one.verdict in _FITTED else "",
    )
