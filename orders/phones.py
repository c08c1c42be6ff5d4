"""Telephone numbers as people write them, as they are kept (E.164), and as they are shown.

Kept: +86 and the national number without the trunk 0; an extension follows as ;ext=801 (RFC 3966).
Short service numbers (95588, 12345) have no E.164 form of their own and are kept the same way.
"""

import re
import unicodedata

from django.conf import settings

from orders.errors import Refused

LONGEST = 40  # characters; nobody writes one number longer than this
_SEPARATORS = re.compile(r"[\s\-‐-―－().·/]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_SERVICE = re.compile(r"[48]00\d{7}|9[56]\d{3,6}|1[02]\d{3}", re.ASCII)
_LANDLINE = re.compile(r"(10|2\d)([2-8]\d{7})|([3-9]\d{2})([2-8]\d{6,7})", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
_FOREIGN = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
# Dialled before the number to choose a carrier or a second line, no part of the number.
_DIALLED_FIRST = re.compile(r"(?:179\d\d|12593|11808|10193|12583\d)(?=0?1[3-9]|0[1-9])", re.ASCII)
_EXTENSION = re.compile(r"(.+?)(?:转|分机|;?ext[.=:]?|[x#,，-])\s*(\d{1,6})", re.ASCII)


def normalise(written: str) -> str:
    """The number in the form it is kept in; a kept form stays as it is.

    A local number gets the city's area code (settings.AREA_CODE). Raises Refused (field phone)
    in words that never repeat the number.
    """
    text = _cleaned(written)
    if not text:
        raise Refused("写上电话号码", field="phone", code="bad_phone")
    if len(text) <= LONGEST:
        split = _EXTENSION.fullmatch(text)
        if split and (number := _number(split[1])):
            return f"{number};ext={split[2]}"
        if number := _number(text):
            return number
    raise Refused(_why(text), field="phone", code="bad_phone")


def masked(number: str) -> str:
    """A kept number with its middle hidden: 138****0001, 0730-****123, 400****567."""
    area, rest, extension = _parts(number)
    if area:
        shown = f"{area}-****{rest[4:]}"
    elif rest.startswith("+"):
        shown = f"{rest[:4]}****{rest[-2:]}"
    elif len(rest) < 10:
        shown = rest[:2] + "*" * (len(rest) - 2)
    else:
        shown = f"{rest[:3]}****{rest[7:]}"
    return shown + extension


def readable(number: str) -> str:
    """A kept number as it is dialled here: 138 0000 0001, 0730-8888123转801."""
    area, rest, extension = _parts(number)
    if area:
        return f"{area}-{rest}{extension}"
    if _MOBILE.fullmatch(rest):
        rest = f"{rest[:3]} {rest[3:7]} {rest[7:]}"
    return rest + extension


def last4(number: str) -> str:
    """The last four digits of a kept number, the extension not counted."""
    return number.partition(";")[0][-4:]


def _cleaned(written: str) -> str:
    """Full-width forms made plain, invisible characters (copied from a phone book) dropped."""
    plain = unicodedata.normalize("NFKC", written).strip().lower()
    return "".join(c for c in plain if unicodedata.category(c) != "Cf")


def _number(text: str) -> str:
    """The kept form of a number without extension; empty when it is none."""
    digits = _SEPARATORS.sub("", text)
    if re.fullmatch(r"\+?[0-9]+", digits) is None:
        return ""
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+86"):
        national = digits[3:]
        return _kept(national) or (_kept(national[1:]) if national[0:1] == "0" else "")
    if digits.startswith("+"):
        return digits if _FOREIGN.fullmatch(digits) else ""
    return _dialled(digits)


def _dialled(digits: str) -> str:
    """The kept form of a number as dialled within the country."""
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return f"+86{digits}"
    if _LOCAL.fullmatch(digits):
        return _landline(settings.AREA_CODE.removeprefix("0") + digits)
    if digits.startswith("0"):
        national = digits[1:]
        return f"+86{national}" if _MOBILE.fullmatch(national) else _landline(national)
    if first := _DIALLED_FIRST.match(digits):
        return _dialled(digits[first.end() :])
    if digits.startswith("86"):
        national = digits[2:].removeprefix("0")
        return f"+86{national}" if _MOBILE.fullmatch(national) else _landline(national)
    return ""


def _kept(national: str) -> str:
    if _MOBILE.fullmatch(national) or _SERVICE.fullmatch(national):
        return f"+86{national}"
    return _landline(national)


def _landline(national: str) -> str:
    return f"+86{national}" if _LANDLINE.fullmatch(national) else ""


def _parts(number: str) -> tuple[str, str, str]:
    """(area code with its 0, rest, 转801) of a kept number; the area code only of landlines."""
    base, _, extension = number.partition(";ext=")
    behind = f"转{extension}" if extension else ""
    if not base.startswith("+86"):
        return "", base, behind
    national = base[3:]
    found = None if _SERVICE.fullmatch(national) else _LANDLINE.fullmatch(national)
    if found is None:
        return "", national, behind
    return f"0{found[1] or found[3]}", found[2] or found[4], behind


def _why(text: str) -> str:
    """What is wrong, as far as it can be told, without the number itself."""
    digits = _SEPARATORS.sub("", text)
    if re.fullmatch(r"\+?[0-9]+", digits) is None:
        return "号码里只写数字，分机写在“转”后面"
    if re.match(r"1[3-9]", digits) and len(digits) != 11:
        return f"手机号是11位，这里有{len(digits)}位"
    if _LOCAL.fullmatch(digits):
        return "这个座机要写上区号"
    return "认不出这个号码：手机写11位，座机写区号加号码"
