"""How a file reaches the shop: encodings, NDJSON, uploads; and a worker that dies in between."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import boto3
import pytest

from functions.catalog import app as catalog
from functions.catalog.consumers import work_on_jobs as jobs_door
from functions.catalog.imports import run_import as worker
from functions.catalog.imports.apply_entry import apply_entry
from functions.catalog.store.records import ProductRecord
from functions.platform import Job, RowResult, TimeIsUp
from functions.platform.store.records import PlatformTable
from functions.shared.plain.settings import settings
from functions.stock.store.records import JournalRecord, StockTable
from tests.support.catalogue import HEADER, Merchant, counts
from tests.support.events import events_in, sqs_of_events
from tests.support.jobs import run_jobs

ROWS = f"{HEADER}\nshirt,海蓝色全棉衬衫,,欧申服饰,,男装,,,,S-1,4,199.00,\n"
LINE = {
    "external_id": "p-1",
    "title": {"zh": "砧板", "en": "Cutting board"},
    "brand": {"external_id": "b-1", "name": {"zh": "木作"}},
    "category": [{"name": {"zh": "厨房"}}, {"external_id": "c-2", "name": {"zh": "刀具"}}],
    "options": [{"name": "Size", "values": ["S", "M"]}],
    "variants": [{"sku": "CB-S", "options": {"Size": "S"}, "price": {"amount": 5900, "currency": "CNY"}, "stock": 3}],
    "published": False,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_files_of_excel_and_wps_are_read(merchant: Merchant, encoding: str) -> None:
    """A04"""
    job = merchant.imported(ROWS.encode(encoding), media="application/octet-stream")
    assert counts(job) == {"total": 1, "done": 1, "created": 1}
    assert merchant.product("shirt")["title"] == {"zh": "海蓝色全棉衬衫"}


def test_ndjson_has_the_shape_of_our_products(merchant: Merchant) -> None:
    """A04"""
    text = json.dumps(LINE, ensure_ascii=False) + "\n\nnot json\n[]\n" + json.dumps({**LINE, "external_id": "p-2", "colour": "red"}) + "\n"
    job = merchant.imported(text, media="application/x-ndjson")
    assert merchant.rows(job) == [
        (1, "created", None), (3, "failed", "invalid_json"), (4, "failed", "invalid_json"), (5, "failed", "duplicate_sku"),
    ]  # fmt: skip
    board = merchant.product("cutting-board")
    assert (board["title"], merchant.available("CB-S")) == ({"zh": "砧板", "en": "Cutting board"}, 3)
    again = merchant.imported(json.dumps(LINE), media="application/x-ndjson")
    assert counts(again) == {"total": 1, "done": 1, "unchanged": 1}
    other = json.dumps({"external_id": "p-1", "title": {"zh": "砧板"}, "colour": "red"})
    assert merchant.rows(merchant.imported(other, media="application/x-ndjson")) == [(1, "failed", "extra_forbidden")]
    less = json.dumps({"external_id": "p-1", "tags": ["wood"]})
    assert counts(merchant.imported(less, media="application/x-ndjson")) == {"total": 1, "done": 1, "updated": 1}
    assert merchant.product("cutting-board")["title"] == board["title"]


def test_a_large_file_is_uploaded_and_then_started(merchant: Merchant) -> None:
    """A04"""
    wanted = {"format": "shopify_csv", "filename": "all.csv", "size": len(ROWS)}
    made = merchant.catalog.post("/v1/admin/imports", wanted).json
    assert (made["state"], made["stage"]) == ("queued", "awaiting_upload")
    form = made["upload"]
    assert (form["max_size"], form["fields"]["Content-Type"], form["fields"]["key"]) == (
        50 * 1024 * 1024, "text/csv", f"uploads/imports/{made['id']}",
    )  # fmt: skip
    start = f"/v1/admin/imports/{made['id']}/start"
    assert merchant.catalog.post(start).code == "file_missing"
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=form["fields"]["key"], Body=ROWS.encode())
    first, second = merchant.catalog.post(start), merchant.catalog.post(start)
    assert (first.status, first.json["stage"], second.json["attempts"]) == (202, "reading", 1)
    run_jobs(catalog.work_on_jobs)
    assert counts(merchant.job(made["id"])) == {"total": 1, "done": 1, "created": 1}
    assert merchant.catalog.post("/v1/admin/imports/job_01JD0000000000000000000000/start").status == 404


def test_a_worker_that_dies_in_the_middle_is_followed_up_without_doubling(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A04, X38"""
    data = HEADER + "\n" + "".join(f"p-{n},Product {n},,,,,,,,SKU-{n},{n},1.00,\n" for n in range(40))
    applied: list[int] = []

    def dies_once(entry: Any, *rest: Any) -> list[RowResult]:
        applied.append(entry.lines[0])
        result = apply_entry(entry, *rest)
        if len(applied) == 30:
            raise RuntimeError("killed")
        return result

    monkeypatch.setattr(worker, "apply_entry", dies_once)
    monkeypatch.setattr(jobs_door, "_RUNNERS", {"catalog.import": lambda job, _: worker.run_import(job, lambda: False)})
    started = merchant.send(data)
    event = sqs_of_events(events_in(PlatformTable, "job.queued"))
    assert len(catalog.work_on_jobs(event, None)["batchItemFailures"]) == 1
    assert merchant.job(started.json["id"])["progress"]["done"] == 25
    assert catalog.work_on_jobs(event, None)["batchItemFailures"] == []
    job = merchant.job(started.json["id"])
    assert (job["state"], counts(job)) == ("succeeded", {"total": 40, "done": 40, "created": 40})
    assert len(list(ProductRecord.scan(ProductRecord.kind == "product"))) == 40
    assert len(list(JournalRecord.scan(JournalRecord.kind == "journal"))) == 39
    assert merchant.available("SKU-29") == 29


def test_an_import_that_takes_longer_goes_on_in_further_calls(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A04: here each call has time for ten products."""

    def ten(job: Job, _: TimeIsUp) -> None:
        looks = count()
        worker.run_import(job, lambda: next(looks) >= 10)

    monkeypatch.setattr(jobs_door, "_RUNNERS", {"catalog.import": ten})
    data = HEADER + "\n" + "".join(f"p-{n},Product {n},,,,,,,,SKU-{n},1,1.00,\n" for n in range(30))
    started = merchant.send(data)
    assert run_jobs(catalog.work_on_jobs) == 4
    assert counts(merchant.job(started.json["id"])) == {"total": 30, "done": 30, "created": 30}


def test_a_product_with_many_variants_does_not_outlive_its_message(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-C2: the time is looked at between its parts; each call does one, and in the end every row counts once."""
    monkeypatch.setattr(jobs_door, "_RUNNERS", {"catalog.import": lambda job, _: worker.run_import(job, _one_step())})
    header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price"
    data = header + "\n" + "".join(f"wall,Wall,Colour,c{n},,{n % 2},10.00\n" for n in range(100)) + "b,B,,,B-1,1,1.00\n"
    started = merchant.send(data)
    assert run_jobs(catalog.work_on_jobs) >= 5
    job = merchant.job(started.json["id"])
    assert (job["state"], counts(job)) == ("succeeded", {"total": 101, "done": 101, "created": 101})
    assert merchant.product("wall")["variant_count"] == 100
    assert len(merchant.rows(job)) == 100
    assert len(list(StockTable.scan(StockTable.kind == "stock"))) == 51
    assert counts(merchant.imported(data)) == {"total": 101, "done": 101, "unchanged": 101}


def _one_step() -> TimeIsUp:
    """The time is up as soon as it is looked at for the second time."""
    looks = count()
    return lambda: next(looks) > 0


def test_a_cancelled_import_can_be_taken_up_again(merchant: Merchant) -> None:
    """X38"""
    started = merchant.send(ROWS)
    merchant.platform.post(f"/v1/admin/jobs/{started.json['id']}/cancel")
    run_jobs(catalog.work_on_jobs)
    assert list(ProductRecord.scan(ProductRecord.kind == "product")) == []
    merchant.platform.post(f"/v1/admin/jobs/{started.json['id']}/retry")
    run_jobs(catalog.work_on_jobs)
    assert counts(merchant.job(started.json["id"])) == {"total": 1, "done": 1, "created": 1}
