"""What staff ask the lists of the console: each filter that a page offers, each two of them that go together, and each that the contract
has besides. Where a page gains a filter, a value stands here too (tests/unit/platform/test_offered_filters.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_SPEC = re.compile(r'name: "(?P<name>\w+)".*?path: "(?P<path>[^"]+)"(?P<rest>.*?)(?=\n  \{ ?name: |\n  \{\n    name: |\n\];)', re.DOTALL)
_TABLE = r"export const LEFT_OUT.*?\{(?P<rows>.*?)\n\};"
_ROW = re.compile(r"^  (?P<page>\w+): \{(?P<names>.*?)\},$", re.DOTALL | re.MULTILINE)
_SEARCH = re.compile(r'search: \{ path: "(?P<path>[^"]+)", by: \[(?P<by>[^\]]*)\]')
_APART = re.compile(r'(?P<source>\w+): \{ apart: \["(?P<other>\w+)"\] \}')
_OF_A_LIST = frozenset({"limit", "cursor", "fields", "unmask"})
_NO_LISTS = ("/reports/", "/settings", "/search_rules/explain", "/searches", "/views", "/share_")
"""Sums of a period, documents, what one person kept: nothing that grows with the shop is looked through for a page of them."""

RARE, TAG, BEST, EMAIL = "shipped", "ODD", "BEST", "buyer7@example.com"
"""One order of a thousand is shipped, two of a thousand have the tag; every third has the product that sells best."""

VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "/v1/admin/orders": {
        "q": ("{number}", "buyer7@example.com"), "status": ("completed", RARE, "paid,fulfilling"), "payment_status": ("paid", "disputed"),
        "fulfilment_status": ("delivered", "returned"), "from": ("{month}-01",), "to": ("{month}-20",), "email": (EMAIL,),
        "sku": (BEST, "SKU-7"), "tag": (TAG, "VIP"), "month": ("{month}",), "customer_id": ("cus_01JD0000000000000000000000",),
        "phone": ("%2B8613800000007",), "product_id": (f"prod_{9_999:026d}",), "number": ("{number}",), "field.*": (),
    },
    "/v1/admin/exceptions": {
        "kind": ("stuck", "failed"), "state": ("open", "closed", "all"), "order": ("ord_01JD0000000000000000000000",),
        "older_than_hours": ("24",),
    },
    "/v1/admin/returns": {"status": ("requested", "closed", "rejected", "all")},
    "/v1/admin/shipments": {"status": ("PENDING", "DELIVERED", "REFUSED")},
    "/v1/admin/products": {"status": ("draft", "published", "archived"), "barcode": ("4006381333931",), "field.*": ()},
    "/v1/admin/products/search": {
        "q": ("Linen",), "status": ("draft", "published"), "stock_state": ("in_stock", "out_of_stock"), "tag": ("odd",),
        "category": ("cat_01JD0000000000000000000000",), "brand": ("brd_01JD0000000000000000000000",), "collection": (),
    },
    "/v1/admin/customers": {
        "q": (EMAIL,), "state": ("active", "leaving"), "from": ("{month}-01",), "to": ("{month}-20",), "with_orders": ("true",),
        "consent": ("marketing_email",),
    },
    "/v1/admin/payments": {
        "status": ("captured", "failed", "voided"), "provider": ("sandbox", "alipay"), "order": (),
    },
    "/v1/admin/stock": {"warehouse": ("main",)},
    "/v1/admin/stock_shortages": {"state": ("low_stock", "out_of_stock", "all")},
    "/v1/admin/payment_tasks": {"status": ("open", "done", "all")},
    "/v1/admin/quarantine": {"status": ("open", "applied", "all")},
    "/v1/admin/ledger": {
        "order": ("{order}",), "account": ("fees:sandbox", "provider:sandbox:sandbox"), "from": ("{month}-01",), "to": ("{month}-20",),
    },
    "/v1/admin/gift_cards": {"status": ("active", "disabled", "closed"), "batch": ("bat_01JD0000000000000000000000",)},
    "/v1/admin/invoices": {"q": ("INV-1",)},
    "/v1/admin/messages": {
        "order": ("ord_01JD0000000000000000000000",), "customer": ("cus_01JD0000000000000000000000",), "state": ("bounced", "delivered"),
        "channel": ("sms", "wechat"),
    },
    "/v1/admin/jobs": {"state": ("succeeded", "failed"), "kind": ("catalog.import", "loyalty.gift_cards")},
    "/v1/admin/audit_log": {
        "q": ("odd",), "subject": ("prod_01JD0000000000000000000000",), "from": ("{month}-01",), "to": ("{month}-20",),
        "actor": ("stf_odd",), "action": ("orders.hold",),
    },
    "/v1/admin/staff": {"q": ("ada",), "role": ("owner",), "status": ("active",)},
    "/v1/admin/articles": {"status": ("published", "draft"), "category": ("odd",)},
    "/v1/admin/complaints": {"status": ("open", "all")},
    "/v1/admin/consents": {"customer_id": ("cus_01JD0000000000000000000000",), "email": (EMAIL,)},
    "/v1/admin/disputes": {"state": ("open", "closed", "all")},
    "/v1/admin/fapiao": {"status": ("failed", "all")},
    "/v1/admin/reports/findings": {"state": ("open", "closed", "all")},
    "/v1/admin/picks": {"warehouse": ("main",), "state": ("requested", "all")},
    "/v1/admin/safety_gaps": {"status": ("published", "all")},
    "/v1/admin/field_definitions": {"resource": ("order",)},
    "/v1/admin/categories": {"field.*": ()},
    "/v1/admin/notifications": {"order": ("ord_01JD0000000000000000000000",)},
    "/v1/admin/notifications/templates": {"event": ("order.placed",), "channel": ("email",), "language": ("en",)},
}  # fmt: skip


def offered() -> dict[str, list[tuple[str, ...]]]:
    """By the path of each page: none of its filters, each one, and each two that are offered together. A page offers what the contract lets
    be asked, but for what `LEFT_OUT` of lib/filters.ts names."""
    console = ROOT / "web/console/src"
    source, rules = (console / "resources.ts").read_text(), (console / "lib/filters.ts").read_text()
    rows = re.search(_TABLE, rules, re.DOTALL)
    assert rows is not None
    left_out = {row["page"]: set(re.findall(r"(\w+): \"", row["names"])) for row in _ROW.finditer(rows["rows"])}
    apart = {frozenset((one["source"], one["other"])) for one in _APART.finditer(rules)}
    found: dict[str, list[tuple[str, ...]]] = {}
    for spec in _SPEC.finditer(source[source.index("export const SPECS") :]):
        search = _SEARCH.search(spec["rest"])
        asked = [*(_asked(search["path"]) if search else ()), *_asked(spec["path"])]
        filters = [one for one in dict.fromkeys(asked) if one not in left_out.get(spec["name"], set()) and "*" not in one]
        pairs = [pair for pair in combinations(filters, 2) if frozenset(pair) not in apart]
        for names in [(), *((one,) for one in filters), *pairs]:
            by_search = search and set(names) & set(re.findall(r"\w+", search["by"]))
            found.setdefault(search["path"] if search and by_search else spec["path"], []).append(names)
    return found


@cache
def _contract() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text())
    return found


def _asked(path: str) -> list[str]:
    """What a list of the contract can be asked for."""
    parameters = _contract()["paths"].get(path, {}).get("get", {}).get("parameters", [])
    return [one["name"] for one in parameters if one.get("in") == "query" and one["name"] not in _OF_A_LIST]


def of_contract() -> dict[str, list[str]]:
    """Lists of the contract that nobody's page has whole: the filters of each."""
    found = {}
    for path, operations in _contract()["paths"].items():
        if not path.startswith("/v1/admin/") or "{" in path or any(part in path for part in _NO_LISTS):
            continue
        is_list = any(one.get("name") == "cursor" for one in operations.get("get", {}).get("parameters", []))
        if is_list and (names := _asked(path)):
            found[path] = names
    return found


def asked(known: dict[str, str]) -> Iterator[str]:
    """Addresses, with the values of `known` in them."""
    pages, contract = offered(), of_contract()
    for path in sorted({*pages, *contract}):
        wanted = pages.get(path, [()]) + [(one,) for one in contract.get(path, []) if (one,) not in pages.get(path, [])]
        for names in wanted:
            for values in _products([VALUES.get(path, {}).get(name, ()) for name in names]):
                query = "&".join(f"{name}={value.format(**known)}" for name, value in zip(names, values, strict=True))
                yield f"{path}?{query}"


def _products(values: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The last of each with all of the other: not every value with every other one."""
    if not all(values):
        return []
    last = tuple(one[-1] for one in values)
    found = [(*last[:at], one, *last[at + 1 :]) for at, some in enumerate(values) for one in some]
    return list(dict.fromkeys(found)) if values else [()]
