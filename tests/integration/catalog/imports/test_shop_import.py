"""`shop import products`: what the command makes of the shop's answers, against the real handlers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from functions.catalog import app as catalog
from infra.cli.file_import import import_file
from infra.cli.shop_client import Answer, ShopClient
from infra.local.trouble import Trouble
from tests.support.catalogue import HEADER, Merchant
from tests.support.jobs import run_jobs


class InProcess(ShopClient):
    """The client of the command, without the wire."""

    def __init__(self, merchant: Merchant) -> None:
        super().__init__("http://shop.test")
        self.merchant = merchant

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, key: str | None = None) -> Answer:
        door = self.merchant.platform if path.startswith("/v1/admin/jobs") else self.merchant.catalog
        answer = door.call(method, path, body, {name.lower(): value for name, value in (headers or {}).items()})
        return Answer(answer.status, answer.json, answer.headers)


def imported(merchant: Merchant, data: bytes, **options: str) -> Any:
    def wait(_: float) -> None:
        run_jobs(catalog.work_on_jobs)

    return import_file(InProcess(merchant), data, options, file_format="csv", tick=lambda *_: None, wait=wait)


def test_a_file_is_imported_and_its_remarks_are_told(merchant: Merchant) -> None:
    table = f"{HEADER}\nmug,Mug,,,,,,,,M-1,-2,1.00,\nbad,Bad,,,,,,,,B-1,1,free,\n".encode()
    rehearsed = imported(merchant, table, dry_run="true")
    assert merchant.catalog.get("/v1/admin/products").json["data"] == []
    done = imported(merchant, table)
    assert rehearsed == done
    assert done.counts == {"created": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert [(row.source, row.row, row.reason.split(":")[0]) for row in done.told] == [
        ("created", 2, "negative_stock"), ("failed", 3, "invalid_number"),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_trouble(merchant: Merchant) -> None:
    with pytest.raises(Trouble, match="missing_columns"):
        imported(merchant, b"a,b\n1,2\n")
