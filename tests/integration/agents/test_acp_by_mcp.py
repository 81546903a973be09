"""ACP by MCP: the same sessions, answers and keys as by REST."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.agents.app import app
from functions.agents.mcp.acp_tools import ACP_TOOLS
from functions.agents.mcp.tools import TOOLS
from tests.integration.agents import test_acp_signed
from tests.integration.agents.acp import SESSIONS, VERSION, AcpAgent, checked, total_of, wanted, with_token
from tests.integration.agents.agent import Agent, orders, orders_hear, stored
from tests.integration.agents.test_acp_signed import Signer
from tests.integration.agents.test_mcp import NEW, rpc
from tests.integration.orders.buyer import a_variant, stock_of
from tests.support.http import Client

signer = test_acp_signed.signer
_STANDARD = [{"type": "shipping", "option_id": "standard"}]


@pytest.fixture
def buyer(agent: Agent) -> AcpAgent:
    return AcpAgent.made(agent)


def tell(buyer: AcpAgent, name: str, *, key: str = "", meta: dict[str, Any] | None = None, **arguments: Any) -> tuple[Any, bool]:
    """What is told, and whether it is an error."""
    said = {"api_version": VERSION} | ({"idempotency_key": key} if key else {}) if meta is None else meta
    params = {"name": name, "arguments": {"meta": said, **arguments}}
    answer = rpc("tools/call", params, headers={"authorization": f"Bearer {buyer.secret}"}).json
    if "error" in answer:
        return answer["error"], True
    return answer["result"]["structuredContent"], bool(answer["result"]["isError"])


def test_a_purchase_by_tools_and_its_answers_by_both_doors(buyer: AcpAgent) -> None:
    """X36"""
    mug = a_variant(price=5900)
    listed = rpc("tools/list", headers={"authorization": f"Bearer {buyer.secret}"}).json["result"]
    assert ([one["name"] for one in listed["tools"]], listed["cacheScope"]) == (sorted({*TOOLS, *ACP_TOOLS}), "private")
    assert [one["name"] for one in rpc("tools/list").json["result"]["tools"]] == sorted(TOOLS)
    assert Client(app).get("/.well-known/acp.json").json["transports"] == ["rest", "mcp"]
    opened, failed = tell(buyer, "create_checkout_session", key="c", payload=wanted({"id": mug, "quantity": 2}))
    assert (failed, checked(opened)["status"]) == (False, "not_ready_for_payment")
    # The same key by REST is told the same, and makes no second one.
    assert buyer.call("POST", SESSIONS, wanted({"id": mug, "quantity": 2}), key="c").json == opened
    chosen, _ = tell(buyer, "update_checkout_session", key="u", id=opened["id"], payload={"selected_fulfillment_options": _STANDARD})
    assert chosen["status"] == "ready_for_payment"
    assert tell(buyer, "get_checkout_session", id=opened["id"])[0]["totals"] == buyer.read(opened["id"])["totals"]
    body = with_token(buyer.wallet.lent(opened["id"], total_of(chosen)))
    done, failed = tell(buyer, "complete_checkout_session", key="k", id=opened["id"], payload=body)
    assert (failed, checked(done)["status"], stock_of(mug)) == (False, "completed", (18, 2))
    again = buyer.call("POST", f"{SESSIONS}/{opened['id']}/complete", body, key="k")
    assert (again.json, again.headers["idempotent-replayed"]) == (done, "true")
    ended, failed = tell(buyer, "cancel_checkout_session", key="x", id=opened["id"])
    assert (failed, ended["code"]) == (True, "checkout_ended")
    orders_hear()
    assert [one["status"] for one in buyer.wallet.provider.charges.values()] == ["succeeded"]
    assert len(orders()) == 1


def test_what_is_wrong_is_said_as_by_rest_and_changes_nothing(buyer: AcpAgent) -> None:
    session, stranger = buyer.chosen(wanted({"id": a_variant()}))["id"], AcpAgent.made(buyer.wallet)
    before = stored()
    new: dict[str, Any] = {"payload": wanted({"id": "var_00000000000000000000000000"})}
    assert tell(buyer, "create_checkout_session", **new)[0]["code"] == "idempotency_key_required"
    assert tell(buyer, "create_checkout_session", key="k", **new)[0]["type"] == "invalid_request"
    assert tell(buyer, "get_checkout_session", meta={}, id=session)[0]["supported_versions"] == [VERSION]
    assert tell(stranger, "get_checkout_session", id=session)[0]["code"] == "not_found"
    assert tell(stranger, "cancel_checkout_session", key="k", id=session) == (
        {"type": "invalid_request", "code": "not_found", "message": "There is no such checkout session."}, True,
    )  # fmt: skip
    wrongs: list[dict[str, Any]] = [{"meta": "x"}, {"payload": []}, {"id": 3}, {"meta": {"api_version": 1}}]
    for wrong in wrongs:
        arguments = {"meta": {"api_version": VERSION, "idempotency_key": "k"}, "id": session, **wrong}
        answer = rpc(
            "tools/call", {"name": "update_checkout_session", "arguments": arguments}, headers={"authorization": f"Bearer {buyer.secret}"}
        )
        assert answer.json["error"]["code"] == -32602, wrong
    nobody = AcpAgent(buyer.wallet, "pk_nobody", "")
    assert tell(nobody, "get_checkout_session", id=session)[0]["code"] == "unauthorized"
    hidden = rpc("tools/call", {"name": "get_checkout_session", "arguments": {"id": session}}).json["error"]
    assert hidden["message"] == "There is no such tool."
    assert stored() == before


def test_where_it_has_to_be_signed_the_whole_call_is(signer: Signer) -> None:
    def ask(key: str, signed_key: str = "", **changed: str) -> tuple[Any, bool]:
        arguments = {"meta": {"api_version": VERSION, "idempotency_key": key}, "payload": wanted({"id": mug})}
        meta = {"io.modelcontextprotocol/protocolVersion": NEW, "io.modelcontextprotocol/clientCapabilities": {}}
        params = {"name": "create_checkout_session", "arguments": arguments, "_meta": meta}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        headers = signer.headers("POST", "/ucp/mcp", body, signed_key or key)
        own = {"mcp-protocol-version": NEW, "mcp-method": "tools/call", "mcp-name": "create_checkout_session"}
        answer = Client(app).call("POST", "/ucp/mcp", json.dumps(body).encode(), headers | own | changed).json["result"]
        return answer["structuredContent"], answer["isError"]

    mug = a_variant()
    before = stored()
    assert ask("k", signature="")[0]["code"] == "signature_missing"
    assert ask("k", "another")[0]["code"] == "signature_invalid"
    assert ask("k", timestamp="2026-11-25T08:00:00Z")[0]["code"] == "signature_invalid"
    assert stored() == before
    opened, failed = ask("k")
    assert (failed, opened["line_items"][0]["variant_id"]) == (False, mug)
