"""Agents are told of their orders: whole, signed when it is sent, and again until they have taken it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest

from functions.agents.app import app, tell_agents
from functions.agents.store.records import OrderRecord
from functions.agents.store.rules import rules
from functions.agents.trust.own_keys import public_keys
from functions.agents.trust.profiles import profiles
from functions.agents.trust.signatures import Signed, check_signature, key_ids
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock, provider_keys
from functions.shared.plain import signatures
from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import ALL, Agent, amount_of, basket, fee_of_599, orders_hear
from tests.integration.agents.receiver import Receiver, receiving
from tests.integration.conftest import LINKS_KEY, LINKS_SECRET
from tests.integration.orders.buyer import a_variant
from tests.integration.promotions.shop import a_coupon
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

RULES = "/v1/admin/agent_rules"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    rules.forget()
    yield
    rules.forget()


def owner() -> Client:
    return Client(app, bearer("owner"))


def tell(*types: str) -> list[str]:
    """What happened to orders, to who tells agents; the records that failed."""
    events = [one for one in events_in(OrdersTable) if one.type in types]
    answer = tell_agents(sqs_of_events(events), None)
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def signer(agent: Agent, url: str) -> Agent:
    made = Agent(agent.provider, "https://signer.example/p", secret="of the signer")
    profiles().keep(replace(profiles().find(made.url), webhook_url=url))
    return made


def bought(agent: Agent) -> tuple[str, Any]:
    session = agent.opened(basket((a_variant(price=5900), 2)))
    done = agent.complete(session["id"], agent.lent(session["id"], amount_of(session))).json
    assert done["status"] == "completed"
    orders_hear()
    return session["id"], done


def verified(url: str, sent: Any) -> dict[str, str]:
    """By a key that is in our profile now, under both names."""
    told = Client(app).get("/.well-known/ucp").json
    assert told["keys"] == told["signing_keys"] == public_keys()
    call = Signed("POST", url, sent.headers, sent.body)
    [(label, kid)] = key_ids(sent.headers).items()
    check_signature(call, label, {one["kid"]: one for one in told["keys"]}[kid])
    return {name: sent.headers[name] for name in ("webhook-id", "webhook-timestamp", "ucp-agent")} | {"kid": kid}


def test_a_signing_agent_is_told_its_whole_order(agent: Agent, hook: Receiver) -> None:
    buyer = signer(agent, hook.url)
    session, done = bought(buyer)
    assert tell("order.placed", "order.paid") == []
    [first, second] = hook.taken
    document = json.loads(second.body)
    assert (document["id"], document["checkout_id"], amount_of(document)) == (done["order"]["id"], session, amount_of(done))
    assert sum(one["amount"] for one in document["totals"] if one["type"] != "total") == amount_of(document)
    told = verified(hook.url, second)
    assert told["webhook-id"] != verified(hook.url, first)["webhook-id"]
    assert buyer.call("GET", f"/ucp/v1/orders/{document['id']}").json["checkout_id"] == session


def test_one_that_is_refused_is_told_again_by_a_key_of_that_moment(agent: Agent, hook: Receiver) -> None:
    """Issue 15, case 19: our own key is changed while messages wait for another try."""
    hook.answers = [500, 200]
    bought(signer(agent, hook.url))
    assert len(tell("order.paid")) == 1
    before = verified(hook.url, hook.taken[0])["kid"]
    keys = {
        "order_links": {
            "keys": {"new": "another key of sixty-four characters that signs links in tests", "old": LINKS_KEY},
            "current": "new",
        }
    }
    secrets = boto3.client("secretsmanager")
    secrets.put_secret_value(SecretId=LINKS_SECRET, SecretString=json.dumps(keys))
    provider_keys.forget()
    try:
        assert tell("order.paid") == []
        again = verified(hook.url, hook.taken[1])
        assert again["kid"] != before
        assert again["webhook-id"] == hook.taken[0].headers["webhook-id"]
        assert len(public_keys()) == 2
    finally:
        secrets.put_secret_value(SecretId=LINKS_SECRET, SecretString=json.dumps({"order_links": LINKS_KEY}))
        provider_keys.forget()


def test_nobody_is_told_whose_name_was_only_said(agent: Agent, hook: Receiver) -> None:
    profiles().keep(replace(profiles().find(agent.url), webhook_url=hook.url))
    bought(agent)
    assert (tell("order.placed", "order.paid"), hook.taken, list(OrderRecord.scan(OrderRecord.kind == "order"))) == ([], [], [])
    named = signer(agent, "")
    bought(named)
    assert (tell("order.paid"), hook.taken) == ([], [])
    inside = signer(agent, "http://169.254.169.254/latest")
    bought(inside)
    # Its profile says so for both of its orders now.
    assert len(tell("order.paid")) == 2


def test_an_agent_with_a_key_is_told_where_staff_say(agent: Agent, hook: Receiver) -> None:
    """X36"""
    buyer = AcpAgent.made(agent)
    wish = {"order_hooks": [{"key_id": buyer.key_id, "url": hook.url}]}
    assert owner().put(RULES, wish).code == "secret_missing"
    made = owner().post(f"{RULES}/{buyer.key_id}", {})
    assert (made.status, made.json["secret"][:6]) == (200, "whsec_")
    assert owner().post(f"{RULES}/key_x", {}).status == 404
    put = owner().put(RULES, wish)
    assert put.status == 200, put.text
    assert made.json["secret"] not in owner().get(RULES).text + str(boto3.client("dynamodb").scan(TableName="agents")["Items"])
    session = buyer.chosen(wanted({"id": a_variant()}))
    done = buyer.complete(session["id"], buyer.wallet.lent(session["id"], total_of(session))).json
    orders_hear()
    assert (tell("order.placed"), tell("order.paid")) == ([], [])
    told = [json.loads(one.body) for one in hook.taken]
    assert [one["type"] for one in told] == ["order_create", "order_update"]
    assert told[1]["data"]["id"] == done["order"]["id"]
    assert (told[1]["data"]["status"], total_of(told[1]["data"])) == ("confirmed", total_of(session))
    # With the secret of before for a day, too.
    newer = owner().post(f"{RULES}/{buyer.key_id}", {}).json["secret"]
    assert tell("order.paid") == []
    last, now = hook.taken[-1], int(clock.now().timestamp())
    for secret in (made.json["secret"], newer):
        signatures.verify(last.headers["merchant-signature"], last.body, secrets=[secret], now=now, several=True)
    with pytest.raises(signatures.BadSignature):
        signatures.verify(last.headers["merchant-signature"], last.body + b" ", secrets=[newer], now=now, several=True)


def test_staff_say_who_may_not_buy_and_how_often(agent: Agent) -> None:
    mug = a_variant()
    session = agent.opened(basket((mug, 1)))["id"]
    assert owner().put(RULES, {"blocked": ["Agent.example"], "calls_per_minute": 0}).json["blocked"] == ["agent.example"]
    refused = agent.call("GET", f"/ucp/v1/checkout-sessions/{session}")
    assert (refused.status, refused.json["code"], refused.json["ucp"]["status"]) == (403, "profile_not_trusted", "error")
    below = Agent(agent.provider, "https://a.agent.example/p")
    assert below.call("POST", "/ucp/v1/checkout-sessions", basket((mug, 1))).status == 403
    assert Agent(agent.provider, "https://notagent.example/p").call("POST", "/ucp/v1/checkout-sessions", basket((mug, 1))).status == 201
    buyer = AcpAgent.made(agent, "bad")
    assert owner().put(RULES, {"blocked": ["bad"], "calls_per_minute": 3}, **{"if-match": '"1"'}).status == 200
    assert buyer.call("POST", "/acp/checkout_sessions", wanted({"id": mug})).json["code"] == "profile_not_trusted"
    busy = Agent(agent.provider, "https://busy.example/p")
    told = [busy.call("GET", f"/ucp/v1/checkout-sessions/{session}") for _ in range(4)]
    assert [one.status for one in told] == [200, 200, 200, 429]
    assert (told[3].json["code"], int(told[3].headers["retry-after"]) > 0) == ("too_many_requests", True)
    # One that signs has calls of its own, whatever others do in its name.
    named = Agent(agent.provider, busy.url, secret="its key", capabilities=dict(ALL))
    assert named.call("GET", f"/ucp/v1/checkout-sessions/{session}").status == 200
    for wrong in ({"blocked": ["http://x"]}, {"calls_per_minute": -1}, {"order_hooks": [{"key_id": "x", "url": "https://x.example"}]}):
        assert owner().put(RULES, wrong).status == 422


def test_what_agents_are_told_adds_up_where_delivery_is_waived(agent: Agent, hook: Receiver) -> None:
    """Issue 15, case 16: goods 32.00 with tax inside, delivery of 5.99 taken off once, in the messages of both protocols."""
    fee_of_599()
    a_coupon(code="FREE", rule={"kind": "free_shipping", "amount": None})
    named, buyer, mug = signer(agent, hook.url), AcpAgent.made(agent), a_variant(price=3200)
    owner().post(f"{RULES}/{buyer.key_id}", {})
    assert owner().put(RULES, {"order_hooks": [{"key_id": buyer.key_id, "url": hook.url}]}).status == 200
    by_ucp = named.opened(basket((mug, 1), discounts={"codes": ["FREE"]}))
    assert named.complete(by_ucp["id"], named.lent(by_ucp["id"], 3200)).json["status"] == "completed"
    by_acp = buyer.chosen(wanted({"id": mug}, discounts={"codes": ["FREE"]}))
    assert buyer.complete(by_acp["id"], agent.lent(by_acp["id"], 3200)).json["status"] == "completed"
    orders_hear()
    assert tell("order.paid") == []
    documents = [json.loads(one.body) for one in hook.taken]
    assert len(documents) == 2
    for document in (one.get("data", one) for one in documents):
        told = {one["type"]: one["amount"] for one in document["totals"]}
        assert told.pop("total") == 3200 == sum(told.values()), document["totals"]
        assert (told.get("fulfillment"), told.get("discount", 0), "tax" in told) in ((599, -599, False), (0, 0, False))
