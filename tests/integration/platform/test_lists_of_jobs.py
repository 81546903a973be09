"""Jobs by state and by kind."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from benchmarks.lists.counted import counted
from functions.platform.jobs import manage_jobs
from functions.platform.store.records import PlatformTable
from functions.shared.store import listing, shards
from functions.shared.store.records import find_many
from infra.migrate import is_marked, migrate
from tests.integration.platform.test_jobs import job
from tests.integration.platform.test_jobs import shop as shop
from tests.support.http import Client


def test_a_state_or_a_kind_reads_no_other_jobs(shop: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """X38, X46, ADR 152: before the table is migrated and after it; jobs move from one list to the other with their state."""
    made = [job().id for _ in range(4)]
    for name in made[:2]:
        assert shop.post(f"/v1/admin/jobs/{name}/cancel").status == 200
    for item in PlatformTable.scan(PlatformTable.kind == "job"):
        item.update(actions=[getattr(PlatformTable, name).remove() for name in ("listed_pk", "listed_sk", "due_pk", "due_at")])
    wanted = {"state=cancelled": made[1::-1], "state=queued&kind=test.count": made[:1:-1], "kind=test.count": made[::-1], "kind=a.b": []}

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
    assert shop.get(f"/v1/admin/jobs?kind=test.count&cursor={first['next_cursor']}").code == "invalid_cursor"


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
