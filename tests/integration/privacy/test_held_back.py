"""What waited while somebody was erased comes later: timers of every kind, messages of couriers, files of imports that failed. And what
they ask for twice at once is one job."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.moving.app import app as moving
from functions.moving.app import move
from functions.notifications.store.records import NotificationsTable
from functions.orders.app import app as orders
from functions.orders.app import process_courier_webhooks, run_timers
from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import timer_put, timer_sk
from functions.privacy.app import app, work_requests
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import ShopError
from functions.shared.plain.settings import settings
from functions.shared.sealing import forget
from functions.shared.store.transactions import transact
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import AT, MARK
from tests.integration.privacy.test_erasure import ERASURE, erased, in_clear
from tests.integration.privacy.test_every_consumer import BRING_BACK, kinds
from tests.support.courier import courier_double, signed
from tests.support.events import sqs
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs


@pytest.mark.parametrize("kind", TIMER_HANDLERS)
def test_a_timer_that_comes_late_writes_nothing_of_them(person: Person, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 8: of each kind that there is. What cannot be done any more is tried again and set aside: nobody comes back by it."""
    now = clock.now()
    erased(Client(app, bearer(subject=person.subject)))
    forget()
    before, mails = kinds(), len(list(NotificationsTable.scan()))
    transact([timer_put(person.order_id, kind, now)])
    due = {"pk": f"ORD#{person.order_id}", "sk": timer_sk(kind), "due_at": times.iso(now)}
    with courier_double(monkeypatch):
        for _ in range(2):
            try:
                run_timers(sqs([due]), None)
            except (ShopError, ClientError):
                continue
    assert in_clear() == []
    assert {one for one in kinds() - before if one in BRING_BACK} == set()
    assert len(list(NotificationsTable.scan())) == mails


def test_a_courier_s_message_that_was_held_is_worked_on_without_them(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 8: it came before the erasure and names who signed; its parcel moves, and nothing of what it says is kept."""
    said: dict[str, Any] = {
        "id": "held", "waybill": "SBX1", "events": [{"at": AT, "status": "DELIVERED", "text": f"signed by {MARK} Person", "place": MARK}]
    }  # fmt: skip
    queue = boto3.client("sqs").create_queue(QueueName="courier-webhooks")["QueueUrl"]
    monkeypatch.setenv("QUEUE_COURIER_WEBHOOKS", queue)
    with courier_double(monkeypatch):
        raw, headers = signed(said)
        assert Client(orders).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
        erased(Client(app, bearer(subject=person.subject)))
        assert in_clear() == []
        forget()
        process_courier_webhooks(sqs([{"courier": "sandbox", "event_id": "held"}]), None)
    assert in_clear() == []
    assert {one.status for one in parcels_of(person.order_id).shipments} == {"DELIVERED"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"Name,Lineitem\n{MARK}".encode() + b"\xff\xfe\x00broken\xc3\x28", "not_a_text_file"),
        (f"Handle,Title\n{MARK},Mug\n".encode(), "missing_columns"),
    ],
)
def test_a_file_of_an_import_that_failed_is_gone(person: Person, data: bytes, code: str) -> None:
    """H14: nobody goes on with it, so it does not lie there in clear until its week is over; nor a copy of it, once they are erased."""
    started = Client(moving, bearer("owner")).post("/v1/admin/data_imports?kind=customers", data, content_type="text/csv")
    assert started.status == 202, started.text
    run_jobs(move)
    s3 = boto3.client("s3")
    assert s3.list_objects_v2(Bucket=settings().bucket, Prefix="moving/").get("KeyCount", 0) == 0
    erased(Client(app, bearer(subject=person.subject)))
    assert s3.list_object_versions(Bucket=settings().bucket, Prefix="moving/").get("Versions", []) == []
    assert in_clear() == []
    assert code in json.dumps(list(boto3.client("dynamodb").scan(TableName="platform")["Items"]))


def test_export_and_erasure_asked_many_times_at_once_are_one_job_each(person: Person) -> None:
    """Bad input: export asked twice, also in the same moment."""

    def asked(path: str) -> list[Any]:
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda _: Client(app, bearer(subject=person.subject)).post(path), range(8)))

    exports = asked("/v1/me/export")
    assert {answer.status for answer in exports} == {202}
    assert len({answer.json["job_id"] for answer in exports}) == 1
    erasures = asked(ERASURE)
    assert {answer.status for answer in erasures} == {202}
    assert len({answer.json["job_id"] for answer in erasures}) == 1
    run_jobs(work_requests)
    assert in_clear() == []
