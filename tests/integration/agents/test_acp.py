"""ACP over REST: a purchase, what is told on the way, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.app import app
from functions.orders.store.people.bodies import order_of
from tests.integration.agents.acp import ADDRESS, DETAILS, SESSIONS, AcpAgent, checked, total_of, wanted, with_token
from tests.integration.agents.agent import Agent, orders, orders_hear
from tests.integration.orders.buyer import a_guest, a_variant, stock_of
from tests.support.http import Client

STANDARD = {"type": "shipping", "option_id": "standard", "item_ids": []}


@pytest.fixture
def buyer(agent: Agent) -> AcpAgent:
    return AcpAgent.made(agent)


def test_a_purchase_costs_and_reserves_what_it_does_in_the_storefront(buyer: AcpAgent) -> None:
    """X36"""
    mug, bowl = a_variant(price=5900), a_variant(price=3100, sku="BOWL-1")
    # The released schema knows no quantity: two pieces are two items. Its examples have one.
    opened = buyer.opened(wanted({"id": mug}, {"id": mug}, {"id": bowl, "quantity": 1, "unheard": True}))
    assert (opened["status"], opened["currency"]) == ("not_ready_for_payment", "cny")
    assert [(line["item"]["id"], line["quantity"]) for line in opened["line_items"]] == [(mug, 2), (bowl, 1)]
    assert {one["param"] for one in opened["messages"]} == {"$.selected_fulfillment_options"}
    options = {one["id"]: total_of(one) for one in opened["fulfillment_options"]}
    chosen = buyer.changed(
        opened["id"], {"selected_fulfillment_options": [{"type": "shipping", "option_id": "standard", "item_ids": [mug, bowl]}]}
    )
    assert (chosen["status"], chosen["messages"]) == ("ready_for_payment", [])
    assert total_of(chosen, "fulfillment") == options["standard"]
    shopper = a_guest()
    shopper.add(mug, 2)
    shopper.add(bowl)
    total = total_of(chosen)
    assert shopper.ready().preview()["totals"]["total"]["amount"] == total
    done = buyer.complete(opened["id"], buyer.wallet.lent(opened["id"], total), key="k-1")
    assert (done.status, checked(done.json)["status"]) == (200, "completed"), done.text
    assert (stock_of(mug), stock_of(bowl)) == ((18, 2), (19, 1))
    orders_hear()
    [order] = orders()
    told = done.json["order"]
    assert order.pk.endswith(told["id"].partition(".")[0])
    assert (told["checkout_session_id"], total_of(told), told["adjustments"]) == (opened["id"], total, [])
    assert [line["quantity"] for line in told["line_items"]] == [
        {"ordered": 2, "current": 2, "fulfilled": 0}, {"ordered": 1, "current": 1, "fulfilled": 0},
    ]  # fmt: skip
    assert buyer.read(opened["id"])["status"] == "completed"
    assert buyer.call("POST", f"{SESSIONS}/{opened['id']}", {}).json["code"] == "checkout_not_changeable"
    ended = buyer.call("POST", f"{SESSIONS}/{opened['id']}/cancel")
    assert (ended.status, ended.json["code"]) == (405, "checkout_ended")


def test_an_order_remembers_the_share_link_that_the_agent_names(buyer: AcpAgent) -> None:
    """J05: agents, too; the last touch counts."""
    opened = buyer.opened(wanted({"id": a_variant()}, affiliate_attribution={"provider": "shop.example", "token": "7QK3M0ZD81VX"}))
    touched = {"affiliate_attribution": {"token": "8QK3M0ZD81VX-6912d380"}, "selected_fulfillment_options": [STANDARD]}
    total = total_of(buyer.changed(opened["id"], touched))
    assert buyer.complete(opened["id"], buyer.wallet.lent(opened["id"], total), key="k-1").status == 200
    [order] = orders()
    assert order_of(order).metadata["share_link"] == "8QK3M0ZD81VX-6912d380"


def test_a_change_keeps_what_it_does_not_name(buyer: AcpAgent) -> None:
    """Issue 15, case 17: lines that stay keep their ids, and an option that is not offered there is gone with its fee."""
    a, b, c = a_variant(sku="A"), a_variant(sku="B"), a_variant(sku="C")
    session = buyer.chosen(wanted({"id": a}, {"id": b}))
    lines = {line["item"]["id"]: line["id"] for line in session["line_items"]}
    body = {"line_items": [{"id": lines[b], "item": {"id": b}, "quantity": 3}, {"id": c}]}
    changed = buyer.changed(session["id"], body)
    after = {line["item"]["id"]: line["id"] for line in changed["line_items"]}
    assert (after[b], set(after), after[c] in lines.values()) == (lines[b], {b, c}, False)
    assert (changed["status"], changed["fulfillment_details"]["address"]["city"]) == ("ready_for_payment", "杭州市")
    named = buyer.changed(
        session["id"], {"selected_fulfillment_options": [{"type": "shipping", "option_id": "standard", "item_ids": [lines[a]]}]}
    )
    assert [(one["type"], one["param"]) for one in named["messages"]] == [("info", "$.selected_fulfillment_options[0].item_ids")]
    far = {**DETAILS, "address": {**ADDRESS, "country": "AQ", "state": "", "line_two": "", "city": "McMurdo"}}
    gone = buyer.changed(
        session["id"], {"fulfillment_details": far, "selected_fulfillment_options": [{"type": "shipping", "option_id": "express"}]}
    )
    assert (gone["status"], total_of(gone, "fulfillment"), "selected_fulfillment_options" in gone) == ("not_ready_for_payment", 0, False)
    refused = buyer.complete(session["id"], buyer.wallet.lent(session["id"], 10**6)).json
    assert (refused["status"], orders()) == ("not_ready_for_payment", [])


def test_what_is_missing_is_told_where_it_is_missing(buyer: AcpAgent) -> None:
    mug = a_variant(stock=3)
    partial = buyer.opened(
        wanted({"id": mug}, details={"name": "Li", "address": {"name": "Li", "country": "CN"}}, buyer={"email": "no mail"})
    )
    params = {one["param"] for one in partial["messages"]}
    assert {"$.fulfillment_details.address.line_one", "$.fulfillment_details.phone_number", "$.buyer.email"} <= params
    much = buyer.opened(wanted({"id": mug, "quantity": 4}, {"id": a_variant()}))
    assert [(one["code"], one["param"]) for one in much["messages"] if one["code"] == "out_of_stock"] == [
        ("out_of_stock", "$.line_items[0].quantity")
    ]
    coded = buyer.opened(wanted({"id": mug}, discounts={"codes": ["NOSUCH"]}))
    assert [(one["code"], one["reason"]) for one in coded["discounts"]["rejected"]] == [("NOSUCH", "discount_code_invalid")]
    bad: dict[str, tuple[dict[str, Any], str]] = {
        "nothing": ({"currency": "cny"}, "$.line_items"),
        "empty": (wanted(), "$.line_items"),
        "none": (wanted({"id": mug, "quantity": 0}), "$.line_items[0].quantity"),
        "text": (wanted({"id": mug}) | {"line_items": "x"}, "$.line_items"),
        "money": (wanted({"id": mug}) | {"currency": 1}, "$.currency"),
        "unknown": (wanted({"id": "var_00000000000000000000000000"}), "$.line_items[0]"),
    }
    for name, (body, param) in bad.items():
        answer = buyer.call("POST", SESSIONS, body)
        assert (answer.status, answer.json["type"]) == (400, "invalid_request"), (name, answer.text)
        assert str(answer.json.get("param", "")).startswith(param), (name, answer.text)
    # A field of ours is none of theirs.
    assert buyer.call("POST", SESSIONS, bad["unknown"][0]).json["param"] == "$.line_items[0].id"
    assert buyer.call("POST", SESSIONS, wanted({"id": mug, "quantity": 9})).json["code"] == "out_of_stock"
    session = buyer.chosen(wanted({"id": mug}))["id"]
    wrong = with_token("spt_x") | {
        "payment_data": {"handler_id": "nobody", "instrument": {"type": "card", "credential": {"type": "spt", "token": "x"}}}
    }
    assert buyer.call("POST", f"{SESSIONS}/{session}/complete", wrong).json["param"] == "$.payment_data.handler_id"
    assert buyer.call("POST", f"{SESSIONS}/{session}/complete", {}).json["messages"][0]["param"] == "$.payment_data"


def test_money_moves_as_far_as_it_was_lent(buyer: AcpAgent) -> None:
    mug, lent = a_variant(), buyer.wallet.lent
    one, other = buyer.chosen(wanted({"id": mug})), buyer.chosen(wanted({"id": mug}))
    total, session = total_of(one), one["id"]
    for token in (
        lent(session, total - 1), lent(other["id"], total), lent(session, total, minutes=-1), lent(session, total, currency="usd"),
        lent(session, total, then="failed"), "spt_nobody",
    ):  # fmt: skip
        failed = checked(buyer.complete(session, token).json)
        assert (failed["status"], [told["code"] for told in failed["messages"]]) == ("ready_for_payment", ["payment_declined"]), failed
    good = lent(session, total)
    # Who buys is said at the end: the receipt goes there.
    body = with_token(good, buyer={"email": "late@example.com", "first_name": "Lei"})
    done = buyer.call("POST", f"{SESSIONS}/{session}/complete", body).json
    assert (done["status"], len(orders())) == ("completed", 1)
    assert buyer.complete(other["id"], good).json["messages"][0]["code"] == "payment_declined"
    assert buyer.call("POST", f"{SESSIONS}/{other['id']}/cancel").json["status"] == "canceled"
    assert stock_of(mug) == (19, 1)
    gone = buyer.complete(other["id"], lent(other["id"], total))
    assert (gone.status, gone.json["code"]) == (409, "checkout_canceled")
    assert sum(charge["status"] == "succeeded" for charge in buyer.wallet.provider.charges.values()) == 1


def test_who_buys_is_said_at_the_end(buyer: AcpAgent) -> None:
    session = buyer.chosen(wanted({"id": a_variant()}, details={**DETAILS, "email": ""}))
    body = with_token(buyer.wallet.lent(session["id"], total_of(session)), buyer={"email": "late@example.com", "first_name": "Lei"})
    done = checked(buyer.call("POST", f"{SESSIONS}/{session['id']}/complete", body).json)
    assert (done["status"], done["buyer"]["email"]) == ("completed", "late@example.com")


def test_calls_are_let_in_as_the_protocol_says(buyer: AcpAgent) -> None:
    body = wanted({"id": a_variant()})

    def told(**headers: str) -> tuple[int, str]:
        answer = buyer.call("POST", SESSIONS, body, **headers)
        return answer.status, answer.json["code"]

    assert told(authorization="") == told(authorization="Bearer sk_no") == told(authorization="Basic x") == (401, "unauthorized")
    assert told(api_version="2020-01-01") == told(api_version="") == (400, "unsupported_api_version")
    assert buyer.call("POST", SESSIONS, body, api_version="x").json["supported_versions"] == ["2026-04-17"]
    assert told(idempotency_key="") == (400, "idempotency_key_required")
    assert told(idempotency_key="k" * 256) == (400, "invalid_request")
    for raw in (b"{", b"[]", b"null", b"[" * 5000):
        headers = {"authorization": f"Bearer {buyer.secret}", "api-version": "2026-04-17", "idempotency-key": "x"}
        assert Client(app).call("POST", SESSIONS, raw, headers).status == 400
    first = buyer.call("POST", SESSIONS, body, key="one", request_id="r-1")
    # The same said in another order is the same; what is null is said, what is left out is not.
    again = buyer.call("POST", SESSIONS, dict(reversed(body.items())), key="one")
    assert (first.headers["request-id"], again.json, again.headers["idempotent-replayed"]) == ("r-1", first.json, "true")
    other = buyer.call("POST", SESSIONS, body | {"locale": None} if "locale" in body else body | {"coupons": None}, key="one")
    assert (other.status, other.json["code"]) == (422, "idempotency_conflict")
    # What is one agent's is no other's.
    stranger = AcpAgent.made(buyer.wallet)
    missing = stranger.call("GET", f"{SESSIONS}/{first.json['id']}")
    assert (missing.status, missing.json["type"], missing.json["code"]) == (404, "invalid_request", "not_found")
    assert buyer.wallet.call("GET", f"/ucp/v1/checkout-sessions/{first.json['id']}").status == 404


def test_discovery_says_what_is_spoken(buyer: AcpAgent) -> None:
    told = Client(app).get("/.well-known/acp.json")
    assert told.headers["cache-control"].startswith("public, max-age=3600")
    assert (told.json["protocol"]["name"], told.json["protocol"]["supported_versions"]) == ("acp", ["2026-04-17"])
    assert told.json["api_base_url"].endswith("/acp")
    assert "merchant" not in told.text
