"""SF Express: one order per key, lost answers, calling back, labels, and ends that are asked for (providers.md §5.2)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import pytest

from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.postal_address import Address
from functions.shared.plain.tracking import TrackingStatus
from functions.shipping import Content, Measures, Subscription, WaybillRef, WaybillRequest
from functions.shipping.couriers.sf_express.order import order_of
from functions.shipping.couriers.sf_express.signing import digest, java_encoded
from functions.shipping.couriers.sf_express.statuses import status_of
from tests.integration.shipping.couriers.sending import KINDS, Sent, ask_to_ship, sent, switched_on, told, work
from tests.support.orders import an_order, store_order
from tests.support.simulated_couriers import Couriers

RECEIVER = Address("李雷", "13800001234", "中国", "上海", "上海", "黄浦", "南京东路 1 号 *~", "200001", country_code="CN")
REQUEST = WaybillRequest(
    "shp_9-1", "shp_9", "2026112600001", RECEIVER, "express", measures=Measures(1250, 300, 200, 105), currency="CNY",
    contents=[Content("SKU-1", "红衬衫", 2, 45_050)],
)  # fmt: skip


def ref(parcel: Sent) -> WaybillRef:
    return WaybillRef(parcel.number, parcel.parcel().key, parcel.shipment_id, "", "13800000000")


def test_the_digest_is_encoded_as_java_does_it() -> None:
    """providers.md §5.2: `*` stays and `~` does not"""
    assert java_encoded("a b*~上") == "a+b*%7E%E4%B8%8A"
    assert java_encoded("*~") != quote_plus("*~")
    assert digest('{"a":"*~ 上"}', "1700000000000", "word") == digest('{"a":"*~ 上"}', "1700000000000", "word")
    assert digest("a", "1", "word") != digest("a", "1", "words")


def test_a_parcel_is_told_in_kilograms_centimetres_and_yuan() -> None:
    sender = {"contact": "发货部", "mobile": "139", "province": "上海", "city": "上海", "county": "青浦", "address": "1 号"}
    order = order_of(REQUEST, {"sender": sender, "monthly_card": "755"})
    assert (order["orderId"], order["expressTypeId"], order["monthlyCard"]) == ("shp_9-1", 1, "755")
    assert (order["totalWeight"], order["totalLength"], order["totalWidth"], order["totalHeight"]) == (1.25, 30.0, 20.0, 10.5)
    assert order["cargoDetails"] == [{"name": "红衬衫", "count": 2, "amount": 450.5, "currency": "CNY"}]
    assert [one["contactType"] for one in order["contactInfoList"]] == [1, 2]
    assert "email" not in json.dumps(order)
    for spoiled, entry in ((REQUEST, {}), (replace(REQUEST, service="by balloon"), {"sender": sender})):
        with pytest.raises(Conflict):
            order_of(spoiled, entry)


@pytest.mark.parametrize("fault", ["http_timeout_after_commit", "http_500_after_commit"])
def test_a_lost_answer_asked_again_with_the_same_key_is_one_waybill(couriers: Couriers, fault: str) -> None:
    """F03: on `POST …/shipments`, and at the port."""
    kind = KINDS["sf_express"]
    switched_on(kind)
    order, before = store_order(an_order(quantities=(2, 1))), couriers.live("sf_express")
    couriers.act("sf_express", "next", faults={fault: True})
    answers = [ask_to_ship(kind, order, "", key="once") for _ in range(3)]
    made = [answer for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 503}
    assert len({answer.json["waybill"] for answer in made}) == 1
    assert [number for number in couriers.live("sf_express") if number not in before] == [made[0].json["waybill"]]
    sf = couriers.ask("sf_express")
    first = sf.create_waybill(REQUEST)
    assert (sf.create_waybill(REQUEST), first.number[:2]) == (first, "SF")
    assert sf.create_waybill(replace(REQUEST, key="shp_9-2")).number != first.number


def test_an_area_that_it_does_not_go_to_is_a_refusal_with_its_sentence(couriers: Couriers) -> None:
    kind, before = KINDS["sf_express"], couriers.live("sf_express")
    switched_on(kind)
    couriers.act("sf_express", "next", refuses=["上海"])
    answer = ask_to_ship(kind, store_order(an_order()), "")
    assert (answer.status, answer.json["code"]) == (409, "courier_refused")
    assert "不在服务范围" in answer.json["detail"]
    assert couriers.live("sf_express") == before


def test_a_parcel_is_called_back_until_it_is_collected(couriers: Couriers) -> None:
    """Case 3: void twice is void; one that it never heard of, too; one that it has is not."""
    parcel, collected, sf = sent("sf_express"), sent("sf_express"), couriers.ask("sf_express")
    couriers.act("sf_express", parcel.parcel().key, faults={"http_timeout_after_commit": True})
    with pytest.raises(Unavailable):
        sf.cancel(ref(parcel))
    for _ in range(2):
        assert sf.cancel(ref(parcel)).done
    assert parcel.number not in couriers.live("sf_express")
    told(couriers, collected, "PICKED_UP")
    refused = sf.cancel(ref(collected))
    assert (refused.done, "8019" in refused.reason) == (False, True)
    assert sf.cancel(WaybillRef("SF0", "shp_unknown", "shp_unknown")).done


def test_its_label_is_a_file_of_its_own(couriers: Couriers) -> None:
    parcel, sf = sent("sf_express"), couriers.ask("sf_express")
    label = sf.label(ref(parcel))
    assert (label.content_type, label.content[:4], parcel.number.encode() in label.content) == ("application/pdf", b"%PDF", True)
    with pytest.raises(Conflict):
        sf.label(WaybillRef("SF404", "shp_4", "shp_4"))


@pytest.mark.parametrize("status", ["DELIVERED", "RETURNING"])
def test_an_end_that_only_the_push_tells_is_not_believed(couriers: Couriers, status: str) -> None:
    """providers.md §5.2: a leaked address moves no parcel to its end."""
    parcel = sent("sf_express")
    hook = told(couriers, parcel, "PICKED_UP", 1)
    code = {"DELIVERED": "80", "RETURNING": "99"}[status]
    lie = json.loads(hook.body)
    lie["Body"]["WaybillRoute"][0] |= {"opCode": code, "acceptTime": "2025-01-02 12:00:00", "id": "9"}
    assert hook.deliver(body=json.dumps(lie).encode()).status == 200
    assert (work(), parcel.parcel().status, [e.status for e in parcel.heard()]) == (0, TrackingStatus.PICKED_UP, ["PICKED_UP"])
    told(couriers, parcel, status, 2).deliver()
    assert (work(), parcel.parcel().status.value) == (0, status)


def test_an_end_waits_while_nobody_can_be_asked(couriers: Couriers) -> None:
    parcel = sent("sf_express")
    hook = told(couriers, parcel, "DELIVERED")
    couriers.act("sf_express", "next", down=True)
    assert (hook.deliver().status, work()) == (200, 1)
    assert parcel.parcel().status is TrackingStatus.PENDING
    couriers.act("sf_express", "next", down=False)
    hook.deliver()
    assert (work(), parcel.parcel().status) == (0, TrackingStatus.DELIVERED)


def test_a_push_tells_of_several_parcels_and_is_answered_in_its_words(couriers: Couriers) -> None:
    one, two = sent("sf_express"), sent("sf_express")
    hooks = [told(couriers, one, "PICKED_UP"), told(couriers, two, "IN_TRANSIT")]
    nodes = [node for hook in hooks for node in json.loads(hook.body)["Body"]["WaybillRoute"]]
    answer = hooks[0].deliver(body=json.dumps({"Body": {"WaybillRoute": nodes}}).encode())
    assert (answer.status, answer.json) == (200, {"return_code": "0000", "return_msg": "成功"})
    assert work() == 0
    assert (one.parcel().status, two.parcel().status) == (TrackingStatus.PICKED_UP, TrackingStatus.IN_TRANSIT)
    unreadable = hooks[0].deliver(body=b'{"Body":{"WaybillRoute":[{"id":"1"}]}}')
    assert (unreadable.status, unreadable.json["return_code"]) == (422, "1000")


def test_routes_of_a_foreign_waybill_are_subscribed(couriers: Couriers) -> None:
    """Issue 11: `EXP_RECE_REGISTER_ROUTE`"""
    sf, foreign = couriers.ask("sf_express"), WaybillRef("SF7777777777777", "shp_7", "shp_7", "", "13800001234")
    sf.subscribe(Subscription(foreign, "https://shop.example"))
    couriers.moved("sf_express", foreign.number, "PICKED_UP")
    assert [event.status for event in sf.query(foreign).events] == ["PICKED_UP"]
    with pytest.raises(Conflict):
        sf.subscribe(Subscription(replace(foreign, phone=""), "https://shop.example"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("8000",), ""),
        (("8000", "4"), ""),
        (("70",), "ATTEMPT_FAILED"),
        (("70", "", "4"), "REFUSED"),
        (("33", "", "15"), "EXCEPTION"),
        (("999", "4"), "DELIVERED"),
        (("999",), ""),
        (("648",), "RETURNING"),
    ],
)
def test_codes_of_routes(given: tuple[str, ...], expected: str) -> None:
    """providers.md §6"""
    assert status_of(*given) == expected


def test_keys_that_are_not_its_own_are_a_matter_of_configuration(couriers: Couriers) -> None:
    couriers.change("sf_express", check_word="another")
    with pytest.raises(Unavailable) as why:
        couriers.ask("sf_express").create_waybill(REQUEST)
    assert why.value.code == "courier_not_configured"


def test_a_label_at_a_strange_address_is_not_fetched(couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.shipping.couriers.sf_express import client

    asked: list[Any] = []
    monkeypatch.setattr(client, "ask", lambda *given, **_: asked.append(given))
    with pytest.raises(Unavailable):
        client.file_of({"files": [{"url": "https://metadata.example/latest", "token": "t"}]})
    assert asked == []
