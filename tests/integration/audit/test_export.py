"""X25: rows of the audit log as a file over HTTP, which whoever has it can check."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.audit import verify
from functions.audit.app import app, export_log
from functions.audit.exporting import export_log as exporting
from functions.audit.model import log_export
from functions.audit.model.chain import Row, Signed, hash_of
from functions.audit.store.records import RowRecord
from functions.platform import work_on_jobs
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import FactRecord, fact_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact
from tests.integration.access.standings import stand
from tests.integration.audit.keeping import chained, kept
from tests.support.buckets import data_bucket
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs

URL = "/v1/admin/audit_exports"


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield


@pytest.fixture
def owner() -> Client:
    subject = str(uuid.uuid4())
    stand(subject, "owner")
    return Client(app, bearer(subject=subject))


def noted(count: int, **more: Any) -> None:
    """So many facts, with their numbers."""
    for number in range(count):
        fact = Fact(fresh.new_id("aud"), times.iso(clock.now()), "staff", "cus_a", f"PATCH /v1/admin/products/{number}", "=prd_1", **more)
        transact([fact_put(fact)])
    assert chained() == []


def days(**more: Any) -> dict[str, Any]:
    """Around now, whatever the time of the day."""
    start, until = (clock.now().date() + timedelta(days=days) for days in (-1, 2))
    return {"from": start.isoformat(), "until": until.isoformat(), **more}


def asked(owner: Client, **more: Any) -> Answer:
    answer = owner.post(URL, days(**more))
    assert answer.status == 202, answer.text
    return answer


def unzipped(export_id: str) -> dict[str, bytes]:
    key = f"personal-exports/audit/{export_id}/audit.zip"
    data = boto3.client("s3").get_object(Bucket=settings().bucket, Key=key)["Body"].read()
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def exported(owner: Client, **more: Any) -> dict[str, bytes]:
    export_id = asked(owner, **more).json["id"]
    run_jobs(export_log)
    told = owner.get(f"{URL}/{export_id}").json
    assert (told["state"], told["has_file"], told["error"]) == ("succeeded", True, None)
    files = unzipped(export_id)
    assert told["manifest_sha256"] == hashlib.sha256(files["manifest.json"]).hexdigest()
    for file in json.loads(files["manifest.json"])["files"]:
        assert (file["sha256"], file["size"]) == (hashlib.sha256(files[file["name"]]).hexdigest(), len(files[file["name"]]))
    return files


def rows_in(files: dict[str, bytes]) -> list[Row]:
    return [load(Row, line) for line in files["rows.ndjson"].decode().splitlines()]


def findings_in(files: dict[str, bytes]) -> list[Any]:
    """As a reader looks: signatures alone take the shop's key."""
    heads = [load(Signed, line) for line in files["heads.ndjson"].decode().splitlines()]
    rows = rows_in(files)
    return [*verify(heads[-1], heads, lambda day: [row for row in rows if row.day == day], lambda _: True)]


def test_a_reader_can_check_it() -> None:
    """X25: hashes of rows as the manifest says, from head to head."""
    row = Row(1, "2026-01-01", Fact("aud_1", "2026-01-01T00:00:00.000Z", "staff", "cus_a", "GET é", "s"), "0" * 64, "")
    line = json.loads(log_export.LogExport("2026-01-01", "2026-01-02").lines([row]))
    said = json.dumps([line["number"], line["day"], line["previous"], line["fact"]], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(said.encode()).hexdigest() == hash_of(1, row.day, row.fact, row.previous)


def test_all_rows_of_a_period_with_their_heads(owner: Client) -> None:
    """X25, O04: whole, and what was taken out of the log is found by whoever has the file."""
    noted(7)
    files = exported(owner)
    assert (len(rows_in(files)), findings_in(files)) == (7, [])
    assert json.loads(files["manifest.json"])["is_whole"] is True
    RowRecord.get(f"DAY#{rows_in(files)[3].day}", f"{4:012}").delete()
    (gap,) = findings_in(exported(owner))
    assert (gap.kind, gap.number, gap.last) == ("row_missing", 4, 4)


def test_some_rows_as_a_table(owner: Client) -> None:
    """X25: filters; a cell that a spreadsheet would calculate is none."""
    noted(3, after={"note": 'Grüße, "x"'})
    files = exported(owner, format="csv", action="PATCH /v1/admin/products/1", subject="=prd_1", actor="cus_a")
    (row,) = csv.DictReader(io.StringIO(files["rows.csv"].decode(), newline=""))
    assert (row["number"], row["subject"], json.loads(row["after"])) == ("2", "'=prd_1", {"note": 'Grüße, "x"'})
    assert json.loads(files["manifest.json"])["is_whole"] is False
    assert exported(owner, format="csv", actor="cus_nobody")["rows.csv"].decode().count("\n") == 1


def test_a_worker_that_dies_between_pages_makes_the_same_file(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """X25: while the log grows on."""
    noted(5)
    monkeypatch.setattr(exporting, "_PAGE", 2)
    export_id = asked(owner).json["id"]

    def one_page(event: dict[str, Any], _context: Any) -> dict[str, Any]:
        noted(1)
        return work_on_jobs(event, {exporting.KIND: exporting.run_log_export}, consumer="audit-jobs", seconds=0)

    run_jobs(one_page)
    files = unzipped(export_id)
    assert findings_in(files) == []
    assert [row.number for row in rows_in(files)] == [*range(1, len(rows_in(files)) + 1)]


def test_too_many_rows_end_it(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """X25"""
    noted(3)
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    export_id = asked(owner).json["id"]
    run_jobs(export_log)
    told = owner.get(f"{URL}/{export_id}").json
    assert (told["state"], told["error"], told["has_file"]) == ("failed", "too_many_rows", False)
    assert owner.get(f"{URL}/{export_id}/file").code == "not_ready"


def test_who_exports_and_who_fetches_stands_in_the_log(owner: Client) -> None:
    """X25: both, before the address is told; it holds for a minute, and the file for a week."""
    export_id = asked(owner).json["id"]
    assert owner.get(f"{URL}/{export_id}/file").code == "not_ready"
    run_jobs(export_log)
    fetched = owner.get(f"{URL}/{export_id}/file")
    assert "X-Amz-Expires=60" in fetched.json["url"] or "Expires=" in fetched.json["url"]
    facts = [load(Fact, record.body) for record in FactRecord.scan()]
    assert sorted((fact.action, fact.subject) for fact in facts) == [
        ("POST /v1/admin/audit_exports", export_id), ("personal_data.read", export_id),
    ]  # fmt: skip
    boto3.client("s3").delete_object(Bucket=settings().bucket, Key=f"personal-exports/audit/{export_id}/facts.json")
    assert owner.get(f"{URL}/{export_id}/file").code == "file_gone"
    assert kept().newest is None


def test_for_whom_it_is() -> None:
    """X25, H07: who may read the log; not who acts for some only, for its rows do not say whose they are."""
    path = f"{URL}/job_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"
    for who, status in ((bearer("manager"), 403), (bearer(), 403), ({}, 401)):
        door = Client(app, who)
        assert [one.status for one in (door.post(URL, days()), door.get(path), door.get(f"{path}/file"))] == [status] * 3
    for merchants, warehouses in ((("seller_1",), None), (None, ("main",))):
        subject = str(uuid.uuid4())
        stand(subject, "owner", merchants=merchants, warehouses=warehouses)
        door = Client(app, bearer(subject=subject))
        found = [door.post(URL, days()), door.get(path), door.get(f"{path}/file"), door.get("/v1/admin/audit_log")]
        assert {one.code for one in found} == {"out_of_scope"}


@pytest.mark.parametrize(
    "body",
    [
        {}, days(until="2026-01-01"), days(format="xml"), days(actor=1), days(action="x" * 201),
        {"from": "2025-01-01", "until": "2026-02-01"},
        {"from": "2026-02-30", "until": "2026-03-01"}, {"from": "2026-01-01", "until": "2026-01-01"},
    ],
)  # fmt: skip
def test_bad_input(owner: Client, body: dict[str, Any]) -> None:
    """X25"""
    assert owner.post(URL, body).status == 422
    assert owner.get(f"{URL}/nobody").status == 404
