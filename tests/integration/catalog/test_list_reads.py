"""X46: a page of the console reads no more when the shop grows: the same requests, and no more rows than it shows, one for each list it
walks and the one that tells of a next page."""

from __future__ import annotations

from typing import Any

import botocore.client
import pytest

from functions.catalog.app import app
from functions.catalog.model.product import Status
from functions.shared.store.shards import SHARDS
from tests.integration.access.marketplace import somebody
from tests.integration.catalog.support import created, made, staff
from tests.support.http import Client

LIMIT = 10


class Reads:
    def __init__(self) -> None:
        self.requests, self.rows = 0, 0

    def counting(self, patched: pytest.MonkeyPatch) -> None:
        plain = botocore.client.BaseClient._make_api_call

        def counted(client: Any, operation: str, parameters: object) -> Any:
            answer = plain(client, operation, parameters)
            if operation in ("Query", "Scan", "BatchGetItem"):
                self.requests += 1
                self.rows += sum(map(len, answer["Responses"].values())) if "Responses" in answer else answer["Count"]
            return answer

        patched.setattr(botocore.client.BaseClient, "_make_api_call", counted)


def reads_of(path: str) -> Reads:
    found = Reads()
    with pytest.MonkeyPatch.context() as patched:
        found.counting(patched)
        assert len(made(staff().get(path))["data"]) == LIMIT
    return found


@pytest.mark.parametrize("path", [f"/v1/admin/products?limit={LIMIT}", f"/v1/admin/products?limit={LIMIT}&status=draft"])
def test_a_list_of_products_reads_the_same_whatever_the_size_of_the_shop(path: str) -> None:
    for _ in range(15):
        created()
    few = reads_of(path)
    for _ in range(60):
        created()
    many = reads_of(path)
    lists = SHARDS * (1 if "status" in path else len(Status))
    assert many.requests == few.requests
    assert many.rows <= lists * (LIMIT + 1) + 2 * (LIMIT + 1)


def called(one: str, product: dict[str, Any], sku: str | None = None, product_id: str | None = None) -> dict[str, Any]:
    return {"id": one, "title": product["title"], "sku": sku, "product_id": product_id}


def test_titles_of_many_products_are_one_request() -> None:
    """For pages that name products by their ids. What is gone is not told, nor what is another merchant's."""
    some = [
        created(title={"en": f"Mug {number}", "zh": f"杯 {number}"}, merchant_id=("m1" if number % 2 else None)) for number in range(LIMIT)
    ]
    ids = ",".join(one["id"] for one in some)
    path = f"/v1/admin/products/titles?ids={ids}"
    assert made(staff().get(f"{path},prod_{'0' * 26}"))["data"] == [called(one["id"], one) for one in some]
    read = reads_of(path)
    assert (read.requests, read.rows) == (2, LIMIT), "who asks, and what they ask for"
    variants = [one["variants"][0] for one in some]
    both = f"/v1/admin/products/titles?ids={','.join(one['id'] for one in (some[0], *variants))}"
    sold = [called(its["id"], one, sku=its["sku"], product_id=one["id"]) for its, one in zip(variants, some, strict=True)]
    assert made(staff("analyst").get(both))["data"] == [called(some[0]["id"], some[0]), *sold]
    read = reads_of(f"/v1/admin/products/titles?ids={','.join(one['id'] for one in variants)}")
    assert (read.requests, read.rows) == (2, LIMIT)
    theirs = made(Client(app, somebody("catalog_editor", merchants=("m1",))).get(path))["data"]
    assert [one["id"] for one in theirs] == [one["id"] for one in some[1::2]]
    assert staff().get("/v1/admin/products/titles").status == 422
    assert staff().get("/v1/admin/products/titles?ids=prod_1").status == 422
    assert staff("warehouse").get(path).status == 403
