"""Somebody of the staff at work: logged in over HTTP, doing verbs and sending forms as such."""

from collections.abc import Mapping
from typing import Any

import httpx

from orders.errors import Conflict, Forbidden, LifecycleError, Missing, Refused

TIMEOUT = 30.0  # seconds; a busy machine is slow, not gone
_ERRORS: Mapping[int, type[LifecycleError]] = {
    403: Forbidden, 404: Missing, 409: Conflict, 422: Refused, 400: Refused, 429: Conflict,
}  # fmt: skip


class Away(Exception):
    """The hotline does not answer just now; ask again later."""


class Person:
    """One member of the staff with a session of the own, begun when first needed."""

    def __init__(self, base: str, staff_number: str, password: str) -> None:
        self.staff_number, self._password = staff_number, password
        self._http = httpx.Client(base_url=base, timeout=TIMEOUT, headers={"Referer": base})
        self._in = False

    def do(self, number: str, verb: str, body: Mapping[str, Any]) -> None:
        """A verb through the staff API. Raises the errors of orders.errors, and Away."""
        answer = self._send(f"/api/staff/orders/{number}/{verb}", json=dict(body))
        if answer.status_code in {401, 403} and self._lost(answer):
            self._in = False
            answer = self._send(f"/api/staff/orders/{number}/{verb}", json=dict(body))
        _check(answer)

    def send(self, path: str, data: Mapping[str, Any]) -> httpx.Response:
        """A page's form. The answer is what follows it, a redirect included. Raises Refused where
        the page comes back with faults, and Away."""
        answer = self._send(path, data=data)
        if answer.status_code == 302 and answer.headers["Location"].startswith("/login/"):
            self._in = False
            answer = self._send(path, data=data)
        _check(answer)
        return answer

    def close(self) -> None:
        """Give the connection back; the session ends by itself."""
        self._http.close()

    def _send(self, path: str, **what: Any) -> httpx.Response:
        if not self._in:
            self._log_in()
        try:
            return self._http.post(path, headers=self._token(), **what)
        except httpx.TransportError as error:
            raise Away(str(error)) from None

    def _log_in(self) -> None:
        try:
            self._http.get("/login/")
            said = {"username": self.staff_number, "password": self._password}
            answer = self._http.post("/login/", data=said, headers=self._token())
        except httpx.TransportError as error:
            raise Away(str(error)) from None
        if answer.status_code != 302:
            raise Forbidden(f"{self.staff_number} 登录不了（{answer.status_code}）")
        self._in = True

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self._http.cookies.get("csrftoken") or ""}

    def _lost(self, answer: httpx.Response) -> bool:
        """The session is over, not the right to do it."""
        code = _problem(answer).get("code")
        return answer.status_code == 401 or code in {"csrf_failed", "not_authenticated"}


def _check(answer: httpx.Response) -> None:
    if answer.status_code >= 500:
        raise Away(f"{answer.status_code} {answer.request.url.path}")
    if answer.status_code >= 400:
        said = _problem(answer)
        words = str(said.get("detail") or said.get("title") or answer.status_code)
        kind = _ERRORS.get(answer.status_code, Refused)
        raise kind(words, code=str(said.get("code") or ""))


def _problem(answer: httpx.Response) -> dict[str, Any]:
    if "json" not in answer.headers.get("Content-Type", ""):
        return {}
    found = answer.json()
    return found if isinstance(found, dict) else {}
