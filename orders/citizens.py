"""Who the citizen is: found or made by the number, and found by its last four digits.

Besides this file only the rotation of keys and erasure touch the sealed columns, and a person is
shown a number by orders/revealing.py alone.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from orders.errors import Refused
from orders.models import Citizen
from orders.phones import last4, masked, normalise
from orders.privacy import Key, key_ring

LONGEST = 20  # characters of a name or a form of address
# A row that no longer says who it was.
EMPTY = {
    "key_id": "",
    "phone_hash": None,
    "last4_hash": None,
    "phone_sealed": None,
    "name_sealed": None,
    "phone_masked": "",
    "form_of_address": "",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed, opened; it never shows in a repr."""

    phone: str = field(repr=False)
    name: str = field(repr=False)


@sensitive_variables("phone", "name", "number")
def citizen_for(
    phone: str, name: str = "", form_of_address: str = "", *, at: datetime, heard: bool = True
) -> Citizen:
    """The citizen of that number, made at the moment `at` when new.

    A name or form of address that somebody of the hotline heard takes the place of what was known
    before; one that was typed outside (heard=False), where nobody has seen that the number is the
    sender's, only fills what was empty. Raises Refused for what is no number (field phone) or too
    long (field name, form_of_address).
    """
    number = normalise(phone)
    name, form_of_address = _short(name, "name"), _short(form_of_address, "form_of_address")
    with transaction.atomic():
        found = _locked(number)
        if found is None:
            try:
                with transaction.atomic():
                    return _made(number, name, form_of_address, at)
            except IntegrityError:  # another thread wrote the same number first
                found = _locked(number)
                if found is None:
                    raise
        if not heard:
            name, form_of_address = _unknown_of(found, name, form_of_address)
        return _told(found, name, form_of_address)


def known_as(citizen: Citizen, name: str = "", form_of_address: str = "") -> Citizen:
    """Keep what was newly said of a citizen whose number is known already. Raises Refused for
    what is too long."""
    name, form_of_address = _short(name, "name"), _short(form_of_address, "form_of_address")
    with transaction.atomic():
        found = Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
        return _told(found, name, form_of_address)


def find_by_phone(phone: str) -> Citizen | None:
    """The citizen of that number, if known. Raises Refused for what is no number."""
    hashes = key_ring().hashes(normalise(phone), purpose="phone")
    return Citizen.objects.filter(phone_hash__in=hashes).first()


def find_by_last4(digits: str) -> QuerySet[Citizen]:
    """The citizens whose numbers end so. Raises Refused unless four digits are given."""
    digits = digits.strip()
    if not (len(digits) == 4 and digits.isascii() and digits.isdigit()):
        raise Refused("写电话的后四位数字", field="last4", code="bad_last4")
    hashes = key_ring().hashes(digits, purpose="last4")
    return Citizen.objects.filter(last4_hash__in=hashes)


def identity_of(citizen: Citizen) -> Identity | None:
    """The number in its kept form and the name, for the hotline's own machinery (messages, calls);
    None after erasure. A person sees a number by reveal alone."""
    if citizen.phone_sealed is None or citizen.phone_hash is None:
        return None
    key, row = key_ring()[citizen.key_id], bytes(citizen.phone_hash)
    name = citizen.name_sealed
    return Identity(
        key.open(bytes(citizen.phone_sealed), purpose="phone", row=row),
        key.open(bytes(name), purpose="name", row=row) if name is not None else "",
    )


def sealed_columns(key: Key, identity: Identity) -> dict[str, object]:
    """The columns of a Citizen that hold or index the identity, under one key."""
    row = key.hash(identity.phone, purpose="phone")
    name = identity.name
    return {
        "key_id": key.id,
        "phone_hash": row,
        "last4_hash": key.hash(last4(identity.phone), purpose="last4"),
        "phone_sealed": key.seal(identity.phone, purpose="phone", row=row),
        "name_sealed": key.seal(name, purpose="name", row=row) if name else None,
        "phone_masked": masked(identity.phone),
    }


def _locked(number: str) -> Citizen | None:
    hashes = key_ring().hashes(number, purpose="phone")
    return Citizen.objects.select_for_update(no_key=True).filter(phone_hash__in=hashes).first()


def _made(number: str, name: str, form_of_address: str, at: datetime) -> Citizen:
    columns = sealed_columns(key_ring().newest, Identity(number, name))
    return Citizen.objects.create(form_of_address=form_of_address, created_at=at, **columns)


def _told(citizen: Citizen, name: str, form_of_address: str) -> Citizen:
    """Keep what was newly said of a citizen already known."""
    known = identity_of(citizen)
    changes: dict[str, object] = {}
    if known is not None and name and name != known.name:
        changes = sealed_columns(key_ring().newest, Identity(known.phone, name))
    if form_of_address and form_of_address != citizen.form_of_address:
        changes["form_of_address"] = form_of_address
    for column, value in changes.items():
        setattr(citizen, column, value)
    if changes:
        citizen.save(update_fields=list(changes))
    return citizen


def _unknown_of(citizen: Citizen, name: str, form_of_address: str) -> tuple[str, str]:
    known = identity_of(citizen)
    return (
        "" if known is not None and known.name else name,
        "" if citizen.form_of_address else form_of_address,
    )


def _short(text: str, column: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise Refused(f"最多{LONGEST}个字", field=column, code="too_long")
    return text
