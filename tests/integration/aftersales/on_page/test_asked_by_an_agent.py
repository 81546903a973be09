"""What an agent asks to be sent back of what has come: told first, opened once its buyer agrees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.agents.trust.order_handles import handle_of
from functions.shared.outside import clock
from tests.integration.aftersales.on_page.test_asked_on_page import cases
from tests.integration.aftersales.sold import Sold
from tests.integration.agents.test_mcp import rpc


def test_a_return_takes_two_calls(sold: Sold) -> None:
    """X47: nothing is opened before its buyer agreed, once however often, and nothing else than what was told."""
    mug, plate = (line["id"] for line in sold.order["lines"])

    def ask(*pieces: tuple[str, int], reason: str = "changed_mind", **more: str) -> Any:
        lines = [{"id": line, "quantity": count} for line, count in pieces]
        given = {"id": handle_of(sold.id), "line_items": lines, "reason": reason, **more}
        answer = rpc("tools/call", {"name": "request_return", "arguments": given}).json
        return answer.get("result") or answer["error"]

    # More than was ordered is not offered first and refused then, however it is divided; nor a reason that is none.
    for wrong in (ask((mug, 4)), ask((mug, 2), (mug, 2)), ask(("line_x", 1)), ask((mug, 1), reason="missing")):
        assert wrong["code"] == -32602, wrong
    told = ask((mug, 2), (plate, 1))["structuredContent"]
    assert (told["status"], told["would_refund"]) == ("needs_confirmation", {"amount": 2 * 5900 + 3333, "currency": "CNY"})
    assert [(one["id"], one["quantity"]) for one in told["would_return"]] == [(mug, 2), (plate, 1)]
    token = told["confirm_token"]
    assert cases(sold) == []
    for other in (ask((mug, 1), (plate, 1), confirm_token=token), ask((mug, 2), (plate, 1), confirm_token="bm8=")):
        assert other["code"] == -32602
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert ask((mug, 2), (plate, 1), confirm_token=token)["code"] == -32602
    assert cases(sold) == []
    for _ in range(2):
        done = ask((mug, 2), (plate, 1), confirm_token=token)
        assert done["structuredContent"]["status"] == "requested"
    assert cases(sold) == [("requested", 3)]
    # What is in a case already is not offered again.
    again = ask((mug, 2))
    assert (again["isError"], again["structuredContent"]["messages"][0]["code"]) == (True, "line_quantity_exceeded")
