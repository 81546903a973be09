"""Jobs by state and by kind."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import boto3
import pytest

from benchmarks.lists.counted import counted
from functions.audit.exporting import export_log as audit_exports
from functions.catalog import app as catalog
from functions.catalog.imports import job_files as catalog_files
from functions.loyalty.stored import issue_batch as cards
from functions.marketing.shares import commission_file
from functions.moving.store import job_files as moving_files
from functions.platform import (
    Job,
    Progress,
    ResultFile,
    RowError,
    RowResult,
    RowStatus,
    State,
    begin_writes,
    find_job,
    keep_rows,
    new_job,
    succeed,
)
from functions.platform import app as platform
from functions.platform.jobs import manage_jobs
from functions.platform.jobs.jobs import take
from functions.platform.jobs.kinds import MADE_BY
from functions.platform.store.records import PlatformTable
from functions.privacy.store.record_exports import RECORDS
from functions.privacy.store.requests import ERASE, EXPORT
from functions.promotions.campaigns import simulate
from functions.promotions.coupons import make_codes as codes
from functions.reports.exports import start as report_exports
from functions.shared.store import listing, shards
from functions.shared.store.records import find_many
from functions.shared.store.transactions import transact
from infra.migrate import is_marked, migrate
from tests.integration.platform.test_jobs import STAFF, job
from tests.integration.platform.test_jobs import shop as shop
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.support.identity import bearer


def test_a_state_or_a_kind_reads_no_other_jobs(shop: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """X38, X46, ADR 152: before the table is migrated and after it; jobs move from one list to the other with their state."""
    made = [job().id for _ in range(4)]
    for name in made[:2]:
        assert shop.post(f"/v1/admin/jobs/{name}/cancel").status == 200
    for item in PlatformTable.scan(PlatformTable.kind == "job"):
        item.update(actions=[getattr(PlatformTable, name).remove() for name in ("listed_pk", "listed_sk", "due_pk", "due_at")])
    wanted = {
        "state=cancelled": made[1::-1], "state=queued&kind=catalog.import": made[:1:-1], "kind=catalog.import": made[::-1], "kind=a.b": [],
    }  # fmt: skip

    def all_found() -> bool:
        return all([one["id"] for one in shop.get(f"/v1/admin/jobs?{query}").json["data"]] == ids for query, ids in wanted.items())

    assert all_found()
    migrate(boto3.client("dynamodb"), "platform", "platform")
    shards.forget()
    assert is_marked(boto3.client("dynamodb"), "platform", "platform")
    read: list[int] = []

    def counting(keys: Any) -> Any:
        read.extend(len(some) for some in keys.values())
        return find_many(keys)

    monkeypatch.setattr(shards, "find_many", counting)
    assert all_found()
    assert read == [2, 2, 4]
    assert shop.post(f"/v1/admin/jobs/{made[3]}/cancel").status == 200
    first = shop.get("/v1/admin/jobs?state=cancelled&limit=2").json
    second = shop.get(f"/v1/admin/jobs?state=cancelled&limit=2&cursor={first['next_cursor']}").json
    assert [one["id"] for one in [*first["data"], *second["data"]]] == [made[3], made[1], made[0]]
    assert second["next_cursor"] is None
    assert shop.get(f"/v1/admin/jobs?kind=catalog.import&cursor={first['next_cursor']}").code == "invalid_cursor"


def test_before_the_table_is_migrated_a_call_looks_at_so_many_and_goes_on(shop: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """ADR 179: a state that none of them has read them all."""
    monkeypatch.setattr(listing, "MOST_LOOKED", 3)
    monkeypatch.setattr(manage_jobs, "_FILTERED_PAGE", 3)
    made = [job().id for _ in range(8)]
    assert shop.post(f"/v1/admin/jobs/{made[0]}/cancel").status == 200
    shards.forget()
    seen, cursor = list[list[str]](), ""
    for _ in range(9):
        with counted() as read:
            page = shop.get(f"/v1/admin/jobs?state=cancelled&limit=2{cursor}").json
        assert read.requests["Query"] == 1
        seen.append([one["id"] for one in page["data"]])
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [[], [], [made[0]]]


def test_who_started_a_job_sees_it_end_and_fetches_its_file_without_seeing_the_others() -> None:
    """Support may have the products exported, and finance gift cards issued, but the page of all jobs is not theirs."""
    support, colleague = bearer("support", subject=str(uuid4())), bearer("support", subject=str(uuid4()))
    with data_bucket():
        made = Client(catalog.app, support).post("/v1/admin/exports", {"format": "ndjson"}).json["id"]
        path = f"/v1/admin/jobs/{made}/mine"
        assert Client(platform.app, support).get(path).json["state"] == "queued"
        found = take(made, find_job(made).step)
        assert found is not None
        succeed(found, progress=Progress(), result=ResultFile("jobs/x.csv", "x.csv", "text/csv", 3))
        assert Client(platform.app, support).get(path).json["result"]["filename"] == "x.csv"
        assert [Client(platform.app, one).get(path).status for one in (colleague, bearer("owner"), bearer(), {})] == [404, 404, 403, 401]
        assert Client(platform.app, support).get(f"/v1/admin/jobs/{made}").status == 403
        # What they may not have made any more is not theirs either.
        transact(begin_writes(codes := new_job("promotions.codes", {}, actor=find_job(made).actor, start=True)))
        found = take(codes.id, codes.step)
        assert found is not None
        succeed(found, progress=Progress(), result=ResultFile("jobs/y.csv", "y.csv", "text/csv", 3))
        assert Client(platform.app, support).get(f"/v1/admin/jobs/{codes.id}/mine").json["result"] is None


def test_who_started_a_job_reads_what_became_of_its_rows() -> None:
    editor, colleague = bearer("catalog_editor", subject=str(uuid4())), bearer("catalog_editor", subject=str(uuid4()))
    fault = RowError(3, "Variant Price", "invalid_price", "Not a price.")
    with data_bucket():
        made = Client(catalog.app, editor).post("/v1/admin/imports", {"format": "csv", "filename": "x.csv", "size": 9}).json["id"]
    keep_rows(made, [RowResult((2,), RowStatus.CREATED, id="prod_1"), RowResult((3,), RowStatus.FAILED, errors=(fault,))])
    path = f"/v1/admin/jobs/{made}/mine/rows"
    rows = Client(platform.app, editor).get(f"{path}?status=failed").json["data"]
    assert [(one["line"], one["code"], one["detail"]) for one in rows] == [(3, "invalid_price", "Not a price.")]
    assert [Client(platform.app, one).get(path).status for one in (colleague, bearer("owner"), bearer(), {})] == [404, 404, 403, 401]
    # What they may not have made any more is not theirs either.
    transact(begin_writes(codes := new_job("promotions.codes", {}, actor=find_job(made).actor, start=True)))
    assert Client(platform.app, editor).get(f"/v1/admin/jobs/{codes.id}/mine/rows").code == "forbidden"


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("owner", {"audit.export"}),
        ("manager", {"audit.export"}),
        ("catalog_editor", {"audit.export", "loyalty.gift_cards", "marketing.commission", "promotions.codes", "reports.export"}),
    ],
)
def test_who_may_see_jobs_sees_the_files_of_those_they_may_have_made(role: str, hidden: set[str]) -> None:
    """H12: sales, codes of gift cards and the audit log are no catalogue editor's, though the jobs that made them are seen."""
    kinds = [
        catalog_files.EXPORT, cards.KIND, commission_file.KIND, codes.KIND, report_exports.KIND, audit_exports.KIND,
    ]  # fmt: skip
    client, made = Client(platform.app, bearer(role)), list[Job]()
    with data_bucket():
        for kind in kinds:
            begun = new_job(kind, {}, actor=STAFF, start=True)
            transact(begin_writes(begun))
            found = take(begun.id, begun.step)
            assert found is not None
            made.append(succeed(found, progress=Progress(), result=ResultFile("jobs/x.csv", "x.csv", "text/csv", 3)))
        listed = {one["kind"]: one["result"] for one in client.get("/v1/admin/jobs").json["data"]}
        alone = {one.kind: client.get(f"/v1/admin/jobs/{one.id}").json["result"] for one in made}
    for seen in (listed, alone):
        assert {kind for kind, result in seen.items() if result is None} == hidden
        assert set(seen) == set(kinds)


@pytest.mark.parametrize(
    ("role", "theirs"),
    [
        ("manager", {*MADE_BY} - {"audit.export", "privacy.record_export"}),
        ("catalog_editor", {"catalog.export", "catalog.import"}),
    ],
)
def test_who_may_manage_jobs_stops_and_repeats_those_they_may_have_made(role: str, theirs: set[str]) -> None:
    """H12: imports of orders, erasures, codes of gift cards are no catalogue editor's to stop; nor is a kind that nobody knows."""
    kinds = {
        catalog_files.EXPORT, catalog_files.IMPORT, cards.KIND, codes.KIND, simulate.KIND, commission_file.KIND, report_exports.KIND,
        audit_exports.KIND, moving_files.IMPORT, ERASE, EXPORT, RECORDS,
    }  # fmt: skip
    assert kinds == set(MADE_BY)
    client = Client(platform.app, bearer(role))
    for kind in (*kinds, "test.count"):
        made = new_job(kind, {}, actor=STAFF, start=True)
        transact(begin_writes(made))
        for step, wanted, state in (("cancel", 200, State.CANCELLED), ("retry", 202, State.QUEUED)):
            answer = client.post(f"/v1/admin/jobs/{made.id}/{step}")
            assert answer.status == (wanted if kind in theirs else 403), kind
            assert find_job(made.id).state is (state if kind in theirs else State.QUEUED)
    assert client.post("/v1/admin/jobs/job_01JD0000000000000000000000/cancel").status == 404
