"""What a linked agent finds: the prices of its customer and what is for them, told to nobody else (X47, I07, I11)."""

from __future__ import annotations

import json
import uuid
from typing import Any

from functions.agents.app import app
from functions.agents.trust.own_keys import _key
from functions.agents.trust.signatures import Signed, sign_call
from functions.shared.plain.settings import settings
from tests.integration.agents.linking.oauth import ADA, BEA, READS, URL, Linking, code, with_token
from tests.integration.catalog.searching.conftest import _index
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import cny, published
from tests.integration.pricing.shop import GOLD, asks, lists, with_level
from tests.support.http import Client

__all__ = ["_index"]

CATALOG = "/ucp/v1/catalog"


def prices(document: Any) -> dict[str, int]:
    return {variant["id"]: variant["price"]["amount"] for product in document["products"] for variant in product["variants"]}


def asked(link: Linking, name: str, body: dict[str, Any], token: str = "") -> Any:
    """By MCP, signed."""
    meta = {"ucp-agent": {"profile": URL}, "idempotency-key": str(uuid.uuid4())}
    params = {"name": name, "arguments": {"meta": meta, "catalog": body}}
    raw = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()
    given = {"content-type": "application/json", "ucp-agent": f'profile="{URL}"'}
    given |= {"authorization": f"Bearer {token}"} if token else {}
    signed = sign_call(Signed("POST", f"{settings().public_base_url}/ucp/mcp", given, raw), *_key(link.agent.secret))
    answer = Client(app).call("POST", "/ucp/mcp", raw, signed)
    return answer.json.get("result", {}).get("structuredContent") or answer.json["error"]["data"]["code"]


def test_it_is_told_what_its_customer_would_be(link: Linking) -> None:
    """By search, look-up and product, by REST and by MCP: what is for a level is there for who has it, and no cache keeps it."""
    plain, golden = (
        published(title={"en": f"{word} board"}, variants=[{"sku": word, "price": cny(5900)}], **more)
        for word, more in (("plain", {}), ("golden", {"visible_to": ["level:gold"]}))
    )
    one, other = (product["variants"][0]["id"] for product in (plain, golden))
    lists(GOLD)
    asks(one, gold=4500)
    asks(other, gold=4400)
    with_level(ADA, "gold")
    rebuild()
    theirs, everybodys = {one: 4500, other: 4400}, {one: 5900}
    ada, bea = link.linked(ADA)["access_token"], link.linked(BEA)["access_token"]
    bodies: dict[str, dict[str, Any]] = {"search": {"query": "board"}, "lookup": {"ids": [one, other]}}
    for path, body in bodies.items():
        mine = with_token(link, ada, body, path=f"{CATALOG}/{path}")
        assert (mine.status, prices(mine.json), mine.headers["cache-control"]) == (200, theirs, "no-store"), path
        for answer in (link.agent.call("POST", f"{CATALOG}/{path}", body), with_token(link, bea, body, path=f"{CATALOG}/{path}")):
            assert (prices(answer.json), answer.headers["cache-control"]) == (everybodys, "no-store"), path
        tool = {"search": "search_catalog", "lookup": "lookup_catalog"}[path]
        assert (prices(asked(link, tool, body, ada)), prices(asked(link, tool, body))) == (theirs, everybodys)
    detail = with_token(link, ada, {"id": golden["id"]}, path=f"{CATALOG}/product").json["product"]
    assert detail["price_range"]["min"]["amount"] == 4400
    assert link.agent.call("POST", f"{CATALOG}/product", {"id": golden["id"]}).json["messages"][0]["code"] == "not_found"
    assert asked(link, "get_product", {"id": other}, ada)["product"]["id"] == golden["id"]


def test_a_token_that_does_not_let_it_buy_shows_no_prices(link: Linking) -> None:
    body = {"ids": [published()["id"]]}
    for token, refused in ((link.linked(ADA, READS)["access_token"], (403, "insufficient_scope")), ("nothing", (401, "identity_required"))):
        for path, sent in (("lookup", body), ("search", {"query": "x"}), ("product", {"id": body["ids"][0]})):
            assert code(with_token(link, token, sent, path=f"{CATALOG}/{path}")) == refused
        assert asked(link, "lookup_catalog", body, token) == refused[1]
