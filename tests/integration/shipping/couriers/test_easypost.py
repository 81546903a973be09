"""EasyPost: a label per key, refunds, trackers, a key in its normal form (providers.md §5.3)."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.postal_address import Address
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping import Content, Measures, Subscription, WaybillRef, WaybillRequest
from functions.shipping.couriers.easypost.messages import Tracker
from functions.shipping.couriers.easypost.parcel import shipment_of
from functions.shipping.couriers.easypost.statuses import status_of
from functions.shipping.couriers.port import QuoteRequest
from tests.integration.shipping.couriers.sending import KINDS, Sent, ask_to_ship, sent, switched_on, told, work
from tests.support.orders import an_order, store_order
from tests.support.simulated_couriers import Couriers, Hook

RECEIVER = Address("Ann Lee", "4155550123", "US", "California", "Oakland", "", "1 Main St", "94607", country_code="US", subdivision="US-CA")
ABROAD = replace(RECEIVER, country="CA", country_code="CA", province="Ontario", subdivision="CA-ON")
REQUEST = WaybillRequest(
    "shp_9-1", "shp_9", "2026112600001", RECEIVER, measures=Measures(1000, 254, 127, 51), currency="USD",
    contents=[Content("SKU-1", "Red shirt", 2, 1250)],
)  # fmt: skip


def ref(parcel: Sent) -> WaybillRef:
    return WaybillRef(parcel.number, parcel.parcel().key, parcel.shipment_id)


def signed(couriers: Couriers, content: dict[str, Any], key: str | None = None) -> Hook:
    body = json.dumps(content).encode()
    secret = couriers.keys["easypost"]["secret"] if key is None else key
    digest = hmac.new(unicodedata.normalize("NFKD", secret).encode(), body, hashlib.sha256).hexdigest()
    headers = {"x-hmac-signature": f"hmac-sha256-hex={digest}", "content-type": "application/json"}
    return Hook("/v1/webhooks/couriers/easypost", headers, body)


def test_the_key_is_taken_in_its_normal_form(couriers: Couriers) -> None:
    parcel = sent("easypost")
    hook, secret = told(couriers, parcel, "PICKED_UP"), couriers.keys["easypost"]["secret"]
    plain = hmac.new(secret.encode(), hook.body, hashlib.sha256).hexdigest()
    assert hook.deliver(headers=hook.headers | {"x-hmac-signature": f"hmac-sha256-hex={plain}"}).status == 401
    assert hook.deliver(headers=hook.headers | {"x-hmac-signature": plain}).status == 401
    assert hook.deliver().status == 200


@pytest.mark.parametrize("fault", ["http_timeout_after_commit", "http_500_after_commit"])
@pytest.mark.parametrize("lost", ["next", "the key"])
def test_a_lost_answer_asked_again_with_the_same_key_is_one_label(couriers: Couriers, fault: str, lost: str) -> None:
    """F03: whether the shipment's answer was lost, or that of the purchase."""
    post, request = couriers.ask("easypost"), replace(REQUEST, key=f"{fault}-{lost.replace(' ', '_')}")
    before = couriers.live("easypost")
    couriers.act("easypost", "next" if lost == "next" else request.key, faults={fault: True})
    with pytest.raises(Unavailable):
        post.create_waybill(request)
    couriers.act("easypost", request.key, faults={fault: True})
    with pytest.raises(Unavailable):
        post.create_waybill(request)
    made = post.create_waybill(request)
    assert post.create_waybill(request) == made
    assert [number for number in couriers.live("easypost") if number not in before] == [made.number]
    assert (made.amount, made.currency, made.label_url.startswith("http")) == (593, "USD", True)


def test_a_parcel_is_shipped_once_whatever_gets_lost(couriers: Couriers) -> None:
    """F03: on `POST …/shipments`"""
    kind = KINDS["easypost"]
    switched_on(kind)
    order, before = store_order(an_order(quantities=(2, 1))), couriers.live("easypost")
    couriers.act("easypost", "next", faults={"http_timeout_after_commit": True})
    answers = [ask_to_ship(kind, order, "", key="once") for _ in range(3)]
    assert {answer.status for answer in answers} <= {201, 503}
    assert answers[-1].status == 201
    assert [number for number in couriers.live("easypost") if number not in before] == [answers[-1].json["waybill"]]


def test_the_service_and_the_carrier_that_were_asked_for_are_bought(couriers: Couriers) -> None:
    post = couriers.ask("easypost")
    chosen = post.create_waybill(replace(REQUEST, key="chosen", service="Priority", company="USPS"))
    cheapest = post.create_waybill(replace(REQUEST, key="ups", company="UPS"))
    assert (chosen.amount, cheapest.amount) == (758, 910)
    before = couriers.live("easypost")
    for impossible in (replace(REQUEST, key="no", service="Ground", company="USPS"), replace(REQUEST, key="light", measures=Measures())):
        with pytest.raises(Conflict):
            post.create_waybill(impossible)
    couriers.act("easypost", "next", refuses=["CA"])
    with pytest.raises(Conflict, match="serves"):
        post.create_waybill(replace(REQUEST, key="area"))
    assert couriers.live("easypost") == before


def test_a_label_is_refunded_until_it_is_used(couriers: Couriers) -> None:
    """Case 3"""
    parcel, used, post = sent("easypost"), sent("easypost"), couriers.ask("easypost")
    couriers.act("easypost", parcel.parcel().key, faults={"http_timeout_after_commit": True})
    with pytest.raises(Unavailable):
        post.cancel(ref(parcel))
    for _ in range(2):
        assert post.cancel(ref(parcel)).done
    assert parcel.number not in couriers.live("easypost")
    told(couriers, used, "PICKED_UP")
    refused = post.cancel(ref(used))
    assert (refused.done, "used already" in refused.reason) == (False, True)
    assert post.cancel(WaybillRef("EZ0", "never", "never")).done


def test_prices_and_its_label(couriers: Couriers) -> None:
    parcel, post = sent("easypost"), couriers.ask("easypost")
    offers = post.quote(QuoteRequest(RECEIVER, Measures(1000), "USD", "USPS"))
    assert [(one.service, one.amount, one.currency, one.days) for one in offers] == [
        ("Priority", 758, "USD", 2), ("GroundAdvantage", 593, "USD", 4),
    ]  # fmt: skip
    label = post.label(ref(parcel))
    assert (label.content[:4], parcel.number.encode() in label.content) == (b"%PDF", True)


def test_a_parcel_is_told_in_ounces_and_inches_and_to_customs_where_it_leaves_the_country() -> None:
    sender = {"name": "Shop", "street1": "417 Montgomery", "country": "US"}
    home, abroad = shipment_of(REQUEST, {"sender": sender}), shipment_of(replace(REQUEST, receiver=ABROAD), {"sender": sender})
    assert home["parcel"] == {"weight": 35.3, "length": 10.0, "width": 5.0, "height": 2.0}
    assert (home["reference"], home["to_address"]["state"], "customs_info" in home) == ("shp_9-1", "CA", False)
    assert "email" not in home["to_address"]
    assert abroad["customs_info"]["customs_items"] == [
        {
            "description": "Red shirt", "quantity": 2, "value": 25.0, "origin_country": "US", "weight": 35.3, "currency": "USD",
            "code": "SKU-1",
        }
    ]  # fmt: skip
    with pytest.raises(Conflict):
        shipment_of(REQUEST, {})


def test_a_foreign_waybill_is_followed_and_asked_for(couriers: Couriers) -> None:
    post, foreign = couriers.ask("easypost"), WaybillRef("9400100000000000000000", "", "shp_1", "USPS")
    assert post.query(foreign).events == []
    for _ in range(2):
        post.subscribe(Subscription(foreign, couriers.url))
    couriers.moved("easypost", foreign.number, "REFUSED")
    assert [event.status for event in post.query(foreign).events] == ["REFUSED"]
    assert post.query(replace(foreign, company="UPS")).events == []


def test_other_events_of_its_are_kept_and_say_nothing(couriers: Couriers) -> None:
    hook = signed(couriers, {"id": "evt_1", "object": "Event", "description": "batch.updated", "result": {"id": "batch_1"}})
    assert (hook.deliver().status, work()) == (200, 0)
    broken = signed(couriers, {"id": "evt_2", "object": "Event", "description": "tracker.updated", "result": {"tracking_code": ""}})
    assert broken.deliver().status == 422


def test_what_it_weighed_is_kept_and_a_day_is_a_day(couriers: Couriers) -> None:
    """Case 5; the carrier's weight beside the quoted one"""
    parcel = sent("easypost")
    content = json.loads(told(couriers, parcel, "PICKED_UP").body)
    content["result"] |= {"weight": 35.3, "est_delivery_date": "2026-12-24T00:00:00Z"}
    signed(couriers, content).deliver()
    assert work() == 0
    billed = parcel.parcel().billed
    assert (billed and billed.weight_g, Tracker.model_validate(content["result"]).eta) == (1001, "2026-12-24")
    assert parcel.parcel().status is TrackingStatus.PICKED_UP


@pytest.mark.parametrize(
    ("given", "expected"),
    [(("failure", ""), "EXCEPTION"), (("failure", "refused"), "REFUSED"), (("return_to_sender", "delivered"), "RETURNED"),
     (("return_to_sender", ""), "RETURNING"), (("in_transit", "arrived_at_facility"), "IN_TRANSIT"), (("beamed", "up"), "")],
)  # fmt: skip
def test_codes(given: tuple[str, str], expected: str) -> None:
    """providers.md §6"""
    assert status_of(*given) == expected
