"""Tables as files to keep, and what a file's address answers that cannot be read."""

from collections.abc import Iterable
from typing import BinaryIO

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from reports.asking import BadQuestion

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """The lines under that name, as they come."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _kept_apart(answer, f"{name}.csv")


def xlsx_file(book: BinaryIO, name: str) -> StreamingHttpResponse:
    """The workbook under that name."""
    return _kept_apart(FileResponse(book, content_type=_XLSX), f"{name}.xlsx")


def refused(fault: BadQuestion) -> HttpResponse:
    """What cannot be asked, told in plain words."""
    return HttpResponse(str(fault), status=400, content_type="text/plain; charset=utf-8")


def _kept_apart(answer: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
