"""Health and the published contract."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from functions.platform.app import app
from functions.platform.model.version import VERSION
from functions.platform.service import api as platform_api
from functions.platform.service import contract, health
from tests.support.http import Client


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    health.forget()
    yield
    health.forget()


def test_a_healthy_shop() -> None:
    """X42"""
    answer = Client(app).get("/v1/health")
    assert (answer.status, answer.json) == (200, {"status": "ok", "version": VERSION, "checks": {"tables": "ok", "identity": "ok"}})
    assert answer.headers["cache-control"] == "no-store"


def test_without_tables_load_balancers_see_503() -> None:
    """X42"""
    boto3.client("dynamodb").delete_table(TableName="platform")
    answer = Client(app).get("/v1/health")
    assert (answer.status, answer.code, answer.json["checks"]["tables"]) == (503, "unhealthy", "failed")
    assert answer.headers["retry-after"] == "1"


def test_without_the_identity_provider_guests_are_still_served(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise ConnectionError

    monkeypatch.setattr(health, "keys_are_at_hand", away)
    answer = Client(app).get("/v1/health")
    assert (answer.status, answer.json["status"], answer.json["checks"]["identity"]) == (200, "degraded", "failed")


def test_many_askers_cost_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look(_: object) -> health.Health:
        looks.append(1)
        return health.Health({"tables": "ok"})

    monkeypatch.setattr(health, "look", look)
    assert {Client(app).get("/v1/health").status for _ in range(20)} == {200}
    assert len(looks) == 1


def test_the_contract_is_served_and_kept_by_who_has_it() -> None:
    """X04. That it is valid and always the same says tests/architecture/test_contract.py."""
    answer = Client(app).get("/v1/openapi.json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert "/v1/openapi.json" in answer.json["paths"]
    assert Client(app).get("/v1/openapi.json", if_none_match=answer.headers["etag"]).status == 304


def test_the_built_contract_is_served_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = contract.write(tmp_path / "build" / "openapi.json")
    assert json.loads(built.read_text(encoding="utf-8")) == Client(app).get("/v1/openapi.json").json
    built.write_bytes(lzma.compress(b'{"openapi": "3.1.0"}'))
    monkeypatch.setattr(platform_api, "published", lambda: contract.published(built))
    assert Client(app).get("/v1/openapi.json").text == '{"openapi": "3.1.0"}'
