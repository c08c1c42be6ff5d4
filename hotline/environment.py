"""What the environment says: each setting has a name, a kind and a clear error."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The setting as it stands, without surrounding blanks; an empty one counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes or no; anything that is neither is refused, so that a typo never means no."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if not value:
        return default
    raise ImproperlyConfigured(f"{name}={value!r}：只能是 1/0、true/false、yes/no、on/off")


def number(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    """A whole number within low and high, both included."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()) or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r}：要一个 {low} 到 {high} 的整数")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def require(*names: str) -> None:
    """Refuse to go on without these settings; all that are missing are named at once."""
    missing = [name for name in names if not text(name)]
    if missing:
        raise ImproperlyConfigured(
            f"HOTLINE_MODE=production 时必须设 {'、'.join(missing)}（见 README 的环境变量表）"
        )


def address(name: str) -> str:
    """The http(s) address of another system; an empty one is not connected."""
    value = text(name)
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
        raise ImproperlyConfigured(f"{name}：要写成 https://主机/路径")
    return value


def mail(name: str) -> tuple[str, int, str, str, bool]:
    """Host, port, user, password and whether TLS comes first, from smtp[s]://user:password@host:port;
    an empty one is not connected."""
    value = text(name)
    if not value:
        return "", 25, "", "", False
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == 0:
        raise ImproperlyConfigured(f"{name}：要写成 smtp://用户:口令@主机:端口 或 smtps://…")
    secure = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return parts.hostname, port or (465 if secure else 25), user, password, secure


def redis(url: str) -> str:
    """The Redis address; a test run gets a logical database of its own, one a test process.

    So a test never empties the cache of a hotline that runs on the same server.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("REDIS_URL：要写成 redis://:口令@主机:端口/0")
    if "PYTEST_VERSION" not in os.environ:
        return url
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return parts._replace(path=f"/{8 + process % 8}").geturl()


def database(url: str) -> dict[str, object]:
    """Django's database settings from postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL：要写成 postgresql://用户:口令@主机:端口/库名")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
