"""Order, payment and consent records of a period, as a file with a manifest of hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from functions.payments.app import app as payments_app
from functions.payments.model.ledger import Entry, Posting
from functions.payments.store.ledger_store import ledger_record
from functions.platform import work_on_jobs
from functions.platform.app import app as platform_app
from functions.platform.store.records import PlatformTable
from functions.privacy.app import app, keep_periods, work_requests
from functions.privacy.erasing.erase_person import run_erasure
from functions.privacy.handing_over.run_record_export import run_record_export
from functions.privacy.model.consent import Consent, Purpose, Source
from functions.privacy.model.record_export import MOST_BEGINNINGS
from functions.privacy.store.consents import note_consents
from functions.privacy.store.files import delete_files
from functions.privacy.store.record_exports import RECORDS, part_of, parts_of
from functions.privacy.store.requests import ERASE
from functions.shared.audit.facts import FactRecord
from functions.shared.events.contracts.jobs import JobQueued
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.objects import put_object
from functions.shared.plain.settings import settings
from infra.migrate import migrate
from tests.integration.access.standings import stand
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import MARK, plant_order
from tests.support.buckets import data_bucket
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs

OWNER, MANAGER = "0b6f3f0e-0000-4000-8000-000000000001", "0b6f3f0e-0000-4000-8000-000000000002"
URL = "/v1/admin/record_exports"
JANUARY = {"kinds": ["orders", "payments", "consents"], "from": "2026-01-01", "until": "2026-02-01"}


@pytest.fixture
def bucket() -> Iterator[None]:
    with data_bucket():
        yield


@pytest.fixture
def owner() -> Client:
    stand(OWNER, "owner")
    return Client(app, bearer("owner", subject=OWNER))


def asked(owner: Client, **changes: Any) -> str:
    answer = owner.post(URL, JANUARY | changes)
    assert answer.status == 202, answer.text
    return str(answer.json["id"])


def exported(owner: Client, **changes: Any) -> dict[str, Any]:
    export_id = asked(owner, **changes)
    run_jobs(work_requests)
    return dict(owner.get(f"{URL}/{export_id}").json)


def page_by_page(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """A worker without time: a page a call."""
    return work_on_jobs(event, {RECORDS: run_record_export}, consumer="privacy-jobs", seconds=0)


def files_in(folder: str) -> list[str]:
    found = boto3.client("s3").list_object_versions(Bucket=settings().bucket, Prefix=f"personal-exports/records/{folder}")
    return [one["Key"] for one in found.get("Versions", [])]


def unzipped(export_id: str) -> dict[str, bytes]:
    whole = boto3.client("s3").get_object(Bucket=settings().bucket, Key=f"personal-exports/records/{export_id}/records.zip")
    with zipfile.ZipFile(io.BytesIO(whole["Body"].read())) as file:
        return {name: file.read(name) for name in file.namelist()}


def book(count: int, at: str = "2026-01-10T08:00:00.000Z", currency: str = "CNY") -> None:
    for number in range(count):
        order = f"ord_{at}{number}"
        postings = [Posting("provider:sandbox:a", 100 + number), Posting(f"order:{order}", -100 - number)]
        ledger_record(Entry(f"pay_{number}", order, "charge", at, currency, postings), "digest").save()


def agree(person: str, at: datetime, *, given: bool = True) -> None:
    with clock.frozen(at):
        note_consents(person, [Consent(Purpose.ANALYTICS, given, "1", Source.ACCOUNT, "x")], actor=SYSTEM, remember=lambda _: [])


def test_what_is_in_the_file_is_what_the_manifest_says(person: Person, owner: Client) -> None:
    """O10: hashes, counts, and sums that equal the ledger's; whoever fetches it is written down with whose records it has."""
    book(3)
    agree(person.id, datetime(2026, 1, 31, 15, 59, 59, tzinfo=UTC))
    agree(person.id, datetime(2026, 1, 31, 16, tzinfo=UTC), given=False)
    told = exported(owner)
    files = unzipped(told["id"])
    manifest = json.loads(files["manifest.json"])
    assert hashlib.sha256(files["manifest.json"]).hexdigest() == told["manifest_sha256"]
    assert [(one["kind"], one["rows"], one["sums"]) for one in told["files"]] == [
        ("orders", 1, {"CNY": {"orders": 1, "total": 135_800}}),
        ("payments", 3, {"CNY": {"orders": -303, "provider:sandbox:a": 303}}),
        ("consents", 1, {}),
    ]
    assert (manifest["files"], manifest["period_is_over"]) == (told["files"], True)
    for one in told["files"]:
        data = files[one["name"]]
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["size"])
        assert len([json.loads(line) for line in data.decode().splitlines()]) == one["rows"]
    order = json.loads(files["orders.ndjson"])
    assert order["order"]["address"]["name"].startswith(MARK)
    ledger = Client(payments_app, bearer("finance")).get("/v1/admin/ledger?from=2026-01-01&to=2026-01-31").json["data"]
    booked = sum(line["postings"][0]["amount"]["amount"] for line in ledger)
    assert booked == told["files"][1]["sums"]["CNY"]["provider:sandbox:a"]
    fetched = owner.get(f"{URL}/{told['id']}/file").json
    assert ("X-Amz-Expires=60" in fetched["url"] or "Expires=" in fetched["url"], fetched["persons"]) == (True, [person.id])
    reads = [one.body for one in FactRecord.scan() if "personal_data.read" in str(one.body)]
    assert any(person.id in str(one) and "record_exports" in str(one) for one in reads)


@pytest.mark.usefixtures("bucket")
def test_periods_are_half_open_and_checked(owner: Client) -> None:
    """O10: the first moment counts, that of the day after does not; nothing at all is a file, too."""
    for at in ("2025-12-31T15:59:59.999Z", "2025-12-31T16:00:00.000Z", "2026-01-31T15:59:59.999Z", "2026-01-31T16:00:00.000Z"):
        book(1, at)
    kinds = ["payments"]
    assert exported(owner, kinds=kinds)["rows"] == 2
    empty = exported(owner, **{"from": "1999-01-01", "until": "1999-01-02"})
    assert (empty["state"], [one["rows"] for one in empty["files"]]) == ("done", [0, 0, 0])
    assert empty["files"][0]["sha256"] == hashlib.sha256(b"").hexdigest()
    for until in ("2026-01-01", "2025-01-01", "2027-01-03"):
        assert owner.post(URL, JANUARY | {"until": until}).json["errors"][0]["code"] == "invalid_period"
    unreadable: tuple[dict[str, Any], ...] = (
        {"kinds": []},
        {"kinds": ["persons"]},
        {"from": "2026-02-30"},
        {"from": "٢٠٢٦-01-01"},
        {"from": 20260101},
        {"from": "0001-01-01"},
    )
    for wrong in unreadable:
        assert owner.post(URL, JANUARY | wrong).status == 422, wrong
    assert owner.get(f"{URL}/rex_no").status == owner.get(f"{URL}/rex_no/file").status == 404


@pytest.mark.usefixtures("bucket")
def test_pages_interrupted_anywhere_give_the_same_hashes(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """O10: a worker that dies after it wrote a part writes it again. Two who ask at once have a file each, with the same hashes."""
    monkeypatch.setattr("functions.privacy.handing_over.read_records.PAGE", 2)
    book(5)
    whole = exported(owner, kinds=["payments"])
    first, second = asked(owner, kinds=["payments"]), asked(owner, kinds=["payments", "payments"])
    put_object(part_of(first, "payments", 1), b"left behind\n", "application/x-ndjson")
    calls = run_jobs(page_by_page)
    assert calls >= 3
    for export_id in (first, second):
        told = owner.get(f"{URL}/{export_id}").json
        assert (told["rows"], told["files"]) == (5, whole["files"])
        assert sorted(key.rpartition("/")[2] for key in files_in(export_id)) == ["persons.json", "records.zip"]
    listed = owner.get(f"{URL}?limit=2").json
    assert [one["id"] for one in listed["data"]] == [second, first]
    assert [one["id"] for one in owner.get(f"{URL}?cursor={listed['next_cursor']}").json["data"]] == [whole["id"]]
    monkeypatch.setattr("functions.privacy.handing_over.run_record_export.MOST_ROWS", 4)
    failed = exported(owner, kinds=["payments"])
    assert (failed["state"], failed["error"], files_in(failed["id"])) == ("failed", "too_many_rows", [])


@pytest.mark.usefixtures("bucket")
def test_asked_twice_by_one_key_is_one_export(owner: Client) -> None:
    """O10"""
    first, again = (owner.post(URL, JANUARY, idempotency_key="k") for _ in range(2))
    assert first.json["id"] == again.json["id"]
    assert owner.post(URL, JANUARY | {"kinds": ["orders"]}, idempotency_key="k").status == 422
    assert len(owner.get(URL).json["data"]) == 1
    assert owner.get(f"{URL}/{first.json['id']}/file").code == "not_ready"
    run_jobs(work_requests)
    assert owner.get(f"{URL}/{first.json['id']}/file").status == 200


@pytest.mark.usefixtures("bucket")
def test_only_who_may_and_works_here_gets_the_file(owner: Client) -> None:
    """O10: a manager may import and not export; who is suspended gets no address any more."""
    export_id = exported(owner)["id"]
    stand(MANAGER, "manager")
    assert Client(app, bearer("owner", subject=MANAGER)).get(f"{URL}/{export_id}/file").code == "forbidden"
    stand(OWNER, "owner", suspended=True)
    assert owner.get(f"{URL}/{export_id}/file").status == 401


@pytest.mark.usefixtures("bucket")
def test_the_file_goes_when_its_days_are_over(owner: Client) -> None:
    """O10: by the nightly job; what it had stays known."""
    told = exported(owner)
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert owner.get(f"{URL}/{told['id']}/file").code == "file_gone"
        assert (keep_periods({}, None)["exports"], keep_periods({}, None)["exports"]) == (1, 0)
    assert files_in(told["id"]) == []
    after = owner.get(f"{URL}/{told['id']}").json
    assert (after["state"], after["file_until"], after["files"]) == ("expired", None, told["files"])


def test_who_was_forgotten_is_named_as_restricted_and_no_more(person: Person, owner: Client) -> None:
    """O10, H14: files that have them go, what is half read begins again: with what is left, and until when the law keeps the rest."""
    agree(person.id, datetime(2026, 1, 20, tzinfo=UTC))
    done, half = exported(owner)["id"], asked(owner)
    with pytest.raises(AssertionError, match="still going on"):
        run_jobs(page_by_page, at_most=1)
    assert len(files_in(half)) == 1
    assert Client(app, bearer(subject=person.subject)).post("/v1/me/erasure").status == 202
    run_jobs(lambda event, _: work_on_jobs(event, {ERASE: run_erasure}, consumer="privacy-jobs"))
    assert (owner.get(f"{URL}/{done}").json["state"], files_in(done)) == ("withdrawn", [])
    assert owner.get(f"{URL}/{done}/file").code == "file_gone"
    run_jobs(work_requests)
    told = owner.get(f"{URL}/{half}").json
    assert (told["state"], [one["restricted"] for one in told["files"]]) == ("done", [1, 0, 1])
    files = unzipped(half)
    assert not any(MARK.encode() in data for data in files.values())
    order = json.loads(files["orders.ndjson"])
    assert order["restricted"] == [{"kind": "order", "until": "2029-12-31T00:00:00.000Z"}]
    assert order["order"]["totals"]["total"] == 135_800


def test_periods_of_kinds_are_settings_that_the_job_enforces(person: Person, owner: Client) -> None:
    """O10, R07, by the moved clock: orders of China kept for ten days from the end of the year; others as before."""
    assert owner.get("/v1/admin/retention").json["order"] == {"CN": 1095, "*": 3650}
    assert owner.put("/v1/admin/retention", {"order": {"CN": 10}}).json["order"] == {"CN": 10, "*": 3650}
    plant_order(person.id)
    for when, emptied in (((2027, 1, 10), 0), ((2027, 1, 11), 2)):
        with clock.frozen(datetime(*when, 1, tzinfo=UTC)):
            assert keep_periods({}, None)["emptied"] == emptied
    assert owner.put("/v1/admin/retention", {"order": {"CN": -1}}).status == 422
    assert owner.put("/v1/admin/retention", {"order": {"China": 1}}).status == 422
    assert owner.put("/v1/admin/retention", {"order": {}}, if_match="0").status == 409


def test_an_export_whose_parts_vanish_again_and_again_fails(person: Person, owner: Client) -> None:
    """O10: not for ever. It is said why, and another one can be asked for."""
    export_id = asked(owner, kinds=["orders"])
    states = ["requested"]
    while states[-1] == "requested" and len(states) < 10 * MOST_BEGINNINGS:
        page_by_page(sqs_of_events(events_in(PlatformTable, JobQueued.TYPE)[-1:]), None)
        delete_files(parts_of(export_id))
        states.append(owner.get(f"{URL}/{export_id}").json["state"])
    told = owner.get(f"{URL}/{export_id}").json
    assert (told["state"], told["error"], files_in(export_id)) == ("failed", "begun_too_often", [])
    assert MOST_BEGINNINGS < len(states) <= 3 * MOST_BEGINNINGS
    job = Client(platform_app, bearer("owner")).get(f"/v1/admin/jobs/{told['job_id']}").json
    assert (job["state"], job["error"]["code"]) == ("failed", "begun_too_often")
    assert exported(owner, kinds=["orders"])["rows"] == 1


@pytest.mark.usefixtures("bucket")
def test_decisions_of_before_there_were_lists_are_in_an_export(owner: Client) -> None:
    """O10: `shop migrate` gives them their places, once; who looked before had none of them."""
    agree("cus_1", datetime(2026, 1, 10, tzinfo=UTC))
    agree("cus_2", datetime(2026, 1, 11, tzinfo=UTC))
    dynamodb = boto3.client("dynamodb")
    listed = {"FilterExpression": "begins_with(due_pk, :of)", "ExpressionAttributeValues": {":of": {"S": "CONSENTS#"}}}
    for item in dynamodb.scan(TableName="privacy", **listed)["Items"]:
        key = {name: item[name] for name in ("pk", "sk")}
        if "cus_1" in item["pk"]["S"]:
            dynamodb.update_item(TableName="privacy", Key=key, UpdateExpression="REMOVE due_pk, due_at")
    assert exported(owner, kinds=["consents"])["rows"] == 1
    assert migrate(dynamodb, "privacy", "privacy").moved == 1
    assert migrate(dynamodb, "privacy", "privacy").moved == 0
    assert exported(owner, kinds=["consents"])["rows"] == 2
