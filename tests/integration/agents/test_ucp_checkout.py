"""UCP over REST: a purchase, what is told on the way, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.sessions import fill
from functions.catalog.store.markets import set_markets
from functions.orders import change_basket
from functions.orders.settings.markets_schemas import MarketsModel
from tests.integration.agents.agent import BUYER, HOME, SESSIONS, Agent, amount_of, basket, codes_of, orders, orders_hear, paid_with
from tests.integration.orders.buyer import a_guest, a_variant, stock_of


def test_a_purchase_costs_and_reserves_what_it_does_in_the_storefront(agent: Agent) -> None:
    mug, bowl = a_variant(price=5900), a_variant(price=3100, sku="BOWL-1")
    opened = agent.opened(basket((mug, 2), (bowl, 1)))
    assert (opened["status"], opened["messages"]) == ("ready_for_complete", [])
    assert sum(one["amount"] for one in opened["totals"] if one["type"] != "total") == amount_of(opened)
    shopper = a_guest()
    shopper.add(mug, 2)
    shopper.add(bowl)
    assert shopper.ready().preview()["totals"]["total"]["amount"] == amount_of(opened)
    total = amount_of(opened)
    done = agent.complete(opened["id"], agent.lent(opened["id"], total), key="k-1")
    assert (done.status, done.json["status"]) == (200, "completed"), done.text
    assert {"signature", "signature-input", "content-digest"} <= set(done.headers)
    assert (stock_of(mug), stock_of(bowl)) == ((18, 2), (19, 1))
    [order] = orders()
    orders_hear()
    # Once more with the key, and with another: the same end, no second order, no second charge.
    again = agent.complete(opened["id"], agent.lent(opened["id"], total), key="k-2")
    assert again.json["order"] == done.json["order"]
    replayed = agent.call("POST", f"{SESSIONS}/{opened['id']}/complete", paid_with("spt_other"), key="k-1")
    assert (replayed.status, replayed.json["code"]) == (409, "idempotency_conflict")
    assert len(orders()) == len(agent.provider.charges) == 1
    assert order.pk.endswith(done.json["order"]["id"].partition(".")[0])
    read = agent.call("GET", f"/ucp/v1/orders/{done.json['order']['id']}").json
    assert (amount_of(read), [line["quantity"] for line in read["line_items"]]) == (
        total, [{"original": 2, "total": 2, "fulfilled": 0}, {"original": 1, "total": 1, "fulfilled": 0}],
    )  # fmt: skip
    assert agent.call("GET", f"/ucp/v1/orders/{done.json['order']['id'].partition('.')[0]}").status == 404
    assert agent.call("PUT", f"{SESSIONS}/{opened['id']}", basket((mug, 1))).json["code"] == "checkout_not_changeable"
    assert agent.call("POST", f"{SESSIONS}/{opened['id']}/cancel").json["code"] == "checkout_ended"


def test_a_replacement_keeps_ids_and_drops_what_no_longer_fits(agent: Agent) -> None:
    """Issue 15, case 17."""
    a, b, c = a_variant(sku="A"), a_variant(sku="B"), a_variant(sku="C")
    opened = agent.opened(basket((a, 1), (b, 1)))
    lines = {line["item"]["id"]: line["id"] for line in opened["line_items"]}
    body = basket((b, 3), (c, 1))
    body["fulfillment"]["methods"][0]["line_item_ids"] = [lines[a]]
    changed = agent.call("PUT", f"{SESSIONS}/{opened['id']}", body).json
    after = {line["item"]["id"]: line["id"] for line in changed["line_items"]}
    assert (after[b], set(after), after[c] in lines.values()) == (lines[b], {b, c}, False)
    assert [one["code"] for one in changed["messages"]] == ["unknown_line_item"]
    assert changed["fulfillment"]["methods"][0]["line_item_ids"] == [after[b], after[c]]
    far = {**HOME, "address_country": "AQ", "address_region": "", "address_locality": "McMurdo", "extended_address": ""}
    # The way of that name costs there what it costs there; one that is not offered is gone, with its fee.
    moved = agent.call("PUT", f"{SESSIONS}/{opened['id']}", basket((b, 3), home=far)).json
    assert (moved["status"], amount_of(moved, "fulfillment")) == ("ready_for_complete", 12000)
    gone = agent.call("PUT", f"{SESSIONS}/{opened['id']}", basket((b, 3), home=far, option="express")).json
    assert (gone["status"], amount_of(gone, "fulfillment")) == ("incomplete", 0)
    assert "$.fulfillment.methods[0].groups[0].selected_option_id" in {one.get("path") for one in gone["messages"]}
    assert gone["fulfillment"]["methods"][0]["groups"][0]["selected_option_id"] is None
    refused = agent.complete(opened["id"], agent.lent(opened["id"], 10**6)).json
    assert (refused["status"], len(orders()), agent.provider.charges) == ("incomplete", 0, {})


def test_what_is_missing_is_told_where_it_is_missing(agent: Agent) -> None:
    mug = a_variant(stock=3)
    bare = agent.opened({"line_items": [{"item": {"id": mug}, "quantity": 1}]})
    assert (bare["status"], codes_of(bare)) == ("incomplete", {"missing"})
    partial = agent.opened(basket((mug, 1), option=None, home={"id": "home", "address_country": "CN"}, buyer={"email": "no mail"}))
    paths = {one["path"] for one in partial["messages"]}
    assert {"$.fulfillment.methods[0].destinations[0].street_address", "$.fulfillment.methods[0].destinations[0].phone_number"} <= paths
    assert "$.buyer.email" in paths
    nothing_left = agent.call("POST", SESSIONS, basket((mug, 4)))
    assert (nothing_left.status, nothing_left.json["ucp"]["status"], codes_of(nothing_left.json)) == (200, "error", {"out_of_stock"})
    much = agent.opened(basket((mug, 4), (a_variant(), 1)))
    assert (much["status"], codes_of(much)) == ("incomplete", {"out_of_stock"})
    nothing = agent.call("POST", SESSIONS, basket(("var_00000000000000000000000000", 1)))
    assert (nothing.status, nothing.json["ucp"]["status"], codes_of(nothing.json)) == (200, "error", {"item_unavailable"})
    wrongs: list[dict[str, object]] = [
        {},
        {"line_items": []},
        basket((mug, 0)),
        {"line_items": "x"},
        basket((mug, 1), discounts={"codes": [1]}),
    ]
    for wrong in wrongs:
        assert (found := agent.call("POST", SESSIONS, wrong)).status == 400, found.text
    coded = agent.opened(basket((mug, 1), discounts={"codes": ["NOSUCH"]}, buyer=BUYER | {"consent": {"marketing": True}}))
    assert (coded["status"], codes_of(coded)) == ("ready_for_complete", {"discount_code_invalid"})
    assert coded["buyer"]["consent"] == {"marketing": True}
    # Nobody agrees by a text or a number.
    for said in ("yes", "on", 1, {"granted": "yes"}, {"granted": 1}, None):
        body = basket((mug, 1), buyer=BUYER | {"consent": {"marketing": said}})
        assert agent.call("POST", SESSIONS, body).status == 400, said


def test_money_moves_as_far_as_it_was_lent(agent: Agent) -> None:
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    total, session = amount_of(opened), opened["id"]
    other = agent.opened(basket((mug, 1)))
    for token in (
        agent.lent(session, total - 1), agent.lent(other["id"], total), agent.lent(session, total, minutes=-1),
        agent.lent(session, total, currency="usd"), agent.lent(session, total, then="failed"), "spt_nobody",
    ):  # fmt: skip
        failed = agent.complete(session, token).json
        assert (failed["status"], codes_of(failed)) == ("ready_for_complete", {"payment_failed"}), failed
    [order] = orders()
    assert order.status == "pending_payment"
    good = agent.lent(session, total)
    assert agent.complete(session, good).json["status"] == "completed"
    assert codes_of(agent.complete(other["id"], good).json) == {"payment_failed"}
    given_up = agent.call("POST", f"{SESSIONS}/{other['id']}/cancel").json
    assert (given_up["status"], stock_of(mug)) == ("canceled", (19, 1))
    assert agent.complete(other["id"], agent.lent(other["id"], total)).json["code"] == "checkout_canceled"
    assert sum(charge["status"] == "succeeded" for charge in agent.provider.charges.values()) == 1


def test_a_lost_answer_is_no_second_charge(agent: Agent) -> None:
    """Issue 15, case 18: the provider charged, and nobody heard."""
    opened = agent.opened(basket((a_variant(), 1)))
    token = agent.lent(opened["id"], amount_of(opened))
    agent.provider.lost_answers = 1
    assert agent.complete(opened["id"], token, key="lost").status == 503
    done = agent.complete(opened["id"], token, key="lost")
    assert (done.status, done.json["status"]) == (200, "completed"), done.text
    assert (len(orders()), len(agent.provider.charges)) == (1, 1)
    assert agent.complete(opened["id"], token, key="lost").headers["idempotent-replayed"] == "true"


def test_an_agent_pays_as_the_market_of_the_buyer_allows(agent: Agent) -> None:
    """X14: refused before there is an order, and nothing is reserved; where the market has the provider, it is completed."""
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    total, session = amount_of(opened), opened["id"]
    china = {"code": "cn", "name": "China", "countries": ["CN"], "currency": "CNY", "payment_methods": ["manual"]}
    set_markets(MarketsModel.model_validate({"markets": [china]}).wanted(), if_match=None, remember=lambda *_: [])
    failed = agent.complete(session, agent.lent(session, total)).json
    assert (codes_of(failed), orders(), stock_of(mug)) == ({"payment_failed"}, [], (20, 0))
    set_markets(
        MarketsModel.model_validate({"markets": [china | {"payment_methods": ["sandbox"]}]}).wanted(), if_match=None, remember=lambda *_: []
    )
    done = agent.complete(session, agent.lent(session, total)).json
    assert done["status"] == "completed", done["messages"]


def test_of_two_changes_at_once_the_later_one_is_there_whole(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    mug = a_variant(price=5900)
    session = agent.opened(basket((mug, 1)))
    path, first = f"{SESSIONS}/{session['id']}", list[Any]()

    def overtaken(*given: Any, **more: Any) -> Any:
        if not first:
            first.append(None)
            first[0] = agent.call("PUT", path, basket((mug, 2)))
        return change_basket(*given, **more)

    monkeypatch.setattr(fill, "change_basket", overtaken)
    late = agent.call("PUT", path, basket((mug, 3), buyer=BUYER | {"first_name": "later"}))
    assert (first[0].status, late.status) == (200, 200), late.text
    now = agent.call("GET", path).json
    assert now["buyer"]["first_name"] == "later"
    assert ([line["quantity"] for line in now["line_items"]], amount_of(now)) == ([3], amount_of(late.json))
    done = agent.complete(session["id"], agent.lent(session["id"], amount_of(now))).json
    assert (done["status"], amount_of(done)) == ("completed", amount_of(now))
