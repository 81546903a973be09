"""Issue 15, case 17, with its figures: a parcel to Germany for 4.90, then the same session goes to the United States, by each protocol."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.agents.acp import SESSIONS as ACP_SESSIONS
from tests.integration.agents.acp import AcpAgent, total_of, wanted
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, codes_of, orders
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_variant, staff
from tests.integration.orders.settings.test_places import ZONES

BERLIN = {
    "id": "home", "address_country": "DE", "address_region": "", "address_locality": "Berlin", "extended_address": "",
    "street_address": "Torstraße 1", "postal_code": "10115",
}  # fmt: skip
NEW_YORK = BERLIN | {"address_country": "US", "address_region": "NY", "address_locality": "New York", "postal_code": "10001"}


@pytest.fixture(autouse=True)
def _parcel() -> None:
    rate = {"id": "parcel", "carrier": "manual", "service": "parcel", "currency": "CNY", "first_fee": 490}
    made = staff().post(ZONES, {"name": "Germany", "areas": [{"country": "DE"}], "rates": [rate]})
    assert made.status == 201, made.text


def in_acp(home: dict[str, str]) -> dict[str, Any]:
    address = {
        "name": "Li Lei", "line_one": home["street_address"], "city": home["address_locality"], "state": home["address_region"],
        "country": home["address_country"], "postal_code": home["postal_code"],
    }  # fmt: skip
    return {"name": "Li Lei", "phone_number": "+4930000000", "email": "buyer@example.com", "address": address}


def test_by_ucp_over_rest_and_mcp(agent: Agent) -> None:
    a, b, c = a_variant(sku="A", price=3200), a_variant(sku="B", price=3200), a_variant(sku="C", price=3200)
    session = agent.opened(basket((a, 1), (b, 1), home=BERLIN, option="parcel"))
    kept = {line["item"]["id"]: line["id"] for line in session["line_items"]}
    assert (session["status"], amount_of(session, "fulfillment"), amount_of(session)) == ("ready_for_complete", 490, 6890)
    gone = agent.call("PUT", f"{SESSIONS}/{session['id']}", basket((b, 3), (c, 1), home=NEW_YORK, option="parcel")).json
    assert {line["item"]["id"] for line in gone["line_items"]} == {b, c}
    assert next(line["id"] for line in gone["line_items"] if line["item"]["id"] == b) == kept[b]
    assert (gone["status"], amount_of(gone, "fulfillment"), amount_of(gone)) == ("incomplete", 0, 12800)
    group = gone["fulfillment"]["methods"][0]["groups"][0]
    assert (group["selected_option_id"], "parcel" in {one["id"] for one in group["options"]}, bool(group["options"])) == (None, False, True)
    assert tool(agent, "get_checkout", id=session["id"])["structuredContent"]["totals"] == gone["totals"]
    refused = agent.complete(session["id"], agent.lent(session["id"], 10**6)).json
    assert (refused["status"], bool(codes_of(refused))) == ("incomplete", True)
    assert (orders(), agent.provider.charges) == ([], {})
    chosen = basket((b, 3), (c, 1), home=NEW_YORK, option=group["options"][0]["id"])
    ready = tool(agent, "update_checkout", id=session["id"], checkout=chosen)["structuredContent"]
    assert ready["status"] == "ready_for_complete"


def test_by_acp(agent: Agent) -> None:
    buyer, mug = AcpAgent.made(agent), a_variant(price=3200)
    parcel = [{"type": "shipping", "option_id": "parcel", "item_ids": [mug]}]
    opened = buyer.opened(wanted({"id": mug}, details=in_acp(BERLIN), selected_fulfillment_options=parcel))
    assert (opened["status"], total_of(opened, "fulfillment"), total_of(opened)) == ("ready_for_payment", 490, 3690)
    assert [(one["id"], total_of(one)) for one in opened["fulfillment_options"]] == [("parcel", 490)]
    gone = buyer.changed(opened["id"], {"fulfillment_details": in_acp(NEW_YORK), "selected_fulfillment_options": parcel})
    assert (gone["status"], total_of(gone, "fulfillment"), total_of(gone)) == ("not_ready_for_payment", 0, 3200)
    assert ("selected_fulfillment_options" in gone, "parcel" in {one["id"] for one in gone["fulfillment_options"]}) == (False, False)
    refused = buyer.complete(opened["id"], buyer.wallet.lent(opened["id"], 10**6)).json
    assert (refused["status"], orders(), agent.provider.charges) == ("not_ready_for_payment", [], {})
    there = [{"type": "shipping", "option_id": gone["fulfillment_options"][0]["id"], "item_ids": [mug]}]
    assert buyer.changed(opened["id"], {"selected_fulfillment_options": there})["status"] == "ready_for_payment"
    assert buyer.call("GET", f"{ACP_SESSIONS}/{opened['id']}").status == 200
