"""A coupon's life: made, claimed, granted, told of its end, ended, revoked; each once, whatever crashes."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.promotions.app import react, run_due, sweep_coupons, work
from functions.promotions.coupons import expire_coupons
from functions.promotions.model.codes import looks_made
from functions.promotions.store.records import CodeRecord, PromotionsTable
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import Write, transact
from tests.integration.orders.buyer import event
from tests.integration.promotions.shop import (
    NOON,
    TEN_OFF,
    a_cart,
    a_coupon,
    claimed,
    code_of,
    customer_of,
    funds,
    shopper,
    staff,
    use,
)
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.jobs import run_jobs


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> str:
    url = str(boto3.client("sqs").create_queue(QueueName=f"due-{uuid.uuid4()}")["QueueUrl"])
    monkeypatch.setenv("QUEUE_PROMOTION_DUE", url)
    return url


def swept(url: str) -> list[Any]:
    """What one sweep put onto the queue."""
    sweep_coupons({}, None)
    client, bodies = boto3.client("sqs"), list[Any]()
    while found := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [json.loads(message["Body"]) for message in found]
        for message in found:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def test_parallel_claims_never_exceed_the_stock() -> None:
    """I03"""
    coupon = a_coupon(distribution="claim", limits={"claims": 5, "per_customer": 1})
    crowd = [shopper() for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda client: client.post(f"/v1/coupons/{coupon['id']}/claim"), crowd))
    assert sorted(a.status for a in answers) == [201] * 5 + [409] * 15
    assert {a.code for a in answers if a.status == 409} == {"coupon_gone"}
    assert (funds(coupon["id"]).claims_left, len(events_in(PromotionsTable, "coupon.claimed"))) == (0, 5)
    (shown,) = shopper().get("/v1/coupons").json["data"]
    assert (shown["coupon_id"], shown["left"], shown["name"]) == (coupon["id"], 0, "减十元")


def test_claimed_once_by_a_customer_and_listed_as_his() -> None:
    """I03"""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"per_customer": 1}, valid_days=3)
    with clock.frozen(NOON):
        code = claimed(coupon["id"], subject)
        again = shopper(subject).post(f"/v1/coupons/{coupon['id']}/claim")
        assert (again.status, again.code) == (409, "already_claimed")
        (own,) = shopper(subject).get("/v1/me/coupons", Accept_Language="en").json["data"]
        assert (own["code"], own["state"], own["name"], own["expires_at"]) == (code, "claimed", "Ten off", "2026-11-14T04:00:00.000Z")
    with clock.frozen(NOON + timedelta(days=3)):
        (over,) = shopper(subject).get("/v1/me/coupons").json["data"]
        assert over["state"] == "expired"
    assert shopper().get("/v1/me/coupons").json["data"] == []


def test_told_a_day_before_and_ended_at_its_second_each_once(queue: str) -> None:
    """I03"""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"budget": 5000}, valid_days=2)
    with clock.frozen(NOON):
        code = claimed(coupon["id"], subject)
        assert swept(queue) == []
    with clock.frozen(NOON + timedelta(days=1)):
        messages = swept(queue)
        for _ in range(2):
            assert run_due(sqs(messages), None) == {"batchItemFailures": []}
        assert swept(queue) == []
    (told,) = events_in(PromotionsTable, "coupon.expiring")
    assert (told.data["customer_id"], told.data["name"]["en"], code_of(code).state) == (customer_of(subject), "Ten off", "claimed")
    with clock.frozen(NOON + timedelta(days=2)):
        messages = swept(queue)
        for _ in range(2):
            assert run_due(sqs(messages), None) == {"batchItemFailures": []}
        assert swept(queue) == []
    (ended,) = events_in(PromotionsTable, "coupon.expired")
    assert (ended.data["released"], code_of(code).state, funds(coupon["id"]).budget_left) == (1000, "expired", 5000)


def test_one_that_is_in_an_order_does_not_end_and_does_not_stop_the_others(queue: str) -> None:
    """I03: the order keeps it; cancelled after its end it is over, and its budget free."""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"budget": 9000}, valid_days=2)
    with clock.frozen(NOON):
        used, unused = claimed(coupon["id"], subject), claimed(coupon["id"], subject)
    with clock.frozen(NOON + timedelta(days=2, minutes=-1)):
        messages = [{"keys": [[code_of(code).pk, "CODE"] for code in (used, unused)]}]
        buyer = a_cart(subject=subject)
        use(buyer, used)
        order = buyer.place().json
    with clock.frozen(NOON + timedelta(days=2)):
        assert run_due(sqs(messages), None) == {"batchItemFailures": []}
        assert (code_of(used).state, code_of(unused).state) == ("reserved", "expired")
        assert buyer.client.post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
    assert (code_of(used).state, funds(coupon["id"]).budget_left) == ("expired", 9000)


def test_a_worker_that_dies_halfway_ends_every_coupon_once(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """I03"""
    coupon = a_coupon(distribution="claim", limits={"budget": 100_000}, valid_days=1)
    with clock.frozen(NOON):
        for _ in range(6):
            claimed(coupon["id"], str(uuid.uuid4()))
    monkeypatch.setattr(expire_coupons, "PER_MESSAGE", 2)
    with clock.frozen(NOON + timedelta(days=1)):
        first = swept(queue)
        assert len(first) == 3
        monkeypatch.setattr("functions.promotions.coupons.expire_coupons.transact", _writes_and_dies)
        assert run_due(sqs(first[:2]), None) == {"batchItemFailures": []}
        monkeypatch.setattr("functions.promotions.coupons.expire_coupons.transact", transact)
        for _ in range(2):
            assert run_due(sqs(first), None) == {"batchItemFailures": []}
    assert (len(events_in(PromotionsTable, "coupon.expired")), funds(coupon["id"]).budget_left) == (6, 100_000)


def _writes_and_dies(writes: list[Write]) -> None:
    transact(writes)
    raise RuntimeError("the worker dies after its write")


def test_newcomers_are_welcomed_once_and_use_it_for_their_first_order_only() -> None:
    """I02"""
    coupon = a_coupon(distribution="welcome")
    subject = str(uuid.uuid4())
    registered = event("customer.registered", {"customer_id": customer_of(subject), "language": "zh"}, customer_of(subject))
    for _ in range(2):
        assert react(sqs_of_events([registered]), None) == {"batchItemFailures": []}
    (own,) = shopper(subject).get("/v1/me/coupons").json["data"]
    assert own["coupon_id"] == coupon["id"]
    first, second = a_cart(subject=subject), a_cart(subject=subject)
    for buyer in (first, second):
        use(buyer, own["code"])
    hashes = [buyer.preview()["preview_hash"] for buyer in (first, second)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: pair[0].place(pair[1]), zip((first, second), hashes, strict=True)))
    assert sorted(a.status for a in answers) == [201, 409]
    assert len(events_in(PromotionsTable, "coupon.reserved")) == 1


def test_what_is_for_newcomers_is_over_after_a_paid_order() -> None:
    """I02"""
    a_coupon(rule={"audience": {"newcomer_only": True}})
    subject = str(uuid.uuid4())
    from tests.integration.promotions.test_use_coupons import orders_paid, reasons

    first, later = a_cart(subject=subject), a_cart(subject=subject)
    order = first.place().json
    for _ in range(2):
        orders_paid(order)
    use(later, "SAVE10")
    assert reasons(later.preview()) == {"SAVE10": "newcomers_only"}
    assert staff().get(f"/v1/admin/promotion_buyers/{customer_of(subject)}").json["paid_orders"] == 1


def test_a_batch_has_exactly_the_codes_asked_for() -> None:
    """I01"""
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    coupon = a_coupon(distribution="batch", rule={"ends_at": "2027-01-01T00:00:00"})
    job = staff().post(f"/v1/admin/coupons/{coupon['id']}/codes", {"quantity": 230})
    assert (job.status, job.json["progress"]["total"]) == (202, 230)
    run_jobs(work)
    codes = [record.code for record in CodeRecord.scan(CodeRecord.kind == "code")]
    assert (len(codes), len(set(codes)), all(map(looks_made, codes))) == (230, 230, True)
    assert sum(e.data["quantity"] for e in events_in(PromotionsTable, "coupon.issued")) == 230
    (key,) = [o["Key"] for o in boto3.client("s3").list_objects_v2(Bucket=settings().bucket)["Contents"]]
    listed = boto3.client("s3").get_object(Bucket=settings().bucket, Key=key)["Body"].read().decode().split()
    assert (listed[0], sorted(listed[1:])) == ("code", sorted(codes))
    revoked = staff().post(f"/v1/admin/coupon_codes/{codes[0]}/revoke")
    assert (revoked.json["state"], use(a_cart(), codes[0]).code) == ("revoked", "coupon_revoked")
    assert use(a_cart(), codes[1]).status == 200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "😀😀😀"}, "invalid_code"),
        ({"code": "САВЕ"}, "invalid_code"),
        ({"code": "AB"}, "invalid_code"),
        ({"code": None}, "missing"),
        ({"distribution": "claim", "code": "SAVE10"}, "unexpected"),
        ({"valid_days": 3}, "unexpected"),
        ({"rule": TEN_OFF | {"kind": "gift", "amount": None, "gifts": ["var_x"]}}, "gift_without_code"),
        ({"rule": TEN_OFF | {"kind": "percent", "amount": None, "basis_points": 20_000}}, "percent_above_100"),
        ({"rule": TEN_OFF | {"ends_at": "2020-01-01T00:00:00"}}, "in_the_past"),
    ],
)
def test_coupons_that_make_no_sense(fields: dict[str, Any], code: str) -> None:
    """I01"""
    refused = staff().post("/v1/admin/coupons", {"distribution": "code", "rule": TEN_OFF, "code": "SAVE10"} | fields)
    assert (refused.status, refused.code) == (422, code)
    assert sum(1 for _ in PromotionsTable.scan()) == 0


def test_two_codes_that_look_alike_are_one() -> None:
    """I01"""
    a_coupon(code="LOVE10")
    refused = staff().post("/v1/admin/coupons", {"distribution": "code", "rule": TEN_OFF, "code": "l0ve-IO"})
    assert (refused.status, refused.code) == (409, "code_taken")


def test_limits_can_be_moved_but_not_taken_away() -> None:
    """I01"""
    coupon = a_coupon(limits={"uses": 5})
    path = f"/v1/admin/coupons/{coupon['id']}"
    more = staff().patch(path, {"limits": {"uses": 8, "budget": 700}}, If_Match='"1"')
    assert (more.status, more.json["left"]) == (200, {"uses_left": 8, "claims_left": None, "budget_left": 700})
    assert staff().patch(path, {"limits": {"uses": 9}}).code == "limit_stays"
    assert staff().patch(path, {"stopped": True}, If_Match='"1"').code == "version_conflict"
    assert staff().get(path).json["left"]["uses_left"] == 8
