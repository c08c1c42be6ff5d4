"""What is written for others holds: the examples of docs/api.md run, the schema is true."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from intake.models import IdempotencyKey
from orders.models import Order
from tests.intake.conftest import Platform

API_DOC = Path(__file__).parents[2] / "docs" / "api.md"
COMMANDS = {"python": [sys.executable, "-c"], "sh": ["sh", "-eu", "-c"]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", COMMANDS)
def test_the_documented_example_makes_an_order(
    live_server: LiveServer, platform: Platform, language: str
) -> None:
    found = re.search(rf"```{language}\n(.+?)```", API_DOC.read_text("utf-8"), re.DOTALL)
    assert found
    ran = subprocess.run(
        [*COMMANDS[language], found[1]],
        env={
            "PATH": os.environ["PATH"],
            "no_proxy": "*",
            "HOTLINE": live_server.url,
            "KEY_ID": platform.credential.key_id,
            "SECRET": platform.secret,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    order = Order.objects.get(number=json.loads(ran.stdout)["number"])
    assert order.channel_id == "province"


def test_every_code_the_document_names_is_one_the_doors_answer() -> None:
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", API_DOC.read_text("utf-8").split("## 出错")[1]))
    root = API_DOC.parents[1]
    words = "".join(
        path.read_text("utf-8")
        for folder in ("intake", "orders", "hotline")
        for path in (root / folder).rglob("*.py")
    )
    assert {code for code in named if f'"{code}"' not in words} == set()


def test_the_schema_is_served_and_speaks_of_the_doors_for_others_alone(
    db: None, client: Client
) -> None:
    answer = client.get("/api/v1/schema/", {"format": "json"})
    schema = answer.json()
    assert answer.status_code == 200
    assert set(schema["paths"]) == {
        "/api/v1/orders",
        "/api/v1/orders/{number}",
        "/api/v1/orders/{number}/supplement",
        "/api/v1/orders/{number}/withdraw",
        "/api/v1/orders/{number}/rate",
        "/api/v1/orders/{number}/urge",
        "/api/v1/callbacks/results",
    }
    create = schema["paths"]["/api/v1/orders"]["post"]
    assert create["security"] == [{"signature": []}]
    assert create["requestBody"]["content"]["application/json"]["examples"]
    for path in schema["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert "429" in operation["responses"]
    body = schema["components"]["schemas"]["OrderBodyRequest"]
    assert body["additionalProperties"] is False


def test_the_example_of_the_schema_is_taken(platform: Platform, client: Client) -> None:
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()
    content = schema["paths"]["/api/v1/orders"]["post"]["requestBody"]["content"]
    (example,) = content["application/json"]["examples"].values()
    assert platform.send(example["value"]).status_code == 201
    assert IdempotencyKey.objects.get().source_ref == example["value"]["source_ref"]
