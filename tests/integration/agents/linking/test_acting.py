"""What a linked agent may do for its customer, and when not any more (UCP identity linking)."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.access import end_sessions
from functions.agents.app import app
from functions.agents.store import links
from functions.agents.store.records import AgentsTable
from functions.agents.trust.own_keys import _key
from functions.agents.trust.signatures import Signed, sign_call
from functions.customers.app import app as customers_app
from functions.privacy.erasing.forget_item import forget_item
from functions.privacy.store.belongings import of_customer
from functions.privacy.store.retention import retention
from functions.shared.auth import standing
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact
from tests.integration.agents.agent import SESSIONS, amount_of, basket, orders, paid_with
from tests.integration.agents.linking.oauth import (
    ADA,
    BACK,
    BEA,
    BUYS,
    FORMER,
    READS,
    URL,
    Linking,
    code,
    entry,
    named,
    with_token,
)
from tests.integration.orders.buyer import a_customer, a_variant
from tests.integration.pricing.shop import GOLD, asks, lists, with_level
from tests.support.http import Answer, Client
from tests.support.identity import bearer


def test_a_linked_agent_buys_at_the_prices_of_its_customer(link: Linking) -> None:
    mug = a_variant(price=5900)
    lists(GOLD)
    asks(mug, gold=4500)
    with_level(ADA, "gold")
    token = link.linked(ADA)["access_token"]
    guest = link.agent.call("POST", SESSIONS, basket((mug, 1))).json
    mine = with_token(link, token, basket((mug, 1))).json
    assert (guest["line_items"][0]["item"]["price"], mine["line_items"][0]["item"]["price"]) == (5900, 4500)
    # The session is theirs: without their token, or with another's, there is none.
    path = f"{SESSIONS}/{mine['id']}"
    bea = link.linked(BEA)["access_token"]
    assert link.agent.call("GET", path).status == with_token(link, bea, method="GET", path=path).status == 404
    assert with_token(link, token, method="GET", path=path).json["id"] == mine["id"]
    lent = link.agent.lent(mine["id"], amount_of(mine))
    done = with_token(link, token, paid_with(lent), path=f"{path}/complete").json
    assert done["status"] == "completed"
    (order,) = orders()
    assert ids.customer_id(ADA) in order.body
    # It is in their history, and not a cart among those that they fill themselves.
    own = Client(a_customer(ADA).client.app, bearer(subject=ADA)).get("/v1/me/orders").json["data"]
    assert [one["id"] for one in own] == [order.pk.removeprefix("ORD#")]
    shown = with_token(link, token, method="GET", path=f"/ucp/v1/orders/{own[0]['id']}")
    assert (shown.status, amount_of(shown.json)) == (200, amount_of(mine))
    assert with_token(link, bea, method="GET", path=f"/ucp/v1/orders/{own[0]['id']}").status == 404
    assert link.agent.call("GET", f"/ucp/v1/orders/{own[0]['id']}").status == 404


def test_tokens_of_others_of_yesterday_and_for_something_else_are_refused(link: Linking) -> None:
    mug = a_variant()
    other = Linking(replace(link.agent, url="https://other.example/p", secret="another's"))
    named(entry(URL), entry(other.agent.url, BACK))
    mine, reads = link.linked(ADA)["access_token"], link.linked(BEA, READS)["access_token"]
    unsigned = replace(link.agent, url="https://plain.example/p", secret="")
    stored = [row for row in AgentsTable.scan() if row.kind == "session"]
    refused = [
        with_token(other, mine, basket((mug, 1))), unsigned.call("POST", SESSIONS, basket((mug, 1)), authorization=f"Bearer {mine}"),
        with_token(link, mine[:-1], basket((mug, 1))), with_token(link, "", basket((mug, 1))), with_token(link, "ü", basket((mug, 1))),
        link.agent.call("POST", SESSIONS, basket((mug, 1)), authorization="Basic YTpi"),
        with_token(link, bearer(subject=ADA)["Authorization"].split()[1], basket((mug, 1))),
    ]  # fmt: skip
    assert [code(one) for one in refused] == [(401, "identity_required")] * len(refused)
    assert all('error="invalid_token"' in one.headers["www-authenticate"] for one in refused)
    assert refused[0].json["messages"][0]["severity"] == "requires_buyer_review"
    short = with_token(link, reads, basket((mug, 1)))
    assert (code(short), f'scope="{BUYS}"' in short.headers["www-authenticate"]) == ((403, "insufficient_scope"), True)
    with clock.frozen(clock.now() - timedelta(hours=1, seconds=1)):
        over = link.linked(ADA)["access_token"]
    assert code(with_token(link, over, basket((mug, 1)))) == (401, "identity_required")
    assert [row for row in AgentsTable.scan() if row.kind == "session"] == stored
    # What UCP called it before is worth the same.
    assert with_token(link, link.linked(BEA, FORMER)["access_token"], basket((mug, 1))).status == 201


def test_a_link_ends_by_its_agent_its_customer_and_with_all_sessions(link: Linking) -> None:
    mug = a_variant()

    def works(token: str) -> bool:
        return with_token(link, token, basket((mug, 1))).status == 201

    def refreshed(token: str) -> Answer:
        return link.ask("/oauth/token", grant_type="refresh_token", refresh_token=token)

    first = link.linked(ADA)
    again = refreshed(first["refresh_token"]).json["access_token"]
    assert works(first["access_token"])
    assert works(again)
    assert code(link.ask("/oauth/token", grant_type="refresh_token", refresh_token=first["refresh_token"], scope="x")) == (
        400,
        "invalid_scope",
    )
    assert code(refreshed(again)) == (400, "invalid_grant")
    # Another agent that has found it gives nothing up.
    other = Linking(replace(link.agent, url="https://other.example/p", secret="another's"))
    named(entry(URL), entry(other.agent.url, BACK))
    assert other.ask("/oauth/revoke", token=first["refresh_token"]).status == 200
    assert code(other.ask("/oauth/token", grant_type="refresh_token", refresh_token=first["refresh_token"])) == (400, "invalid_grant")
    assert works(again)
    assert link.ask("/oauth/revoke", token=first["refresh_token"]).status == 200
    assert link.ask("/oauth/revoke", token=first["refresh_token"]).status == link.ask("/oauth/revoke", token="nothing").status == 200
    assert not works(again)
    assert not works(first["access_token"])
    assert code(refreshed(first["refresh_token"])) == (400, "invalid_grant")

    mine = Client(app, bearer(subject=ADA))
    former = link.linked(ADA, READS)
    newer = link.linked(ADA, BUYS)
    assert (newer["scope"], refreshed(former["refresh_token"]).status) == (f"{BUYS} {READS}", 400)
    (listed,) = mine.get("/v1/me/linked_agents").json["data"]
    assert (listed["agent"], listed["name"], listed["scopes"]) == (URL, "Ada's assistant", [BUYS, READS])
    assert Client(app, bearer(subject=BEA)).delete(f"/v1/me/linked_agents?agent={URL}").status == 404
    assert mine.delete(f"/v1/me/linked_agents?agent={URL}").json["data"] == []
    assert mine.delete(f"/v1/me/linked_agents?agent={URL}").status == 404
    assert not works(newer["access_token"])

    last = link.linked(ADA)
    assert works(last["access_token"])
    end_sessions(ids.customer_id(ADA))
    standing.forget()
    assert not works(last["access_token"])


def test_what_is_not_said_is_the_customers_own_and_tools_know_them_too(link: Linking) -> None:
    mug = a_variant()
    home = {
        "name": "Ada", "phone": "+8613800000000", "country": "CN", "province": "浙江省", "city": "杭州市", "district": "西湖区",
        "street": "文三路 1 号", "postal_code": "310000",
    }  # fmt: skip
    assert Client(customers_app, bearer(subject=ADA)).post("/v1/me/addresses", home).status == 201
    token = link.linked(ADA)["access_token"]
    bare = {"line_items": [{"item": {"id": mug}, "quantity": 1}]}
    guest = link.agent.call("POST", SESSIONS, bare).json
    assert ("buyer" in guest, guest["fulfillment"]["methods"][0].get("destinations", [])) == (False, [])
    mine = with_token(link, token, bare).json
    (method,) = mine["fulfillment"]["methods"]
    assert mine["buyer"]["email"] == "ada@example.com"
    assert method["destinations"][0]["street_address"] == "文三路 1 号"
    assert method["groups"][0]["options"]

    def asked(name: str, headers: dict[str, str], **more: object) -> Answer:
        meta = {"ucp-agent": {"profile": URL}, "idempotency-key": str(uuid.uuid4())}
        params = {"name": name, "arguments": {"meta": meta, **more}}
        raw = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()
        given = {"content-type": "application/json", "ucp-agent": f'profile="{URL}"', **headers}
        signed = sign_call(Signed("POST", f"{settings().public_base_url}/ucp/mcp", given, raw), *_key(link.agent.secret))
        return Client(app).call("POST", "/ucp/mcp", raw, signed)

    told = asked("get_checkout", {"authorization": f"Bearer {token}"}, id=mine["id"]).json["result"]["structuredContent"]
    assert told["id"] == mine["id"]
    assert asked("get_checkout", {}, id=mine["id"]).json["result"]["isError"] is True
    refused = asked("get_order", {"authorization": f"Bearer {link.linked(BEA, BUYS)['access_token']}"}, id="x")
    assert (refused.status, refused.json["error"]["data"]["code"]) == (200, "insufficient_scope")
    refused = asked("create_checkout", {"authorization": "Bearer nothing"}, checkout=bare)
    assert refused.json["error"]["data"]["code"] == "identity_required"


def test_a_link_made_anew_is_not_ended_by_who_ends_the_one_before(link: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    former, newer = link.linked(ADA), list[dict[str, str]]()
    customer = ids.customer_id(ADA)

    def later(writes: Any) -> None:
        monkeypatch.setattr(links, "transact", transact)
        newer.append(link.linked(ADA))
        transact(writes)

    monkeypatch.setattr(links, "transact", later)
    assert links.end_link(customer, URL) is False
    assert with_token(link, newer[0]["access_token"], basket((a_variant(), 1))).status == 201
    assert with_token(link, former["access_token"], basket((a_variant(), 1))).status == 401


def test_a_link_goes_with_its_customer(link: Linking) -> None:
    """H14: it is among what is theirs, and erasing removes it; its tokens are worth nothing then."""
    token, customer = link.linked(ADA)["access_token"], ids.customer_id(ADA)
    (mine,) = [one for one in of_customer(customer) if one.item.table == "agents"]
    assert forget_item(mine, retention(), "").changed
    assert [one for one in of_customer(customer) if one.item.table == "agents"] == []
    assert code(with_token(link, token, basket((a_variant(), 1)))) == (401, "identity_required")
