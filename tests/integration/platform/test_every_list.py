"""Every list of the contract takes `limit` and `cursor` and is read to its end in pages of one, without loss and without doubles."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.http.operation import Operation
from functions.shared.http.whole_lists import WholeListQuery, cut, is_whole_list
from tests.integration.platform.test_every_role_at_every_door import _doors
from tests.support.http import Client
from tests.support.identity import bearer

# The best of something, not a list to its end; sums, whose rows are bounded by the period that is asked for; what is named by its ids.
_NO_LISTS = {
    "/v1/pickup_points", "/v1/admin/searches", "/v1/products/suggest", "/v1/search/trending", "/v1/admin/reports/sales",
    "/v1/admin/reports/compensations", "/v1/admin/reports/satisfaction", "/v1/products/{id}/related", "/v1/recommendations",
    "/v1/admin/recommendation_clicks", "/v1/admin/products/titles",
}  # fmt: skip
# Whose index, and whose secret of the providers, is not there.
_NOT_HERE = {"/v1/search", "/v1/admin/products/search", "/v1/admin/search_rules/explain", "/v1/admin/ledger"}
# Which says in one of two ways of whom.
_OF_SOMEBODY = {"/v1/admin/consents"}


def _is_list(op: Operation) -> bool:
    return op.method == "GET" and op.response is not None and "data" in op.response.model_fields and op.path not in _NO_LISTS


LISTS = [(app, op) for app, op in _doors() if _is_list(op)]


@pytest.mark.parametrize("op", [op for _, op in LISTS], ids=lambda op: op.path)
def test_a_list_takes_limit_and_cursor_and_tells_the_next_one(op: Operation) -> None:
    """X11"""
    assert op.response is not None
    assert "next_cursor" in op.response.model_fields
    assert {"limit", "cursor"} <= set(op.query.model_fields) or is_whole_list(op.response, op.query)


def _some_rows() -> None:
    clients = {op.path: Client(app, bearer("owner")) for app, op in _doors()}
    rate = {"carrier": "manual", "currency": "CNY"}
    made: dict[str, list[dict[str, Any]]] = {
        "/v1/admin/shipping_zones": [{"name": n, "areas": [{"country": n}], "rates": [rate]} for n in ("DE", "FR")],
        "/v1/admin/tax_rates": [{"name": "VAT", "rate": "0.2", "country": n} for n in ("DE", "FR")],
        "/v1/admin/categories": [{"name": {"en": n}, "slug": n} for n in ("one", "two", "three")],
        "/v1/admin/brands": [{"name": {"en": n}, "slug": n} for n in ("one", "two", "three")],
        "/v1/admin/tags": [{"name": {"en": n}, "slug": n} for n in ("one", "two", "three")],
        "/v1/admin/products": [{"title": {"en": n}, "slug": n} for n in ("one", "two", "three")],
        "/v1/admin/warehouses": [{"name": n, "code": n} for n in ("one", "two")],
    }
    for path, bodies in made.items():
        for body in bodies:
            clients[path].post(path, body)


def test_pages_of_one_are_the_whole_list() -> None:
    """X11: no row is lost, none comes twice."""
    _some_rows()
    lengths: dict[str, int] = {}
    for app, op in LISTS:
        of_something = "{" in op.path or any(field.is_required() for field in op.query.model_fields.values())
        if of_something or op.path in _NOT_HERE | _OF_SOMEBODY:
            continue
        client = Client(app, bearer("owner"))
        whole = client.get(f"{op.path}?limit=100")
        assert whole.status == 200, (op.path, whole.text)
        rows, size = whole.json["data"], 1
        if whole.json["next_cursor"] is not None:
            # More than one page holds: what comes behind it is asked for once, and all of it in other pages.
            rest = client.get(f"{op.path}?limit=100&cursor={whole.json['next_cursor']}")
            assert (rest.status, rest.json["next_cursor"]) == (200, None), op.path
            rows, size = rows + rest.json["data"], 30
        seen, cursor = [], ""
        for _ in range(100):
            page = client.get(f"{op.path}?limit={size}{cursor}")
            assert (page.status, len(page.json["data"]) <= size) == (200, True), (op.path, page.text)
            seen += page.json["data"]
            if page.json["next_cursor"] is None:
                break
            cursor = f"&cursor={page.json['next_cursor']}"
        assert seen == rows, op.path
        lengths[op.path] = len(seen)
    assert sum(length > 1 for length in lengths.values()) >= 6, lengths
    assert client.get(f"{op.path}?limit=1&cursor=e30").status in (400, 422)


def test_rows_that_come_or_go_meanwhile_shift_nothing() -> None:
    """X11: a cursor names the row after which it goes on."""
    rows = [{"id": name} for name in "abcd"]
    first = cut({"data": rows, "next_cursor": None}, WholeListQuery(limit=2), "/x")
    after = WholeListQuery(limit=2, cursor=first["next_cursor"])
    assert cut({"data": [{"id": "new"}, *rows]}, after, "/x") == {"data": rows[2:], "next_cursor": None}
    assert cut({"data": [row for row in rows if row["id"] != "b"]}, after, "/x")["data"] == [{"id": "d"}]
    assert cut({"data": rows}, WholeListQuery(limit=4), "/x") == {"data": rows, "next_cursor": None}


def test_whole_lists_refuse_what_no_list_takes() -> None:
    """X11"""
    app, op = next((app, op) for app, op in LISTS if op.path == "/v1/admin/tax_rates")
    client = Client(app, bearer("owner"))
    assert len(client.get(op.path).json["data"]) == 1
    for query, status in (
        ("limit=0", 422),
        ("limit=101", 422),
        ("limit=x", 422),
        ("cursor=e30", 400),
        ("limit=1&limit=2", 422),
        ("offset=1", 422),
    ):
        assert client.get(f"{op.path}?{query}").status == status, query
    assert client.get(f"{op.path}?limit=1&fields=id").json == {"data": [{"id": "tax_cn_vat"}], "next_cursor": None}
