"""The running shop answers what its contract says, whatever of it is asked: by nobody, a customer and the owner, at doors open to them.
Closed ones, and what is wrong by the contract, are tried in the process (test_contract_fuzz.py of tests/integration/platform)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.journeys.shopper import Shop
from tests.support.contract_fuzz import Fuzz

SEED = 20251126
_OPEN = {"nobody": {"public"}, "customer": {"public", "customer"}}
_ENDS_SESSIONS = ("post_auth_logout", "post_auth_change_password", "post_me_erasure")


def _left_alone(definition: Mapping[str, Any], method: str, caller: str) -> bool:
    """Other journeys share this shop: its owner changes none of its settings (tests/integration/platform/test_contract_fuzz.py does). Who
    is signed out, or forgotten, would hear nothing more than 401."""
    if caller in _OPEN and definition.get("x-permission") not in _OPEN[caller]:
        return False
    if caller != "nobody" and definition.get("operationId") in _ENDS_SESSIONS:
        return False
    return caller != "owner" or method == "GET" or definition.get("x-permission") not in ("settings.write", "promotions.write")


def test_every_answer_is_in_the_contract(shop: Shop) -> None:
    """X04: no 5xx, no status, header, media type or shape that the contract does not tell."""

    def send(method: str, _path: str, address: str, headers: Mapping[str, str], raw: bytes) -> tuple[int, Mapping[str, str], bytes]:
        answer = shop._pool.request(method, shop.base + address, body=raw or None, headers=dict(headers), retries=False, timeout=60)
        return answer.status, dict(answer.headers), answer.data

    callers = {"nobody": {}, "customer": shop.customer().own, "owner": shop.staff("owner")}
    fuzz = Fuzz(shop.get("/v1/openapi.json"), send, callers, _left_alone)
    fuzz.run(number=SEED, right=True)
    assert fuzz.answered > 600
    assert fuzz.wrong == []
