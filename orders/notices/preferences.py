"""By which media a person is told, and when: chosen groups, quiet hours, own address and number."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.views.decorators.debug import sensitive_variables

from orders.models.notice import Medium, NoticePreference
from orders.period import SHANGHAI
from orders.phones import masked, normalise
from orders.privacy import Key, key_ring

QUIET_FROM, QUIET_TO = time(22), time(7)
PURPOSE = "staff mobile"
# A citizen is answered at once about what the citizen has just done.
AT_ONCE = frozenset({"received"})


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is woken, in Shanghai; from and to alike mean none."""

    start: time = QUIET_FROM
    end: time = QUIET_TO

    def until(self, moment: datetime) -> datetime:
        """The end of the quiet hours that hold the moment; outside them the moment itself."""
        local = moment.astimezone(SHANGHAI)
        clock, today = local.time(), local.date()
        if self.start == self.end:
            return moment
        if self.start < self.end:
            quiet, day = self.start <= clock < self.end, today
        else:
            quiet = clock >= self.start or clock < self.end
            day = today + timedelta(days=1) if clock >= self.start else today
        return datetime.combine(day, self.end, SHANGHAI) if quiet else moment


@dataclass(frozen=True, slots=True)
class Wishes:
    """What of a person's preference decides where a notice goes."""

    media: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    quiet: Quiet = Quiet()

    def wants(self, medium: Medium, group: str) -> bool:
        """Whether notices of the group come by that medium."""
        return (str(medium), str(group)) in self.media


def wishes_of(preference: NoticePreference | None) -> Wishes:
    """The wishes of who has chosen, or of who has not."""
    if preference is None:
        return Wishes()
    media = set()
    if preference.email:
        media |= {(str(Medium.EMAIL), group) for group in preference.email_groups}
    if preference.mobile_sealed is not None:
        media |= {(str(Medium.SMS), group) for group in preference.sms_groups}
    return Wishes(frozenset(media), Quiet(preference.quiet_from, preference.quiet_to))


@sensitive_variables("phone", "number")
def set_mobile(preference: NoticePreference, phone: str) -> None:
    """Seal a person's number into the row, unsaved; "" takes it away. Raises Refused (field
    phone) for what is no number."""
    if not phone.strip():
        preference.mobile_sealed, preference.key_id, preference.mobile_masked = None, "", ""
        return
    number = normalise(phone)
    _seal(preference, number, key_ring().newest)
    preference.mobile_masked = masked(number)


def mobile_of(preference: NoticePreference) -> str | None:
    """The number in its kept form, at the moment of sending. Raises Unreadable or KeyError."""
    if preference.mobile_sealed is None:
        return None
    key = key_ring()[preference.key_id]
    return key.open(bytes(preference.mobile_sealed), purpose=PURPOSE, row=_row(preference))


def reseal(preference: NoticePreference, key: Key) -> None:
    """Seal the number anew under another key (orders/rotation.py)."""
    number = mobile_of(preference)
    if number is not None:
        _seal(preference, number, key)
        preference.save(update_fields=["mobile_sealed", "key_id"])


def _seal(preference: NoticePreference, number: str, key: Key) -> None:
    preference.mobile_sealed = key.seal(number, purpose=PURPOSE, row=_row(preference))
    preference.key_id = key.id


def _row(preference: NoticePreference) -> bytes:
    return str(preference.staff_id).encode()
