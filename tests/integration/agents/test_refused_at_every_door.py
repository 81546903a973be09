"""Five hundred forgeries, replays, calls of strangers, mandates of others and what is over: each door refuses its share, and everything
stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.agents.store.rules import rules
from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import Agent, amount_of, basket, orders, orders_hear, stored
from tests.integration.agents.doors import AcpDoor, MandateDoor, McpDoor, RestDoor
from tests.integration.agents.test_mandates import switched
from tests.integration.orders.buyer import a_variant, stock_of

EACH = 125
"""At each of the four doors."""


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    rules.forget()
    yield
    rules.forget()


def codes_in(document: Any) -> set[str]:
    """Wherever a protocol says it."""
    error = document.get("error", {})
    result = document.get("result", {}).get("structuredContent", {})
    told = [document, error.get("data", {}), *document.get("messages", []), *result.get("messages", [])]
    return {str(one.get("code", "")) for one in told} - {""}


@pytest.mark.parametrize("kind", [RestDoor, McpDoor, AcpDoor, MandateDoor])
def test_what_nobody_may_is_refused_and_changes_nothing(agent: Agent, kind: Any) -> None:
    """X47: the tables are compared whole before and after."""
    if kind is MandateDoor:
        switched(on=True)
    mug = a_variant()
    door = kind(agent, mug)
    attempts = door.attempts()
    before, asked = stored(), len(agent.provider.calls)
    for n in range(EACH):
        attempt, code = attempts[n % len(attempts)]
        answer = attempt(f"try-{n}")
        assert code in codes_in(answer.json), (n, answer.status, answer.text)
        assert "order" not in answer.json
    assert stored() == before
    assert (len(agent.provider.calls), stock_of(mug), orders()) == (asked, (20, 0), [])
    assert (door.pays()["status"], stock_of(mug)) == ("completed", (18, 2))
    orders_hear()
    assert ([one["status"] for one in agent.provider.charges.values()], len(orders())) == (["succeeded"], 1)


@pytest.mark.parametrize("protocol", ["ucp", "acp"])
def test_tokens_that_are_over_move_nothing(agent: Agent, protocol: str) -> None:
    """The first attempt places the order, as a buyer who pays later does: its pieces are set aside once, however many tokens are tried, and
    go back when it is given up. No money moves."""
    mug, buyer = a_variant(), AcpAgent.made(agent)
    if protocol == "ucp":
        session = agent.opened(basket((mug, 2)))
        total, path = amount_of(session), f"/ucp/v1/checkout-sessions/{session['id']}"
        complete: Any = agent.complete
    else:
        session = buyer.chosen(wanted({"id": mug, "quantity": 2}))
        total, path, complete = total_of(session), f"/acp/checkout_sessions/{session['id']}", buyer.complete
    for n in range(8):
        over = agent.lent(session["id"], total, minutes=-1 - n)
        refused = complete(session["id"], over)
        assert codes_in(refused.json) & {"payment_failed", "payment_declined"}, refused.text
        assert refused.json["status"] in ("ready_for_complete", "ready_for_payment")
        assert (stock_of(mug), len(orders())) == ((18, 2), 1)
    assert [one for one in agent.provider.charges.values() if one["status"] == "succeeded"] == []
    given_up = (agent if protocol == "ucp" else buyer).call("POST", f"{path}/cancel")
    assert given_up.json["status"] == "canceled", given_up.text
    assert stock_of(mug) == (20, 0)
