"""A lent token that is refused: the session is open for another one and for a change, and nothing stays set aside for nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.agents.sessions import fill
from functions.orders import cancel_placed
from functions.orders.app import run_timers
from functions.orders.store.records import OrderRecord
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, codes_of, orders, orders_hear
from tests.integration.orders.buyer import a_variant, stock_of
from tests.support.events import sqs

Lent = Callable[[Agent, str, int], str]
REFUSED: dict[str, Lent] = {
    "declined": lambda agent, session, total: agent.lent(session, total, then="failed"),
    "over": lambda agent, session, total: agent.lent(session, total, minutes=-1),
    "too little": lambda agent, session, total: agent.lent(session, total - 1),
    "another currency": lambda agent, session, total: agent.lent(session, total, currency="usd"),
    "another session": lambda agent, session, total: agent.lent(f"{session}x", total),
    "invented": lambda agent, session, total: "spt_nobody",
}


def charged(agent: Agent) -> int:
    return sum(charge["status"] == "succeeded" for charge in agent.provider.charges.values())


@pytest.mark.parametrize("lent", REFUSED.values(), ids=REFUSED)
def test_another_token_pays_the_same_order(agent: Agent, lent: Lent) -> None:
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    session, total = opened["id"], amount_of(opened)
    failed = agent.complete(session, lent(agent, session, total)).json
    assert (failed["status"], codes_of(failed), "order" in failed) == ("ready_for_complete", {"payment_failed"}, False)
    assert (charged(agent), stock_of(mug)) == (0, (19, 1))
    done = agent.complete(session, agent.lent(session, total)).json
    assert (done["status"], len(orders()), charged(agent), stock_of(mug)) == ("completed", 1, 1, (19, 1))


@pytest.mark.parametrize("lent", REFUSED.values(), ids=REFUSED)
def test_the_session_is_changed_and_its_first_order_cancelled(agent: Agent, lent: Lent) -> None:
    mug, bowl = a_variant(), a_variant(sku="BOWL")
    opened = agent.opened(basket((mug, 2)))
    session, total = opened["id"], amount_of(opened)
    agent.complete(session, lent(agent, session, total))
    changed = agent.call("PUT", f"{SESSIONS}/{session}", basket((bowl, 1)))
    assert (changed.status, changed.json["id"], changed.json["status"]) == (200, session, "ready_for_complete")
    assert [one.status for one in orders()] == ["cancelled"]
    assert (stock_of(mug), stock_of(bowl)) == ((20, 0), (20, 0))
    done = agent.complete(session, agent.lent(session, amount_of(changed.json))).json
    assert (done["status"], done["line_items"][0]["item"]["id"]) == ("completed", bowl)
    orders_hear()
    assert sorted(one.status for one in orders()) == ["cancelled", "paid"]
    assert (charged(agent), stock_of(mug), stock_of(bowl)) == (1, (20, 0), (19, 0))
    assert agent.call("PUT", f"{SESSIONS}/{session}", basket((mug, 1))).json["code"] == "checkout_not_changeable"


def test_a_change_that_is_refused_leaves_the_order(agent: Agent) -> None:
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    session, total = opened["id"], amount_of(opened)
    agent.complete(session, agent.lent(session, total, then="failed"))
    told = agent.call("PUT", f"{SESSIONS}/{session}", basket(("var_00000000000000000000000000", 1))).json
    assert codes_of(told) == {"item_unavailable"}
    assert [one.status for one in orders()] == ["pending_payment"]
    assert agent.complete(session, agent.lent(session, total)).json["status"] == "completed"


def test_who_pays_in_the_moment_of_a_change_has_paid(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    session, total = opened["id"], amount_of(opened)
    agent.complete(session, agent.lent(session, total, then="failed"))

    def slow(order_id: str) -> None:
        assert agent.complete(session, agent.lent(session, total)).json["status"] == "completed"
        orders_hear()
        cancel_placed(order_id)

    monkeypatch.setattr(fill, "cancel_placed", slow)
    refused = agent.call("PUT", f"{SESSIONS}/{session}", basket((mug, 2)))
    assert (refused.status, refused.json["code"]) == (409, "checkout_not_changeable")
    assert ([one.status for one in orders()], charged(agent), stock_of(mug)) == (["paid"], 1, (19, 0))


def test_a_lost_answer_is_no_refusal(agent: Agent) -> None:
    """The provider charged, and nobody heard: it is neither changed nor paid twice."""
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    session, total = opened["id"], amount_of(opened)
    token = agent.lent(session, total)
    agent.provider.lost_answers = 1
    assert agent.complete(session, token).status == 503
    assert agent.call("PUT", f"{SESSIONS}/{session}", basket((mug, 2))).status == 409
    assert agent.complete(session, token).json["status"] == "completed"
    assert (len(orders()), charged(agent), stock_of(mug)) == (1, 1, (19, 1))


def test_what_nobody_pays_ends_by_itself(agent: Agent) -> None:
    """The deadline of every order: pieces go back on sale, and the session says that it is over."""
    mug = a_variant()
    opened = agent.opened(basket((mug, 1)))
    session, total = opened["id"], amount_of(opened)
    agent.complete(session, agent.lent(session, total, then="failed"))
    (order,) = orders()
    (timer,) = [one for one in OrderRecord.query(order.pk) if one.sk == "TIMER#payment_deadline"]
    with clock.frozen(times.parse(str(timer.due_at))):
        assert run_timers(sqs([{"pk": timer.pk, "sk": timer.sk, "due_at": timer.due_at}]), None) == {"batchItemFailures": []}
    assert ([one.status for one in orders()], stock_of(mug), agent.read(session)["status"]) == (["cancelled"], (20, 0), "canceled")
    late = agent.complete(session, agent.lent(session, total))
    assert (late.status, late.json["code"], charged(agent)) == (409, "checkout_canceled", 0)
    assert agent.call("PUT", f"{SESSIONS}/{session}", basket((mug, 1))).status == 409


def test_acp_changes_it_too(agent: Agent) -> None:
    mug, acp = a_variant(), AcpAgent.made(agent)
    opened = acp.chosen(wanted({"id": mug}))
    session, total = opened["id"], total_of(opened)
    failed = acp.complete(session, agent.lent(session, total, then="failed")).json
    assert failed["messages"][0]["code"] == "payment_declined"
    changed: Any = acp.changed(session, {"line_items": [{"id": mug, "quantity": 2}]})
    assert (changed["status"], stock_of(mug)) == ("ready_for_payment", (20, 0))
    done = acp.complete(session, agent.lent(session, total_of(changed))).json
    assert (done["status"], stock_of(mug)) == ("completed", (18, 2))
