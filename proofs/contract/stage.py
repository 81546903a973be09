"""A shop that has one of everything, six who ask it, and how a request gets to the function that answers it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from moto.cognitoidp.models import cognitoidp_backends

from functions.catalog.search import engine
from functions.shared.plain.settings import settings
from proofs.attack.victim import SUBJECT, Victim, a_victim
from proofs.claim import ROOT
from proofs.cost.proof import BEGIN
from proofs.shop import lives
from proofs.shop.offers import make_offers
from proofs.shop.table import apps, function_of
from proofs.shop.world import World, opened
from tests.support import identity
from tests.support.contract_fuzz import sent

STAFF = ("support", "warehouse", "finance", "owner")
ROLES = ("guest", "customer", *STAFF)
Answered = tuple[int, Mapping[str, str], bytes]


@cache
def contract() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
    return found


@dataclass
class Stage:
    """`someone`: whose things are there; the customer of this stage is they. `guest`: what shows that an order is the guest's."""

    world: World
    someone: Victim
    guest: dict[str, str]

    def callers(self) -> dict[str, dict[str, str]]:
        found = {"guest": self.guest, "customer": identity.bearer(subject=SUBJECT)}
        return found | {role: identity.bearer(role) for role in STAFF}

    def send(self, method: str, path: str, address: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        """To the operation (`path` as the contract has it) at that address."""
        app = _app_of()[method, path]
        work = lambda: sent(app, method, path, address, headers, raw)  # noqa: E731 — a run of the function
        answer: Answered = self.world.table.run(function_of()[method, path], work, f"{method} {path}")
        return answer


@cache
def _app_of() -> dict[tuple[str, str], Any]:
    return {(one.method, one.path): app for app in apps() for one in app.operations}


@contextmanager
def staged(seed: int) -> Iterator[Stage]:
    with opened(seed, BEGIN) as world:
        _pool_has_our_client()
        someone = a_victim(world)
        make_offers(world)
        guest = lives.buy(world, world.variants)
        world.table.schedule("search-rebuild")
        world.rest()
        engine.search_index.cache_clear()
        yield Stage(world, someone, guest.door.headers)


def _pool_has_our_client() -> None:
    """Under the id that tokens of a proof name."""
    region = boto3.client("cognito-idp").meta.region_name
    pool = cognitoidp_backends["123456789012"][region].user_pools[settings().user_pool_id]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    made = boto3.client("cognito-idp").create_user_pool_client(UserPoolId=pool.id, ClientName="shop", ExplicitAuthFlows=flows)
    client = pool.clients.pop(made["UserPoolClient"]["ClientId"])
    client.id = identity.CLIENT_ID
    pool.clients[client.id] = client
