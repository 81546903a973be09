"""Kuaidi100: salts per parcel, snapshots, numbers that it gives up, carriers that it corrects (providers.md §5.1)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from functions.orders.app import app
from functions.orders.shipping.follow_parcels import follow_by_timer
from functions.shared.outside import clock
from functions.shared.plain import settings, times
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping import Subscription, WaybillRef
from functions.shipping.couriers.kuaidi100.courier import Kuaidi100Courier
from functions.shipping.couriers.kuaidi100.signing import push_sign, salt_of
from tests.integration.shipping.couriers.sending import Sent, sent, told, work
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.simulated_couriers import Couriers, Hook


@pytest.fixture
def parcel(couriers: Couriers) -> Sent:
    return sent("kuaidi100")


def signed(hook: Hook, param: str, salt: str) -> bytes:
    return urlencode({"sign": push_sign(param, salt), "param": param}).encode()


def param_of(hook: Hook) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(dict(parse_qsl(hook.body.decode()))["param"])
    return content


def test_the_salt_of_another_parcel_and_none_sign_nothing(parcel: Sent, couriers: Couriers) -> None:
    """providers.md §9: another shipment's salt, an empty one, and a path without the parcel"""
    hook = told(couriers, parcel, "DELIVERED")
    param, secret = dict(parse_qsl(hook.body.decode()))["param"], couriers.keys["kuaidi100"]["secret"]
    assert hook.deliver(body=signed(hook, param, salt_of(secret, parcel.shipment_id))).status == 200
    other = sent("kuaidi100")
    for salt in ("", salt_of(secret, other.shipment_id), salt_of("", parcel.shipment_id), secret):
        assert hook.deliver(body=signed(hook, param, salt)).status == 401
    for path in ("/v1/webhooks/couriers/kuaidi100", f"/v1/webhooks/couriers/kuaidi100/{other.shipment_id}"):
        assert hook.deliver(path=path).status == 401
    assert hook.deliver(path="/v1/webhooks/couriers/kuaidi100", body=signed(hook, param, "")).status == 401


def test_a_leaked_salt_moves_no_parcel_but_its_own(parcel: Sent, couriers: Couriers) -> None:
    other = sent("kuaidi100")
    hook = told(couriers, parcel, "DELIVERED")
    param = json.dumps(param_of(hook)).replace(parcel.number, other.number)
    body = signed(hook, param, salt_of(couriers.keys["kuaidi100"]["secret"], parcel.shipment_id))
    assert hook.deliver(body=body).status == 200
    assert work() == 1
    assert TrackingStatus.DELIVERED not in (parcel.parcel().status, other.parcel().status)


def test_it_is_answered_in_its_own_words(parcel: Sent, couriers: Couriers) -> None:
    hook = told(couriers, parcel, "PICKED_UP")
    for _ in range(2):
        assert hook.deliver().json == {"result": True, "returnCode": "200", "message": "成功"}


def test_a_snapshot_brings_only_what_is_new(parcel: Sent, couriers: Couriers) -> None:
    first, second = told(couriers, parcel, "PICKED_UP", 1), told(couriers, parcel, "IN_TRANSIT", 2)
    assert [len(param_of(hook)["lastResult"]["data"]) for hook in (first, second)] == [1, 2]
    for hook in (second, first, second):
        hook.deliver()
        work()
    assert [(e.at, e.status, e.code) for e in parcel.heard()] == [
        ("2025-01-02T01:00:00.000Z", "PICKED_UP", "1"),
        ("2025-01-02T02:00:00.000Z", "IN_TRANSIT", "1002"),
    ]


def test_a_parcel_that_stands_still_expires_and_lives_again(parcel: Sent, couriers: Couriers) -> None:
    """Case 6: 60 days without a change, then a real scan, then the door."""
    told(couriers, parcel, "PICKED_UP", 1).deliver()
    abort = told(couriers, parcel, "EXPIRED", 2)
    for _ in range(2):
        abort.deliver()
        assert work() == 0
    found = parcel.parcel()
    assert (found.status, found.events[-1].at, found.events[-1].text) == (
        TrackingStatus.EXPIRED, "2025-03-03T01:00:00.000Z", "60天无变化",
    )  # fmt: skip
    couriers.moved("kuaidi100", parcel.number, "IN_TRANSIT", at="2025-03-08T00:00:00Z").deliver()
    couriers.moved("kuaidi100", parcel.number, "DELIVERED", at="2025-03-09T00:00:00Z").deliver()
    assert work() == 0
    assert (parcel.parcel().status, parcel.parcel().delivered_at) == (TrackingStatus.DELIVERED, "2025-03-09T00:00:00.000Z")


def test_a_number_that_nobody_knows_yet_is_followed_again_after_half_an_hour(parcel: Sent, couriers: Couriers) -> None:
    hook = couriers.moved("kuaidi100", parcel.number, "EXPIRED")
    assert param_of(hook)["message"] == "3天查询无记录"
    now = clock.now()
    hook.deliver()
    assert (work(), parcel.parcel().followed, parcel.parcel().status) == (0, "", TrackingStatus.PICKED_UP)
    wait = times.parse(parcel.timer()) - now
    assert timedelta(minutes=29) < wait <= timedelta(minutes=31)
    follow_by_timer(parcel.due())
    assert (parcel.parcel().followed, parcel.timer()) == ("kuaidi100", "")


def test_four_times_a_month_it_follows_a_number_and_then_no_more(parcel: Sent, couriers: Couriers) -> None:
    ref = WaybillRef(parcel.number, "", parcel.shipment_id, "yuantong", "13800000000")
    for _ in range(4):
        couriers.ask("kuaidi100").subscribe(Subscription(ref, f"{couriers.url}/v1/webhooks/couriers/kuaidi100"))
    with pytest.raises(Conflict, match="4次"):
        couriers.ask("kuaidi100").subscribe(Subscription(ref, f"{couriers.url}/v1/webhooks/couriers/kuaidi100"))


@pytest.mark.parametrize("number", ["12345", "1" * 33, ""])
def test_numbers_of_another_length_are_not_even_asked(couriers: Couriers, number: str) -> None:
    for ask in (couriers.ask("kuaidi100").query, lambda ref: couriers.ask("kuaidi100").subscribe(Subscription(ref, couriers.url))):
        with pytest.raises(Conflict) as refused:
            ask(WaybillRef(number, "", "shp_1", "yuantong"))
        assert refused.value.code == "courier_refused"


def test_a_carrier_that_it_corrects_is_still_the_same_parcel(parcel: Sent, couriers: Couriers) -> None:
    hook = told(couriers, parcel, "DELIVERED", corrected="zhongtong")
    assert (param_of(hook)["comNew"], param_of(hook)["lastResult"]["com"]) == ("zhongtong", "zhongtong")
    hook.deliver()
    assert (work(), parcel.parcel().status) == (0, TrackingStatus.DELIVERED)


def test_who_has_the_parcel_by_its_word_is_kept_and_shown(parcel: Sent, couriers: Couriers) -> None:
    """F04: staff see it, buyers see that carrier's name, its score counts, and the parcel is still found under its waybill."""
    for _ in range(2):
        told(couriers, parcel, "IN_TRANSIT", 1, corrected="zhongtong").deliver()
        assert work() == 0
    kept = parcel.parcel()
    assert (kept.carrier, kept.corrected_company, kept.corrected_carrier, kept.brought_by) == ("yto", "zhongtong", "zto", "zto")
    told(couriers, parcel, "DELIVERED", 2, corrected="nobodys").deliver()
    assert (work(), parcel.parcel().corrected_company, parcel.parcel().brought_by) == (0, "nobodys", "yto")
    here = f"/v1/admin/orders/{parcel.order.id}/shipments/{parcel.shipment_id}"
    assert Client(app, bearer("owner")).get(here).json["corrected"] == {"company": "nobodys", "carrier": None}


def test_it_tells_when_it_is_asked(parcel: Sent, couriers: Couriers) -> None:
    ref = WaybillRef(parcel.number, "", parcel.shipment_id, "yuantong")
    assert couriers.ask("kuaidi100").query(ref).events == []
    told(couriers, parcel, "PICKED_UP", 1)
    told(couriers, parcel, "REFUSED", 2)
    assert [event.status for event in couriers.ask("kuaidi100").query(ref).events] == ["PICKED_UP", "REFUSED"]


def test_a_lost_answer_and_keys_that_are_not_its_own_are_told_apart_from_a_refusal(parcel: Sent, couriers: Couriers) -> None:
    asked = Subscription(WaybillRef("YT7777777", "", "shp_7", "yuantong"), f"{couriers.url}/v1/webhooks/couriers/kuaidi100")
    couriers.act("kuaidi100", "next", faults={"http_timeout_after_commit": True})
    with pytest.raises(Unavailable) as lost:
        couriers.ask("kuaidi100").subscribe(asked)
    couriers.ask("kuaidi100").subscribe(asked)
    couriers.act("kuaidi100", "next", refuses=["yuantong"])
    with pytest.raises(Conflict):
        couriers.ask("kuaidi100").subscribe(asked)
    couriers.change("kuaidi100", key="another")
    with pytest.raises(Unavailable) as wrong:
        couriers.ask("kuaidi100").subscribe(asked)
    assert (lost.value.code, wrong.value.code) == ("courier_unavailable", "courier_not_configured")


def test_its_callback_is_asked_as_https_outside_the_local_stage(couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def keep(_: object, entry: Any, path: str, fields: dict[str, str]) -> dict[str, Any]:
        asked.append(json.loads(fields["param"])["parameters"])
        return {"returnCode": "200"}

    couriers.put_keys({"kuaidi100": {"customer": "C", "key": "k", "secret": "s"}})
    monkeypatch.setenv("STAGE", "prod")
    settings.settings.cache_clear()
    monkeypatch.setattr(Kuaidi100Courier, "_post", keep)
    couriers.ask("kuaidi100").subscribe(
        Subscription(WaybillRef("YT123456", "", "shp_1", "yuantong", "+86 138 0000 1234"), "http://shop.example/x")
    )
    assert (asked[0]["callbackurl"], asked[0]["phone"]) == ("https://shop.example/x/shp_1", "1234")
    assert (asked[0]["salt"], asked[0]["resultv2"]) == (salt_of("s", "shp_1"), "4")
