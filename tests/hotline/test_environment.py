"""A setting is read as it was meant, or refused with a line that says how to write it."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from hotline import environment as env
from hotline.servers import ROOT

PRODUCTION = {
    "HOTLINE_MODE": "production",
    "SECRET_KEY": "x9" * 30,
    "PHONE_KEYS": "a:" + "01" * 32,
    "ALLOWED_HOSTS": "hotline.example",
    "DATABASE_URL": "postgresql://hotline@db/hotline",
    "REDIS_URL": "redis://redis/0",
}


def settings_say(expression: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the settings hold in a process that has just this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings", "--output", "unified"]
        if not expression
        else [sys.executable, "-c", f"from hotline import settings; print(settings.{expression})"],
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": ".", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_the_database_is_postgresql_18() -> None:
    assert connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) // 10000 == 18


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("TRUE", True), ("off", False), ("no", False), ("", True)]
)
def test_a_flag_is_a_yes_or_a_no(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: bool
) -> None:
    monkeypatch.setenv("FLAG", written)
    assert env.flag("FLAG", default=True) is meant


def test_a_flag_with_a_typo_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAG", "ture")
    with pytest.raises(ImproperlyConfigured, match="FLAG='ture'"):
        env.flag("FLAG")


@pytest.mark.parametrize("written", ["x", "-1", "70000", "1.5", "８０"])
def test_a_number_outside_its_bounds_is_refused(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("PORT", written)
    with pytest.raises(ImproperlyConfigured, match="1 到 65535"):
        env.number("PORT", 8000, low=1, high=65535)


def test_a_password_in_the_database_address_may_hold_any_letter() -> None:
    parts = env.database("postgresql://us%40er:p%2Fw@db:6432/hot%20line")
    assert (parts["USER"], parts["PASSWORD"]) == ("us@er", "p/w")
    assert (parts["HOST"], parts["PORT"], parts["NAME"]) == ("db", "6432", "hot line")


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql://db", "mysql://a@b/c"])
def test_no_other_database_is_taken(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(url)


def test_a_test_process_has_a_redis_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    assert env.redis("redis://:word@h:6379/0") == "redis://:word@h:6379/9"


def test_a_redis_address_of_another_kind_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        env.redis("http://h:6379")


def test_production_names_all_that_it_lacks_at_once() -> None:
    said = settings_say("MODE", {"HOTLINE_MODE": "production", "ALLOWED_HOSTS": "x"})
    assert said.returncode != 0
    assert "SECRET_KEY、PHONE_KEYS、DATABASE_URL、REDIS_URL" in said.stderr


def test_a_missing_setting_is_one_line_and_no_traceback() -> None:
    said = settings_say("", {"HOTLINE_MODE": "production"})
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "必须设" in said.stderr


def test_production_sends_cookies_over_tls_only() -> None:
    said = settings_say("SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT", PRODUCTION)
    assert said.stdout.strip() == "True True"


@pytest.mark.parametrize(
    "environment",
    [PRODUCTION, {"DATABASE_URL": PRODUCTION["DATABASE_URL"], "REDIS_URL": "redis://r/0"}],
)
def test_there_is_no_demo_where_a_database_was_named(environment: dict[str, str]) -> None:
    assert settings_say("DEMO", environment).stdout.strip() == "False"


@pytest.mark.parametrize(
    ("environment", "demo"),
    [
        ({"DATABASE_URL": "postgresql://x/y", "HOTLINE_DEMO": "1"}, "True"),
        ({"DATABASE_URL": "postgresql://x/y", "HOTLINE_DEMO": "0"}, "False"),
        ({**PRODUCTION, "HOTLINE_DEMO": "1"}, "False"),
    ],
)
def test_a_named_database_is_a_demo_where_somebody_says_so(
    environment: dict[str, str], demo: str
) -> None:
    assert settings_say("DEMO", environment).stdout.strip() == demo


def test_an_unknown_mode_is_refused() -> None:
    assert "HOTLINE_MODE='prod'" in settings_say("MODE", {"HOTLINE_MODE": "prod"}).stderr


MAIL = [
    ("", ("", 25, "", "", False)),
    ("smtp://mail.example", ("mail.example", 25, "", "", False)),
    ("smtps://u%40x:p%2F1@mail.example", ("mail.example", 465, "u@x", "p/1", True)),
    ("smtp://u:p@mail.example:587", ("mail.example", 587, "u", "p", False)),
]


@pytest.mark.parametrize(("written", "meant"), MAIL)
def test_a_mail_server_is_read_from_its_address(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: tuple[str, int, str, str, bool]
) -> None:
    monkeypatch.setenv("SMTP_URL", written)
    assert env.mail("SMTP_URL") == meant


@pytest.mark.parametrize("written", ["mail.example", "http://x", "smtp://", "smtp://x:99999"])
def test_a_mail_server_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("SMTP_URL", written)
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL"):
        env.mail("SMTP_URL")


@pytest.mark.parametrize("written", ["gateway.example/send", "ftp://x/", "https:///send"])
def test_a_gateways_address_is_http_or_refused(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("SMS_URL", "https://gateway.example/send")
    assert env.address("SMS_URL") == "https://gateway.example/send"
    monkeypatch.setenv("SMS_URL", written)
    with pytest.raises(ImproperlyConfigured, match="SMS_URL"):
        env.address("SMS_URL")
