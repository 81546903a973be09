"""What is written down of sessions, orders and rules while somebody else writes it, too: each condition of them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.agents.sending import tell_order as sending
from functions.agents.sessions import fill
from functions.agents.store import rules as kept_rules
from functions.agents.store.records import ORDER_SK, OrderRecord, order_pk
from functions.agents.store.sessions import session_put
from functions.agents.store.told_orders import Told, find_told, note_order, note_told
from functions.orders import change_basket
from functions.shared.store.transactions import transact
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, orders
from tests.integration.agents.receiver import receiving
from tests.integration.agents.test_told_orders import RULES, bought, owner, signer, tell
from tests.integration.orders.buyer import a_variant
from tests.support.http import Answer


def test_a_session_that_two_change_at_once_is_what_one_of_them_said(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was slower is done again: cart and session are of one, because one transaction writes both."""
    mug, bowl = a_variant(), a_variant(sku="BOWL")
    session = agent.opened(basket((mug, 1)))["id"]
    faster = list[Answer]()

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(fill, "session_put", session_put)
        faster.append(agent.call("PUT", f"{SESSIONS}/{session}", basket((mug, 3))))
        return session_put(*given)

    monkeypatch.setattr(fill, "session_put", meanwhile)
    slower = agent.call("PUT", f"{SESSIONS}/{session}", basket((bowl, 1)), key="K")
    assert (faster[0].status, slower.status) == (200, 200), slower.text
    now = agent.call("GET", f"{SESSIONS}/{session}").json
    assert [(one["item"]["id"], one["quantity"]) for one in now["line_items"]] == [(bowl, 1)]
    again = agent.call("PUT", f"{SESSIONS}/{session}", basket((bowl, 1)), key="K")
    assert [(one["item"]["id"], one["quantity"]) for one in again.json["line_items"]] == [(bowl, 1)]


def test_a_change_that_comes_behind_the_end_changes_nothing(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither session nor cart: what was refused is not in it afterwards. The same where another call has changed the session alone."""
    mug, bowl = a_variant(), a_variant(sku="BOWL")
    session = agent.opened(basket((mug, 1)))["id"]
    ends = list[Answer]()

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(fill, "session_put", session_put)
        ends.append(agent.call("POST", f"{SESSIONS}/{session}/cancel"))
        return session_put(*given)

    monkeypatch.setattr(fill, "session_put", meanwhile)
    late = agent.call("PUT", f"{SESSIONS}/{session}", basket((bowl, 3)))
    assert (ends[0].status, late.status, late.json["code"]) == (200, 409, "checkout_not_changeable")
    now = agent.read(session)
    assert (now["status"], [(one["item"]["id"], one["quantity"]) for one in now["line_items"]]) == ("canceled", [(mug, 1)])
    assert now["totals"] == ends[0].json["totals"]


def test_a_change_in_the_moment_of_the_purchase_is_told_so(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    mug = a_variant()
    session = agent.opened(basket((mug, 1)))
    token, bought = agent.lent(session["id"], amount_of(session)), list[Answer]()

    def meanwhile(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(fill, "change_basket", change_basket)
        bought.append(agent.complete(session["id"], token))
        return change_basket(*given, **more)

    monkeypatch.setattr(fill, "change_basket", meanwhile)
    late = agent.call("PUT", f"{SESSIONS}/{session['id']}", basket((mug, 3)))
    assert (bought[0].json["status"], late.status, late.json["code"]) == ("completed", 409, "checkout_not_changeable")
    assert [one["quantity"] for one in agent.read(session["id"])["line_items"]] == [1]


def test_rules_that_two_set_at_once_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    assert owner().put(RULES, {"blocked": ["first.example"]}).status == 200
    faster = list[Answer]()

    def meanwhile(writes: Any) -> None:
        monkeypatch.setattr(kept_rules, "transact", transact)
        faster.append(owner().put(RULES, {"blocked": ["second.example"]}, **{"if-match": '"1"'}))
        transact(writes)

    monkeypatch.setattr(kept_rules, "transact", meanwhile)
    slower = owner().put(RULES, {"blocked": ["third.example"]}, **{"if-match": '"1"'})
    assert (faster[0].status, slower.status, slower.code) == (200, 409, "version_conflict")
    assert owner().get(RULES).json["blocked"] == ["second.example"]


def test_who_is_told_of_an_order_is_said_once(agent: Agent) -> None:
    """Two calls that complete it at once: the second one neither takes its place nor makes it new again."""
    note_order("ord_1", Told("https://one.example/p", "chk_1", "2026-04-08"))
    note_told("ord_1")
    note_order("ord_1", Told("https://two.example/p", "chk_2", "2026-04-08"))
    found = find_told("ord_1")
    assert found is not None
    assert (found.agent, found.is_new) == ("https://one.example/p", False)


def test_an_order_that_is_over_while_its_agent_is_told_leaves_nothing(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:

    def late(order_id: str) -> None:
        OrderRecord.get(order_pk(order_id), ORDER_SK).delete()
        note_told(order_id)

    monkeypatch.setattr(sending, "note_told", late)
    with receiving() as hook:
        bought(signer(agent, hook.url))
        assert len(tell("order.paid")) == len(hook.taken) == 1
        # Its next try finds that nobody is to be told.
        assert (tell("order.paid"), len(hook.taken)) == ([], 1)
    assert find_told(orders()[0].pk.removeprefix("ORD#")) is None
