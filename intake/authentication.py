"""A signed request proves which channel's credential sends it (the scheme is in signing.py)."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from intake.credentials import note_use, secret_of
from intake.models import Credential
from intake.signing import (
    SCHEME,
    WINDOW,
    Signed,
    is_signature,
    read_date,
    read_header,
    within_window,
)

_NOBODY = "0" * 43  # signed against when the key id is unknown, so that both take equally long


class SignedRequest(BaseAuthentication):
    """Authorization: HMAC-SHA256 key=..., signature=...; the moment is the request's own `at`."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Credential]:
        """Raises AuthenticationFailed saying what is missing or wrong; an unknown key, one out of
        use and a wrong signature are the same answer."""
        claim = read_header(request.headers.get("Authorization", ""))
        if claim is None:
            given = "Authorization" in request.headers
            raise AuthenticationFailed(
                f"Authorization 要写成 {SCHEME} key=凭证号, signature=64位小写十六进制"
                if given
                else f"要用 {SCHEME} 签名，见 /api/v1/docs/",
                code="signature_malformed" if given else "signature_missing",
            )
        at: datetime = request.at  # type: ignore[attr-defined]
        signed = Signed(
            request.method or "",
            request.get_full_path(),
            request.body,
            _fresh_date(request, at),
            request.headers.get("Idempotency-Key", ""),
        )
        credential = (
            Credential.objects.select_related("channel")
            .filter(key_id=claim.key_id, active=True)
            .exclude(channel__active=False)
            .first()
        )
        secret = secret_of(credential) if credential else _NOBODY
        if not is_signature(claim.signature, signed, secret.encode()) or credential is None:
            raise AuthenticationFailed(
                "签名对不上，或凭证没有启用。核对凭证号、密钥和被签的五行", code="signature_wrong"
            )
        note_use(credential, at=at)
        return AnonymousUser(), credential

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="12345", headers="method path body-sha256 date idempotency-key"'


def _fresh_date(request: Request, at: datetime) -> str:
    """The date header's text. Raises AuthenticationFailed when missing, unreadable or far off."""
    text = request.headers.get("X-Date") or request.headers.get("Date") or ""
    if not text:
        raise AuthenticationFailed("要有 X-Date 或 Date", code="date_missing")
    moment = read_date(text)
    if moment is None:
        raise AuthenticationFailed(
            "日期写成 2026-07-24T15:42:00+08:00，或 HTTP 的日期", code="date_malformed"
        )
    if not within_window(moment, at):
        minutes = int(WINDOW.total_seconds() // 60)
        now = at.isoformat(timespec="seconds")
        raise AuthenticationFailed(
            f"日期和这里的钟差了{minutes}分钟以上，这里是 {now}", code="date_outside_window"
        )
    return text


class HasCredential(BasePermission):
    """Only a signed request passes, and only at the doors its credential was issued for."""

    serves = Credential.Serves.DEMANDS
    message = "这份凭证不能用在这里"
    code = "wrong_credential"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, Credential) and request.auth.serves == self.serves


class IsGateway(HasCredential):
    """The gateway that calls citizens back."""

    serves = Credential.Serves.CALLBACKS


def channel_of(request: Request) -> str:
    """The channel of a request HasCredential let pass."""
    channel_id = credential_of(request).channel_id
    assert channel_id is not None
    return channel_id


def credential_of(request: Request) -> Credential:
    """The credential that signed a request HasCredential let pass."""
    credential = request.auth
    assert isinstance(credential, Credential)
    return credential
