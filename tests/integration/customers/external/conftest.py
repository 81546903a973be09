"""The simulated identity provider, and the secret in which a shop names it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from aiohttp import web

from functions.customers.external.providers import documents
from functions.shared.outside import provider_keys
from functions.shared.plain import settings
from infra.simulators.identity import SimulatedIdentity
from infra.simulators.keys import identity_entries
from tests.integration.customers.conftest import Pool
from tests.support.served_world import served_world

SECRET, PAGE, ADA = "shop-test-identity", "https://shop.example/back", "ada@example.com"
KEYS = {
    "sandbox_payment": {"secret": "p"},
    "sandbox_courier": {"secret": "c"},
    "sandbox_identity": {"secret": "of sixty-four bytes, that no library calls it too short for HS256."},
}


async def _nobody(_request: web.Request) -> web.Response:
    return web.Response()


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[SimulatedIdentity, str]]:
    with served_world(KEYS, None, "/hook", _nobody) as world:
        assert world.world.identity is not None
        yield world.world.identity, world.url


@pytest.fixture(autouse=True)
def provider(served: tuple[SimulatedIdentity, str], pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedIdentity]:
    simulated, url = served
    simulated.person, simulated.faults = {"sub": "ada-1"}, {}
    entries = identity_entries(KEYS, f"{url}/sandbox/providers", PAGE)
    configure(entries)
    monkeypatch.setenv("SECRET_IDENTITY", SECRET)
    _forget()
    yield simulated
    _forget()


def configure(entries: dict[str, Any]) -> None:
    secrets = boto3.client("secretsmanager")
    try:
        secrets.create_secret(Name=SECRET, SecretString=json.dumps(entries))
    except secrets.exceptions.ResourceExistsException:
        secrets.put_secret_value(SecretId=SECRET, SecretString=json.dumps(entries))
    provider_keys.forget()


def _forget() -> None:
    settings.settings.cache_clear()
    documents.forget()
    provider_keys.forget()
