"""The deployment fits the code: one settings file, no secret in it, nothing run as root."""

import re
import shlex
from importlib import import_module
from typing import Any

import pytest
import yaml

from hotline.servers import ROOT, postgres

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
EXAMPLE = (ROOT / "deploy" / "example.env").read_text()


def test_the_servers_are_of_the_promised_versions() -> None:
    assert SERVICES["db"]["image"] == "postgres:18"
    assert SERVICES["redis"]["image"] == "valkey/valkey:8"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_that_stays_is_watched_and_comes_back(name: str) -> None:
    service = SERVICES[name]
    if name == "migrate":
        assert service["restart"] == "no"
        return
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", OURS)
def test_ours_runs_without_root_without_rights_and_on_a_read_only_disk(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in service
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)[-1] == "10001"


@pytest.mark.parametrize("name", OURS)
def test_ours_gets_all_that_production_requires(name: str) -> None:
    environment = SERVICES[name]["environment"]
    required = {"SECRET_KEY", "PHONE_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"}
    assert required <= environment.keys()
    assert environment["HOTLINE_MODE"] == "production"
    assert environment["BEHIND_PROXY"] == "1"


def test_no_secret_stands_in_the_file_and_a_missing_one_stops_the_start() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "PHONE_KEYS", "DATABASE_PASSWORD", "REDIS_PASSWORD", "SITE"):
        assert f"${{{secret}:?" in text
        assert re.search(rf"^{secret}=$", EXAMPLE, re.MULTILINE)


def test_every_variable_of_the_file_is_in_the_example_or_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    named = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    given = set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))
    with_default = set(re.findall(r"\$\{(\w+):-", text))
    assert named - given <= with_default


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == [
        "proxy"
    ]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_several_replicas_answer_and_the_proxy_spreads_over_them() -> None:
    assert SERVICES["web"]["deploy"]["replicas"] >= 2
    port = re.search(r'"--port", "(\d+)"', DOCKERFILE)
    assert port
    assert f"dynamic a web {port.group(1)}" in CADDYFILE
    assert f":{port.group(1)}/readyz" in str(SERVICES["web"]["healthcheck"])


def test_the_outside_cannot_ask_the_probes() -> None:
    assert re.search(r"@inside path /healthz /readyz /metrics", CADDYFILE)
    assert "respond @inside 404" in CADDYFILE


def test_the_volumes_outlive_the_containers() -> None:
    assert SERVICES["db"]["volumes"] == ["database:/var/lib/postgresql"]
    attachments = re.search(r"ATTACHMENTS=(\S+)", DOCKERFILE)
    assert attachments
    for name in OURS:
        assert SERVICES[name]["volumes"] == [f"attachments:{attachments.group(1)}"]
    assert {"database", "attachments", "certificates"} == COMPOSE["volumes"].keys()


def test_the_database_is_made_like_the_embedded_one() -> None:
    arguments = set(shlex.split(SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"]))
    embedded = {
        word
        for word in postgres.INITDB
        if word.split("=")[0] in {"--encoding", "--locale", "--lc-ctype"} or "builtin" in word
    }
    assert arguments == embedded


def test_nothing_starts_before_the_tables_are_there() -> None:
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["redis"] == {"condition": "service_healthy"}
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}


def test_what_the_commands_name_exists() -> None:
    assert hasattr(import_module("hotline.asgi"), "application")
    assert "hotline.asgi:application" in DOCKERFILE
    celery = import_module("hotline.celery")
    assert celery.app.main == "hotline"
    for name in ("worker", "beat"):
        assert SERVICES[name]["command"][:3] == ["celery", "--app", "hotline.celery"]


def test_the_image_holds_every_package_and_only_what_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
    packages = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert packages <= {source.strip("/") for source in " ".join(copied).split()}


def test_the_image_is_built_from_the_production_pins() -> None:
    assert "requirements/lock.txt" in DOCKERFILE
    assert "dev.txt" not in DOCKERFILE
