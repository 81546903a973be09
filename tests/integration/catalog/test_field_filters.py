"""X10: lists filter by declared fields, by values and ranges: staff's by private ones, too."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.products import list_products
from tests.integration.catalog.support import created, made, shopper, staff
from tests.integration.catalog.test_custom_fields import declare
from tests.support.http import Answer

UNREADABLE = ("nan..", "..inf", "1e999..", "..", "9" * 25 + "..", "1..x")


def declare_all(resource: str) -> None:
    declare(resource, "months", "integer", "public", filterable=True)
    declare(resource, "erp", "string", filterable=True)
    declare(resource, "made", "date", "public", filterable=True)
    declare(resource, "seen", "datetime", "public", filterable=True)
    declare(resource, "note", "string")


def listed(url: str) -> list[str]:
    return [row["id"] for row in made(staff().get(url))["data"]]


def refusal(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.json["errors"][0]["code"], answer.json["errors"][0]["pointer"]


FIELDS: list[dict[str, Any]] = [
    {"months": 6, "erp": "E-1", "made": "2026-01-31", "seen": "2026-01-31T15:00:00Z", "note": "n"},
    {"months": 24, "erp": "E-2", "made": "2026-02-01", "seen": "2026-01-31T17:00:00Z", "note": "n"},
]
FILTERS: list[tuple[str, list[int]]] = [
    ("field.erp=e-2", [1]),
    ("field.erp=E-1&field.erp=E-2", [0, 1]),
    ("field.erp=E-1&field.months=24", []),
    ("field.months=6..23", [0]),
    ("field.months=6..", [0, 1]),
    ("field.months=..5&field.months=24", [1]),
    ("field.made=2026-01-01..2026-01-31", [0]),
    ("field.made=2026-02-01..", [1]),
    ("field.seen=..2026-01-31", [0]),
    ("field.seen=2026-01-31T16:00:00Z..2026-02-01T16:00:00Z", [1]),
]


def test_staff_filter_products() -> None:
    declare_all("product")
    ids = [created(custom_fields=fields)["id"] for fields in FIELDS]
    created()
    for query, wanted in FILTERS:
        assert sorted(listed(f"/v1/admin/products?{query}")) == sorted(ids[n] for n in wanted), query
    assert listed("/v1/admin/products?field.erp=E-1&status=published") == []


def test_staff_filter_categories() -> None:
    declare_all("category")
    ids = [made(staff().post("/v1/admin/categories", {"name": {"en": "C"}, "custom_fields": fields}))["id"] for fields in FIELDS]
    made(staff().post("/v1/admin/categories", {"name": {"en": "none"}}))
    for query, wanted in FILTERS:
        assert sorted(listed(f"/v1/admin/categories?{query}")) == sorted(ids[n] for n in wanted), query
    first = made(staff().get("/v1/admin/categories?field.months=6..&limit=1"))
    second = made(staff().get(f"/v1/admin/categories?field.months=6..&limit=1&cursor={first['next_cursor']}"))
    assert sorted(row["id"] for row in first["data"] + second["data"]) == sorted(ids)


@pytest.mark.parametrize(
    "url", ["/v1/admin/products", "/v1/admin/categories", "/v1/products", "/v1/search"], ids=lambda url: str(url).rpartition("/")[2]
)
def test_ranges_that_say_nothing_are_refused_in_every_list(url: str) -> None:
    resource = "category" if "categories" in url else "product"
    declare_all(resource)
    client = staff() if "admin" in url else shopper()
    for value in UNREADABLE:
        assert refusal(client.get(f"{url}?field.months={value}")) == (422, "range_unreadable", "/field.months"), value
    for value in ("2026-02-30..", "..5", "2026-01-01T00:00:00Z..", "1..2..3"):
        assert refusal(client.get(f"{url}?field.made={value}")) == (422, "range_unreadable", "/field.made"), value
    for query in ("field.months=24..6", "field.made=2026-02-01..2026-01-31", "field.seen=2026-02-01..2026-01-01"):
        assert refusal(client.get(f"{url}?{query}"))[:2] == (422, "range_reversed"), query
    for query in ("field.months=nan", "field.made=soon"):
        assert refusal(client.get(f"{url}?{query}"))[:2] == (422, "invalid_field"), query
    assert client.get(f"{url}?field.months=").status == 422
    if "admin" in url:
        for unknown in ("note", "nothing"):
            assert refusal(client.get(f"{url}?field.{unknown}=n")) == (422, "unknown_field", f"/field.{unknown}")
    else:
        for value in UNREADABLE:
            assert refusal(client.get(f"{url}?attr.width={value}")) == (422, "range_unreadable", "/attr.width"), value
        for query in ("price_min=nan", "price_max=1e999", "price_min=2&price_max=1", "price_min="):
            assert client.get(f"{url}?{query}").status == 422, query


def test_a_walk_through_many_products_is_bounded_and_misses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """X11: a page may be short and still have a cursor; every product that fits is on exactly one page."""
    declare_all("product")
    ids = [created(custom_fields={"months": n % 4})["id"] for n in range(13)]
    monkeypatch.setattr(list_products, "_LOOKED_AT", 2)
    monkeypatch.setattr(list_products, "_ROUNDS", 2)
    for limit in (1, 2, 100):
        url = f"/v1/admin/products?field.months=3..&limit={limit}"
        pages = [made(staff().get(url))]
        while cursor := pages[-1]["next_cursor"]:
            pages.append(made(staff().get(f"{url}&cursor={cursor}")))
        assert [row["id"] for page in pages for row in page["data"]] == [ids[11], ids[7], ids[3]]
        assert len(pages) > 3 or limit == 1
        assert all(len(page["data"]) <= limit for page in pages)
        other = f"/v1/admin/products?field.months=2..&cursor={pages[0]['next_cursor']}"
        assert staff().get(other).code == "invalid_cursor"


def test_a_field_that_was_declared_a_moment_ago_can_be_filtered_by() -> None:
    declare("product", "first", "integer", filterable=True)
    assert listed("/v1/admin/products?field.first=1..") == []
    declare("product", "second", "integer", filterable=True)
    assert listed("/v1/admin/products?field.second=1..") == []
