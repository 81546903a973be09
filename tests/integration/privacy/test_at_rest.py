"""What people are asked for once, and what others write about them, stands in no table in clear; who needs it reads it."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from functions.aftersales.store.evidence_files import EvidenceFile, evidence_body, evidence_files
from functions.aftersales.store.records import EvidenceRecord
from functions.customers.accounts.code_mail import registration_mail
from functions.customers.codes.code_message import code_message
from functions.customers.model.one_time_code import Purpose
from functions.customers.model.registration import Registration
from functions.customers.store import codes
from functions.customers.store.records import CodeRecord, RegistrationRecord
from functions.customers.store.sealed_bodies import registration_body
from functions.orders.shipping.courier_webhooks import InboxRecord
from functions.payments.model.attempt import NextAction
from functions.payments.model.dispute import Dispute, DisputeStatus
from functions.payments.model.dispute import EvidenceFile as ProofFile
from functions.payments.store.dispute_store import changed, find_dispute
from functions.payments.store.next_actions import NOTHING, action_of, kept_action
from functions.payments.store.records import DisputeRecord, PaymentRecord
from functions.privacy.app import app
from functions.privacy.store.tombstones import destroy_key
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Unauthenticated
from functions.shared.plain.money import Money
from functions.shared.sealing import forget, of_this_month, opened_of_month
from functions.shared.store.transactions import transact
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import AT
from tests.integration.privacy.test_erasure import erased
from tests.support.courier import courier_double, signed
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.tables import snapshot

LOGIN, NAME = "nadine.kolk@example.com", "Nadine Kolk"
CLEAR = ("nadine", "Kolk", "signed by", "654321")


def in_clear() -> list[str]:
    kept = json.dumps(snapshot())
    return [value for value in CLEAR if value in kept]


def test_a_registration_and_its_mail() -> None:
    """H14: of nobody yet, so with the key of its month; what was kept before is read."""
    one = Registration(fresh.new_id("reg"), LOGIN, NAME, "de", "654321", "h", "s", "p", "x", "2099-01-01T00:00:00.000Z")
    pk = f"REG#{one.id}"
    RegistrationRecord(pk=pk, sk=pk, kind="registration", body=registration_body(one, pk), state="open").save()
    assert in_clear() == []
    forget()
    told = registration_mail(one.id)
    assert told is not None
    assert (told.email, told.name, told.code) == (LOGIN, NAME, "654321")
    RegistrationRecord.get(pk, pk).update([RegistrationRecord.body.set(dump(one))])
    assert registration_mail(one.id) == told


def test_a_one_time_code_and_its_message() -> None:
    """H14"""
    codes.send(Purpose.SIGN_IN, LOGIN, sent_to=LOGIN, language="de")
    assert in_clear() == []
    forget()
    sent = next(one for one in CodeRecord.scan() if one.kind == "code_message")
    told = code_message(sent.pk.removeprefix("OTP#"))
    assert told is not None
    assert told.email == LOGIN
    assert told.code not in str(sent.body)
    wrong = Unauthenticated("wrong")
    assert codes.use(Purpose.SIGN_IN, LOGIN, told.code, wrong=wrong).login == LOGIN
    with pytest.raises(Unauthenticated):
        codes.use(Purpose.SIGN_IN, LOGIN, told.code, wrong=wrong)


def test_a_code_that_waits_goes_with_its_person(person: Person) -> None:
    """Case 8: also its message, which was not sent yet."""
    codes.send(Purpose.SIGN_IN, person.email, sent_to=person.email, language="de")
    codes.send(Purpose.PAYMENT, person.email, sent_to=person.email, language="de", scope=person.id)
    erased(Client(app, bearer(subject=person.subject)))
    assert [one.kind for one in CodeRecord.scan() if one.kind in ("code", "code_message")] == []


def test_what_a_buyer_named_a_file_of_evidence() -> None:
    """H14"""
    order = store_order(an_order())
    file = EvidenceFile(fresh.new_id("med"), order.id, "nadine broken cup.jpg", "image/jpeg", AT)
    record = EvidenceRecord(pk=f"MED#{file.id}", sk="EVIDENCE", kind="evidence", body=evidence_body(file))
    record.save()
    assert in_clear() == []
    assert evidence_files([file.id]) == {file.id: file}
    record.update([EvidenceRecord.body.set(dump(file))])
    assert evidence_files([file.id]) == {file.id: file}
    record.update([EvidenceRecord.body.set(evidence_body(file))])
    destroy_key(order.id)
    assert evidence_files([file.id])[file.id].filename == ""


def test_what_a_dispute_is_answered_with() -> None:
    """H14: words and names of files; with the key of the order."""
    order = store_order(an_order())
    proof = {"customer_name": NAME, "receipt": "signed by Kolk"}
    dispute = Dispute(
        fresh.new_id("dsp"), fresh.new_id("pay"), order.id, "sandbox", "dp_1", Money(100, "CNY"), "fraud", AT, AT, proof,
        [ProofFile("fls_1", "Kolk.pdf", "application/pdf")],
    )  # fmt: skip
    transact([changed(dispute, DisputeStatus.OPEN, 0)])
    assert in_clear() == []
    known = find_dispute(dispute.id)
    assert known is not None
    assert known.dispute == dispute
    DisputeRecord.get(f"DSP#{dispute.id}", "DISPUTE").update([DisputeRecord.body.set(dump(dispute))])
    assert find_dispute(dispute.id) == known


def test_where_a_payer_is_sent_to() -> None:
    """H14: sealed with the key of its month; nothing once that is destroyed. What was kept before is read."""
    order, pay = store_order(an_order()), fresh.new_id("pay")
    action = NextAction("redirect", "https://provider.example/?name=nadine", {"buyer": "Kolk"})
    record = PaymentRecord(pk=f"PAY#{pay}", sk="PAYMENT", kind="payment", body="{}", status="pending", gsi1pk=f"ORD#{order.id}")
    record.next_action = kept_action(pay, action)
    record.save()
    assert in_clear() == []
    assert action_of(record) == action
    destroy_key(of_this_month("payments"))
    assert action_of(record) == NOTHING
    record.next_action = dump(action)
    assert action_of(record) == action


def test_what_a_courier_writes_until_it_is_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """O01: who signed, and where; a message of before is read as it came."""

    with courier_double(monkeypatch):
        said: dict[str, Any] = {
            "id": "m1", "waybill": "SBX1", "events": [{"at": AT, "status": "DELIVERED", "text": "signed by Kolk", "place": ""}]
        }  # fmt: skip
        raw, headers = signed(said)
        from functions.orders.app import app as orders_app

        assert Client(orders_app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
    assert in_clear() == []
    item = next(one for one in InboxRecord.scan() if one.kind == "inbox")
    forget()
    assert json.loads(opened_of_month("couriers", item.pk, item.body)) == said
    assert opened_of_month("couriers", item.pk, raw.decode()) == raw.decode()


def test_files_of_an_import_that_are_deleted_are_gone_with_whoever_is_forgotten(person: Person) -> None:
    """X37: an older version of the bucket's is a copy, too."""
    s3, bucket = boto3.client("s3"), boto3.client("s3").list_buckets()["Buckets"][0]["Name"]
    s3.put_object(Bucket=bucket, Key="moving/imports/job_1/file", Body=b"Nadine Kolk")
    s3.delete_object(Bucket=bucket, Key="moving/imports/job_1/file")
    s3.put_object(Bucket=bucket, Key="moving/imports/job_2/file", Body=b"of a job that runs")
    erased(Client(app, bearer(subject=person.subject)))
    left = s3.list_object_versions(Bucket=bucket, Prefix="moving/").get("Versions", [])
    assert [one["Key"] for one in left] == ["moving/imports/job_2/file"]
