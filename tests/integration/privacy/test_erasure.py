"""A person is forgotten: no value of theirs is anywhere in clear, and nothing that arrives later brings them back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from functions.customers import customer_contact
from functions.customers.app import app as customers_app
from functions.orders import contact
from functions.orders.app import app as orders_app
from functions.orders.shipping.tracking import take_in
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.shipments import parcels_of
from functions.privacy.app import app, keep_periods, work_requests
from functions.privacy.retaining import old_orders
from functions.privacy.store.kept import Kept, opened_kept
from functions.privacy.store.records import KeptRecord
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TraceEvent
from functions.shared.sealing import KEY_SK, KeyRecord, forget, key_pk
from functions.shared.store.records import find
from infra.scan.places import Places
from infra.scan.scan import scan
from tests.integration.access.standings import stand
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import MARK, plant_order, planted
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs
from tests.support.tables import TABLES, snapshot

ERASURE = "/v1/me/erasure"


def in_clear() -> list[str]:
    """Where a planted value (all have the mark) or the telephone number still stands: as `shop privacy scan` looks."""
    places = Places(boto3, {name: name for name in TABLES}, settings().bucket, user_pool=settings().user_pool_id)
    return [hit.where for hit in scan((MARK, "+86 139 1234 5678"), places.everything())]


def erased(me: Client) -> Any:
    assert me.post(ERASURE).status == 202
    run_jobs(work_requests)
    return me.get(ERASURE).json


def totals(order_id: str) -> Any:
    return Client(orders_app, bearer("owner")).get(f"/v1/admin/orders/{order_id}").json["totals"]


def key_is_gone(of: str) -> bool:
    record = find(KeyRecord, key_pk(of), KEY_SK)
    return record is not None and record.body is None


def unzipped(person: Person) -> dict[str, Any]:
    s3 = boto3.client("s3")
    key = s3.list_objects_v2(Bucket=settings().bucket, Prefix=f"personal-exports/{person.id}/")["Contents"][0]["Key"]
    whole = zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=settings().bucket, Key=key)["Body"].read()))
    return {name: json.loads(whole.read(name)) for name in whole.namelist()}


def test_two_hundred_values_are_gone_and_what_the_law_wants_is_told(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    """H14: tables, indexes, the bucket and the log; the sums stay."""
    assert planted() >= 200
    me, before = Client(app, bearer(subject=person.subject)), totals(person.order_id)
    assert len(in_clear()) > 10
    caplog.clear()
    told = erased(me)
    assert in_clear() == []
    assert MARK not in str([vars(line) for line in caplog.records])
    assert (told["state"], told["left"], told["waiting"]) == ("done", 0, [])
    assert sorted((one["kind"], one["until"]) for one in told["kept"]) == [
        ("document", "2056-12-24T00:00:00.000Z"),
        ("order", "2029-12-31T00:00:00.000Z"),
    ]
    kept = [*KeptRecord.scan(KeptRecord.kind == "kept")]
    assert sorted(load(Kept, one.body).of for one in kept) == sorted(one["id"] for one in told["kept"])
    of_order = next(opened_kept(one) for one in kept if load(Kept, one.body).kind == "order")
    assert of_order["address.name"].startswith(MARK)
    assert totals(person.order_id) == before
    assert key_is_gone(person.id)
    assert key_is_gone(person.order_id)
    assert customer_contact(person.id) is None
    assert boto3.client("cognito-idp").list_users(UserPoolId=settings().user_pool_id)["Users"] == []


def test_asked_again_nothing_is_left(person: Person) -> None:
    """Case 8: a second erasure reports 0."""
    me = Client(app, bearer(subject=person.subject))
    first = erased(me)
    again = erased(me)
    assert (again["removed"], again["left"], again["kept"]) == (first["removed"], 0, first["kept"])
    assert again["job_id"] != first["job_id"]


def test_an_order_that_is_not_over_waits_and_says_why(person: Person) -> None:
    """Bad input: erasure with an open order. What it needs stays until it is over; the rest is gone."""
    order_id = plant_order(person.id, status="shipped")
    me = Client(app, bearer(subject=person.subject))
    asked = me.post(ERASURE, idempotency_key="k")
    assert [(one["order_id"], one["why"]) for one in asked.json["waiting"]] == [(order_id, "not_over")]
    told = erased(me)
    assert (told["state"], told["done_at"], told["left"] > 0) == ("waiting", None, True)
    assert contact(order_id).email
    assert not any(person.order_id in where or "table customers" in where for where in in_clear())
    OrderRecord(order_pk(order_id), ORDER_SK).update([OrderRecord.status.set("completed"), OrderRecord.version.add(1)])
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert keep_periods({}, None)["resumed"] == 1
        run_jobs(work_requests)
    assert me.get(ERASURE).json["state"] == "done"
    assert in_clear() == []


def test_what_arrives_later_brings_nobody_back(person: Person) -> None:
    """Case 8: a courier's scan with a name in it, a token that is still good, an old call repeated, a refund's mail."""
    me = Client(app, bearer(subject=person.subject))
    consent = {"consents": [{"purpose": "marketing_email", "given": True, "text_version": "1"}]}
    assert me.put("/v1/me/consents", consent, idempotency_key="k").status == 200
    account, renamed = Client(customers_app, bearer(subject=person.subject)), {"name": f"{MARK} Person"}
    assert account.patch("/v1/me", renamed, idempotency_key="k").status == 200
    erased(me)
    forget()
    parcel = parcels_of(person.order_id).shipments[0]
    scan = TraceEvent("2026-01-06T08:00:00.000Z", "DELIVERED", f"signed by {MARK} Person", f"{MARK} street")
    take_in(person.order_id, parcel.id, [scan], actor=SYSTEM, collect_code=f"{MARK}1")
    assert parcels_of(person.order_id).shipments[0].status == "DELIVERED"
    assert in_clear() == []
    assert (contact(person.order_id).email, contact(person.order_id).phone) == ("", "")
    for answer in (
        me.put("/v1/me/consents", consent, idempotency_key="k"),
        me.put("/v1/me/consents", consent),
        me.post("/v1/me/export"),
        account.patch("/v1/me", renamed, idempotency_key="k"),
        account.patch("/v1/me", renamed),
    ):
        assert MARK not in answer.text
        assert (answer.status, answer.code) == (401, "person_erased")


def test_what_the_law_wants_goes_when_its_period_ends(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """R07, shown by the clock: the order after three years of China, the invoice after thirty; then nothing is left, sealed or not."""
    monkeypatch.setattr(old_orders, "FIRST_MONTH", "2053-01")
    erased(Client(app, bearer(subject=person.subject)))
    assert sorted(load(Kept, one.body).kind for one in KeptRecord.scan(KeptRecord.kind == "kept")) == ["document", "order"]
    for when, left in (((2029, 12, 30), ["document", "order"]), ((2029, 12, 31), ["document"]), ((2056, 12, 24), [])):
        with clock.frozen(datetime(*when, 1, tzinfo=UTC)):
            keep_periods({}, None)
        assert sorted(load(Kept, one.body).kind for one in KeptRecord.scan(KeptRecord.kind == "kept")) == left


def test_old_orders_are_emptied_without_being_asked(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """R07: transaction records of China after three years; a day before they are as they were. Periods are settings."""
    monkeypatch.setattr(old_orders, "FIRST_MONTH", "2026-01")
    with clock.frozen(datetime(2029, 12, 30, tzinfo=UTC)):
        assert keep_periods({}, None)["emptied"] == 0
    assert contact(person.order_id).email
    with clock.frozen(datetime(2029, 12, 31, 1, tzinfo=UTC)):
        assert keep_periods({}, None)["emptied"] == 1
        assert keep_periods({}, None)["emptied"] == 0
    assert not contact(person.order_id).email
    assert totals(person.order_id)["total"]["amount"] > 0


def test_whoever_works_here_gives_up_their_roles_first(person: Person) -> None:
    """Case 3 of the people: an owner does not vanish while another one steps back; roles are given up where that is counted."""
    stand(person.subject, "owner")
    for answer in (
        Client(app, bearer("owner", subject=person.subject)).post(ERASURE),
        Client(app, bearer("manager")).post("/v1/admin/erasures", {"customer_id": person.id}),
    ):
        assert (answer.status, answer.code) == (409, "works_here")
    assert customer_contact(person.id) is not None


def test_guests_are_forgotten_by_an_order_that_proves_them(person: Person) -> None:
    """H14: staff, by the address of the order. Another address proves nothing; other people's orders stay."""
    order_id = plant_order(None, email="guest.of@example.com")
    staff, path = Client(app, bearer("manager")), "/v1/admin/erasures"
    for wrong, code in (
        ({"order_id": order_id, "email": "else@example.com"}, "not_theirs"),
        ({"order_id": person.order_id, "email": "else@example.com"}, "of_a_customer"),
    ):
        assert staff.post(path, wrong).json["errors"][0]["code"] == code
    assert staff.post(path, {"order_id": order_id}).status == 422
    assert Client(app, bearer("support")).post(path, {"customer_id": person.id}).code == "forbidden"
    assert staff.post(path, {"order_id": order_id, "email": "Guest.Of@Example.com"}).status == 202
    run_jobs(work_requests)
    told = staff.get(f"{path}/{order_id}").json
    assert (told["state"], told["left"]) == ("done", 0)
    assert sorted(one["kind"] for one in told["kept"]) == ["document", "order"]
    kept = next(opened_kept(one) for one in KeptRecord.scan() if one.kind == "kept" and load(Kept, one.body).kind == "order")
    assert kept["address.email"] == "guest.of@example.com"
    assert key_is_gone(order_id)
    assert not any(order_id in where for where in in_clear())
    assert "guest.of" not in json.dumps(snapshot())
    assert any(person.order_id in where for where in in_clear())


def test_their_data_is_one_file_and_asked_twice_one_job(person: Person) -> None:
    """H14: everything of theirs, opened; the file goes with them."""
    me = Client(app, bearer(subject=person.subject))
    first = me.post("/v1/me/export")
    assert (first.status, first.json["url"]) == (202, None)
    assert me.post("/v1/me/export").json["job_id"] == first.json["job_id"]
    run_jobs(work_requests)
    told = me.get("/v1/me/export").json
    assert (told["state"], told["size"] > 0, told["url"].startswith("https://")) == ("done", True, True)
    assert me.post("/v1/me/export").json["job_id"] == first.json["job_id"]
    files = unzipped(person)
    assert files["customers/customer.json"][0]["email"] == person.email
    assert len(files["customers/address.json"]) == 15
    assert files["notifications/inbox_entry.json"][0]["title"].startswith(MARK)
    assert files["notifications/device.json"][0]["token"].startswith(MARK)
    for name in ("orders/order", "carts/cart", "aftersales/complaint", "invoices/document", "payments/payment", "catalog/review"):
        assert files[f"{name}.json"], name
    erased(me)
    assert in_clear() == []
