"""Agents as buyers are seen: their channels in the sales report are their orders, to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.store import cells
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import Agent, amount_of, basket, orders, orders_hear, paid_with
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_variant
from tests.support.buckets import data_bucket
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield
    cells.forget()


def test_the_report_by_channel_equals_the_orders_of_each_agent(agent: Agent) -> None:
    """X47: by UCP over REST and MCP, by ACP, by two agents of one host; however often events come."""
    mug, bowl = a_variant(price=5900), a_variant(price=3101, sku="BOWL")
    other, buyer = Agent(agent.provider, "https://shop.other.example/p"), AcpAgent.made(agent, "chat")
    for one, pieces in ((agent, 1), (agent, 2), (Agent(agent.provider, "https://agent.example/another"), 1), (other, 3)):
        session = one.opened(basket((mug, pieces), (bowl, 1)))
        assert one.complete(session["id"], one.lent(session["id"], amount_of(session))).json["status"] == "completed"
    by_mcp = tool(agent, "create_checkout", checkout=basket((bowl, 2)))["structuredContent"]
    paid = paid_with(agent.lent(by_mcp["id"], amount_of(by_mcp)))
    assert tool(agent, "complete_checkout", key="m", id=by_mcp["id"], checkout=paid)["structuredContent"]["status"] == "completed"
    by_acp = buyer.chosen(wanted({"id": mug, "quantity": 2}))
    assert buyer.complete(by_acp["id"], agent.lent(by_acp["id"], total_of(by_acp))).json["status"] == "completed"
    # One that was opened and is not paid is no sale.
    agent.opened(basket((mug, 1)))
    orders_hear()
    for _ in range(2):
        assert record_facts(sqs_of_events(events_in(OrdersTable)), None) == {"batchItemFailures": []}
        rollup_hourly({}, None)
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for record in orders():
        order = load(Order, record.body)
        sums = expected[order.channel]
        sums[0], sums[1] = sums[0] + 1, sums[1] + sum(line.quantity for line in order.lines)
        sums[2] += order.totals.total
    assert {name: sums[0] for name, sums in expected.items()} == {"agent:agent.example": 4, "agent:shop.other.example": 1, "agent:chat": 1}
    day = clock.now().date()
    answer = Client(app, bearer("analyst")).get(
        f"/v1/admin/reports/sales?from={day - timedelta(days=1)}&to={day + timedelta(days=1)}&by=channel"
    )
    assert answer.status == 200, answer.text
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in answer.json["data"]:
        if row["orders_with"]:
            sums = told[row["key"]]
            sums[0], sums[1], sums[2] = sums[0] + row["orders_with"], sums[1] + row["units"], sums[2] + row["revenue"]["amount"]
    assert dict(told) == dict(expected), answer.text
