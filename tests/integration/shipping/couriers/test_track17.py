"""17TRACK: a signature that is no HMAC, snapshots, tags that say whose number it is (providers.md §5.6)."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping import Subscription, WaybillRef, Webhook
from functions.shipping.couriers.track17.messages import TrackInfo
from functions.shipping.couriers.track17.statuses import stage_of, status_of
from tests.integration.shipping.couriers.sending import Sent, sent, told, work
from tests.support.simulated_couriers import Couriers, Hook


@pytest.fixture
def parcel(couriers: Couriers) -> Sent:
    return sent("17track")


def signed(couriers: Couriers, content: dict[str, Any]) -> Hook:
    body = json.dumps(content).encode()
    sign = hashlib.sha256(body + b"/" + couriers.keys["17track"]["secret"].encode()).hexdigest()
    return Hook("/v1/webhooks/couriers/17track", {"sign": sign, "content-type": "application/json"}, body)


def test_an_hmac_of_the_same_key_is_no_signature_of_it(parcel: Sent, couriers: Couriers) -> None:
    hook, key = told(couriers, parcel, "PICKED_UP"), couriers.keys["17track"]["secret"].encode()
    for wrong in (
        hmac.new(key, hook.body, hashlib.sha256).hexdigest(),
        hashlib.sha256(hook.body + key).hexdigest(),
        hashlib.sha256(hook.body + b"/").hexdigest(),
    ):
        assert hook.deliver(headers={"sign": wrong, "content-type": "application/json"}).status == 401
    assert hook.deliver().status == 200


def test_its_message_is_about_the_parcel_of_the_tag(parcel: Sent, couriers: Couriers) -> None:
    """Two parcels under one number: carriers use theirs again."""
    told(couriers, parcel, "PICKED_UP").deliver()
    hook = told(couriers, parcel, "DELIVERED", 2)
    content = json.loads(hook.body)
    content["data"]["tag"] = "shp_of_somebody_else"
    signed(couriers, content).deliver()
    work()
    assert parcel.parcel().status is TrackingStatus.PICKED_UP
    hook.deliver()
    assert (work(), parcel.parcel().status) == (0, TrackingStatus.DELIVERED)


def test_a_number_that_it_knows_already_gets_the_tag_of_the_new_parcel(couriers: Couriers) -> None:
    """ "Already registered" is fine, also after an answer that was lost."""
    track = couriers.ask("17track")
    for shipment_id in ("shp_1", "shp_2"):
        couriers.act("17track", "next", faults={"http_timeout_after_commit": True})
        asked = Subscription(WaybillRef("RR123456789CN", "", shipment_id, "3011"), couriers.url)
        with pytest.raises(Unavailable):
            track.subscribe(asked)
        track.subscribe(asked)
    hook = couriers.moved("17track", "RR123456789CN", "PICKED_UP")
    assert json.loads(hook.body)["data"]["tag"] == "shp_2"


def test_a_carrier_that_nobody_names_is_found_out(couriers: Couriers) -> None:
    track = couriers.ask("17track")
    track.subscribe(Subscription(WaybillRef("LX000000001NL", "", "shp_1"), couriers.url))
    assert track.query(WaybillRef("LX000000001NL", "", "shp_1")).events == []
    assert track.query(WaybillRef("LX000000404NL", "", "shp_4")).events == []
    couriers.act("17track", "next", refuses=["3011"])
    with pytest.raises(Conflict):
        track.subscribe(Subscription(WaybillRef("LX000000002NL", "", "shp_2", "3011"), couriers.url))


def test_it_tells_when_it_is_asked(parcel: Sent, couriers: Couriers) -> None:
    told(couriers, parcel, "PICKED_UP", 1)
    told(couriers, parcel, "CUSTOMS", 2)
    events = couriers.ask("17track").query(WaybillRef(parcel.number, "", parcel.shipment_id, "3011")).events
    assert [(event.status, event.code) for event in events] == [
        ("PICKED_UP", "InTransit_PickedUp"), ("CUSTOMS", "InTransit_CustomsProcessing"),
    ]  # fmt: skip


def test_a_parcel_that_stands_still_expires_at_the_same_time_however_often_it_is_told(parcel: Sent, couriers: Couriers) -> None:
    told(couriers, parcel, "PICKED_UP", 1).deliver()
    hook = told(couriers, parcel, "EXPIRED", 2)
    for _ in range(2):
        hook.deliver()
        assert work() == 0
    found = parcel.parcel()
    assert (found.status, found.events[-1].at) == (TrackingStatus.EXPIRED, "2025-02-01T01:00:00.000Z")
    couriers.moved("17track", parcel.number, "DELIVERED", at="2025-02-09T00:00:00Z").deliver()
    assert (work(), parcel.parcel().status) == (0, TrackingStatus.DELIVERED)


def test_that_it_stopped_says_nothing_of_the_parcel(parcel: Sent, couriers: Couriers) -> None:
    before = parcel.parcel()
    content = {"event": "TRACKING_STOPPED", "data": {"number": parcel.number, "carrier": 3011, "param": None, "tag": parcel.shipment_id}}
    assert signed(couriers, content).deliver().status == 200
    assert (work(), parcel.parcel()) == (0, before)


def test_a_day_of_arrival_is_read_as_it_stands_there_and_times_in_their_zones() -> None:
    """Case 5"""
    info = TrackInfo.model_validate(
        {
            "latest_status": {"status": "InTransit", "sub_status": None},
            "time_metrics": {"estimated_delivery_date": {"from": None, "to": "2026-12-24T00:00:00Z"}},
            "tracking": {
                "providers": [
                    {
                        "events": [
                            {"time_iso": "2026-12-20T10:00:00-05:00", "description": "b", "stage": "Departure"},
                            {"time_iso": "2026-12-20T10:00:00", "description": "a", "stage": "PickedUp"},
                            {"description": "without a time", "stage": "Delivered"},
                        ]
                    }
                ]
            },
        }
    )
    assert info.eta == "2026-12-24"
    assert [(event.at, event.status) for event in info.events("")] == [
        ("2026-12-20T02:00:00.000Z", "PICKED_UP"), ("2026-12-20T15:00:00.000Z", "IN_TRANSIT"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected"),
    [("InTransit_CustomsReleased", "CUSTOMS"), ("Exception_Lost", "EXCEPTION"), ("DeliveryFailure_NoBody", "ATTEMPT_FAILED"),
     ("DeliveryFailure_Rejected", "REFUSED"), ("Delivered", "DELIVERED"), ("Beamed_Up", ""), ("", "")],
)  # fmt: skip
def test_codes(code: str, expected: str) -> None:
    """providers.md §6"""
    assert (status_of(code), stage_of("Arrival"), stage_of("Beamed")) == (expected, "IN_TRANSIT", "")


def test_keys_that_are_not_its_own_are_a_matter_of_configuration(couriers: Couriers) -> None:
    couriers.change("17track", secret="another")
    with pytest.raises(Unavailable) as why:
        couriers.ask("17track").query(WaybillRef("RR123456789CN"))
    assert why.value.code == "courier_not_configured"
    assert couriers.ask("17track").read_webhook(Webhook({}, b'{"event":"x","data":{"number":"1"}}')).messages[0].events == []
