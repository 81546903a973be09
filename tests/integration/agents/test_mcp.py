"""MCP: the published client buys, both revisions, and what is refused."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from mcp.client.client import Client as McpClient

from functions.agents.app import app
from functions.agents.mcp.tools import TOOLS
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, codes_of, orders, orders_hear, paid_with
from tests.integration.agents.served import served
from tests.integration.orders.buyer import a_guest, a_variant, stock_of
from tests.support.http import Answer, Client

NEW, OLD = "2026-07-28", "2025-11-25"


def rpc(method: str, params: dict[str, Any] | None = None, *, version: str = NEW, headers: dict[str, str] | None = None) -> Answer:
    given = dict(params or {})
    sent = {"mcp-protocol-version": version}
    if version == NEW:
        given["_meta"] = {"io.modelcontextprotocol/protocolVersion": NEW, "io.modelcontextprotocol/clientCapabilities": {}}
        sent |= {"mcp-method": method} | ({"mcp-name": given["name"]} if "name" in given else {})
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": given}
    return Client(app).call("POST", "/ucp/mcp", json.dumps(body).encode(), {"content-type": "application/json", **sent, **(headers or {})})


def tool(agent: Agent, name: str, *, key: str = "", **arguments: Any) -> Any:
    meta = {"ucp-agent": {"profile": agent.url}} | ({"idempotency-key": key} if key else {})
    answer = rpc("tools/call", {"name": name, "arguments": {"meta": meta, **arguments}})
    return answer.json.get("result") or answer.json["error"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_published_client_buys(agent: Agent, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    mug = a_variant(price=5900)
    shopper = a_guest()
    shopper.add(mug, 2)
    price = shopper.ready().preview()["totals"]["total"]["amount"]
    meta = {"ucp-agent": {"profile": agent.url}}

    async def buy(url: str) -> tuple[list[str], Any]:
        async with McpClient(f"{url}/ucp/mcp", mode=mode) as client:
            names = [one.name for one in (await client.list_tools()).tools]
            opened = await client.call_tool("create_checkout", {"meta": meta, "checkout": basket((mug, 2))})
            session = opened.structured_content
            assert session is not None
            token = agent.lent(session["id"], amount_of(session))
            ends = meta | {"idempotency-key": "one"}
            done = await client.call_tool("complete_checkout", {"meta": ends, "id": session["id"], "checkout": paid_with(token)})
            assert done.structured_content is not None
            order = done.structured_content["order"]["id"]
            tracked = await client.call_tool("track_order", {"id": order})
            assert tracked.structured_content is not None
            return names, (session, done.structured_content, tracked.structured_content)

    with served(monkeypatch) as url:
        names, (session, done, tracked) = asyncio.run(buy(url))
    assert names == sorted(TOOLS)
    assert (done["status"], amount_of(session), amount_of(done)) == ("completed", price, price)
    assert (tracked["id"], tracked["parcels"], stock_of(mug)) == (done["order"]["id"], [], (18, 2))


def test_every_door_leads_to_the_one_order(agent: Agent) -> None:
    """Issue 15, case 18: the same session by REST and MCP, with and without keys."""
    session = agent.opened(basket((a_variant(), 1)))
    token = agent.lent(session["id"], amount_of(session))
    done = agent.complete(session["id"], token, key="k")
    body = paid_with(agent.lent(session["id"], amount_of(session)))
    other = tool(agent, "complete_checkout", key="k", id=session["id"], checkout=body)["structuredContent"]
    assert other["order"] == done.json["order"]
    for name in ("complete_checkout", "cancel_checkout"):
        given: dict[str, Any] = {"checkout": body} if name.startswith("complete") else {}
        refused = tool(agent, name, id=session["id"], **given)
        assert (refused["code"], refused["data"]["code"]) == (-32602, "idempotency_key_required")
    read = tool(agent, "get_checkout", id=session["id"])
    assert read["structuredContent"]["status"] == "completed"
    # The protocol's shape stays; beside it is told which of it are texts.
    assert "/line_items/*/item/title" in read["_meta"]["serverless-commerce/untrusted"]
    assert {"/status", "/id", "/currency"} & set(read["_meta"]["serverless-commerce/untrusted"]) == set()
    assert tool(agent, "cancel_checkout", key="c", id=session["id"])["isError"] is True
    orders_hear()
    assert (len(orders()), len(agent.provider.charges)) == (1, 1)
    assert agent.call("GET", f"{SESSIONS}/{session['id']}").json["status"] == "completed"


def test_a_return_is_not_offered_before_anything_was_sent(agent: Agent) -> None:
    """What would be refused when it is confirmed is not told to be possible first."""
    session = agent.opened(basket((a_variant(), 1)))
    done = agent.complete(session["id"], agent.lent(session["id"], amount_of(session))).json
    order = done["order"]["id"]
    pieces = [{"id": line["id"], "quantity": 1} for line in done["line_items"]]
    told = tool(agent, "request_return", id=order, line_items=pieces, reason="changed_mind")
    assert (told["isError"], codes_of(told["structuredContent"])) == (True, {"line_quantity_exceeded"}), told
    assert tool(agent, "track_order", id=order)["structuredContent"]["returns"] == []
    assert tool(agent, "track_order", id=order.partition(".")[0])["isError"] is True


def test_the_protocol_is_spoken_as_it_is_written(agent: Agent) -> None:
    found = rpc("server/discover").json["result"]
    assert (found["supportedVersions"], found["resultType"], found["cacheScope"]) == ([NEW, OLD], "complete", "public")
    assert rpc("tools/list").json == rpc("tools/list").json
    shaken = rpc("initialize", {"protocolVersion": OLD, "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}, version=OLD)
    assert (shaken.json["result"]["protocolVersion"], "mcp-session-id" in shaken.headers) == (OLD, False)
    assert Client(app).get("/ucp/mcp").status == 405
    told = Client(app).call("POST", "/ucp/mcp", b'{"jsonrpc": "2.0", "method": "notifications/initialized"}', {})
    assert (told.status, told.text) == (202, "")

    def refused(answer: Answer) -> tuple[int, int]:
        return answer.status, answer.json["error"]["code"]

    assert refused(rpc("tools/list", headers={"mcp-method": "tools/call"})) == (400, -32020)
    assert refused(rpc("tools/list", headers={"mcp-protocol-version": OLD})) == (400, -32020)
    assert refused(rpc("tools/list", version="1999-01-01")) == (400, -32022)
    assert refused(rpc("tools/list", headers={"content-type": "text/plain"})) == (415, -32600)
    assert refused(rpc("no/such")) == (404, -32601)
    assert refused(rpc("no/such", version=OLD)) == (200, -32601)
    assert refused(rpc("tools/list", headers={"origin": "https://evil.example"})) == (403, -32600)
    form = b'{"jsonrpc": "2.0", "id": %s, "method": "%s"}'
    calls = [form % (one, b"ping") for one in (b"{}", b"null", b"true", b"1.5", rb'"\ud800"')]
    for raw in (b"{", b"[]", b"null", b"[" * 5000, form % (b"1", rb"\ud800"), *calls):
        answer = Client(app).call("POST", "/ucp/mcp", raw, {})
        assert answer.status == 400, answer.text
    # Whose id could be read is told to whom the refusal belongs; a header alone says no version that we do not speak.
    assert rpc("tools/list", version="1999-01-01").json["id"] == 1
    unsaid = Client(app).call("POST", "/ucp/mcp", form % (b"7", b"ping"), {"mcp-protocol-version": NEW})
    assert (refused(unsaid), unsaid.json["id"]) == ((400, -32020), 7)
    assert tool(agent, "nothing")["code"] == -32602
    assert rpc("tools/call", {"name": "get_checkout", "arguments": {"id": "chk_x"}}).json["error"]["code"] == -32001
    assert tool(agent, "get_checkout", id="chk_x")["isError"] is True
    helped = rpc("tools/call", {"name": "search_help", "arguments": {"query": "returns"}}).json["result"]
    assert helped["structuredContent"] == {"articles": []}
