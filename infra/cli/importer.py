"""Puts a catalogue into a shop through its admin API. Can be repeated: what is there and the same is left alone.

A product is made, then stocked, then published; so a product that exists but is no draft any more was finished before, and its
stock is the shop's business, not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from infra.cli.catalogue import BadRow, Body, Catalogue, ProductEntry
from infra.cli.review_import import import_reviews
from infra.cli.shop_client import Answer, ShopClient

PARALLEL = 4
TAKEN = "external_id_taken"
_KINDS = {"parent_id": "categories", "category_id": "categories", "brand_id": "brands"}


@dataclass
class Summary:
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    variants: int = 0
    reviews: int = 0
    bad: list[BadRow] = field(default_factory=list)
    drafts: list[BadRow] = field(default_factory=list)  # rows that went in but cannot be sold yet, and why

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)


class RefusedByShop(Exception):
    """The shop's answer to one row; the message is what it said."""


class Importer:
    def __init__(self, shop: ShopClient, progress: Callable[[int, int], None]) -> None:
        """`progress(done, total)` is called after every row, from several threads."""
        self._shop = shop
        self._progress = progress
        self._ids: dict[tuple[str, str], str] = {}  # ours by kind and external id: a brand and a category may have the same one
        self._products: dict[str, str] = {}
        self._drafts: list[BadRow] = []

    def load(self, catalogue: Catalogue) -> Summary:
        summary = Summary(bad=list(catalogue.bad), drafts=self._drafts)
        total = len(catalogue.categories) + len(catalogue.brands) + len(catalogue.products) + len(catalogue.reviews)
        done = 0

        def row(source: str, number: int, work: Callable[[], str | None]) -> None:
            nonlocal done
            try:
                if outcome := work():
                    summary.count(outcome)
            except RefusedByShop as error:
                summary.bad.append(BadRow(source, number, str(error)))
            done += 1
            self._progress(done, total)

        for category in catalogue.categories:
            parent = {"parent_id": category.parent} if category.parent else {}
            row("categories", category.row, partial(self._place, "categories", category.body, parent))
        for brand in catalogue.brands:
            row("brands", brand.row, partial(self._place, "brands", brand.body, {}))
        with ThreadPoolExecutor(PARALLEL) as pool:
            jobs = [pool.submit(row, "products", one.row, partial(self._product, one)) for one in catalogue.products]
            try:
                for job in jobs:
                    job.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

        def reviewed(number: int) -> None:
            nonlocal done
            done += number
            self._progress(done, total)

        summary.reviews = import_reviews(self._shop, catalogue.reviews, self._products, bad=summary.bad, done=reviewed)
        summary.variants = sum(len(one.body["variants"]) for one in catalogue.products)
        for rows in (summary.bad, summary.drafts):
            rows.sort(key=lambda bad: (bad.source, bad.row))
        return summary

    def _place(self, kind: str, body: Body, links: Mapping[str, str]) -> str | None:
        """Makes a category or brand, or finds the one there is."""
        answer = self._shop.call("POST", f"/v1/admin/{kind}", {**body, **self._linked(links)})
        self._ids[kind, body["external_id"]] = _id_of(answer)
        return None

    def _product(self, entry: ProductEntry) -> str:
        links = {"category_id": entry.category, "brand_id": entry.brand}
        body = {**entry.body, **self._linked({name: target for name, target in links.items() if target})}
        answer = self._shop.call("POST", "/v1/admin/products", body)
        self._products[entry.external_id] = _id_of(answer)
        product = f"/v1/admin/products/{_id_of(answer)}"
        if answer.ok:
            self._finish(product, answer.body, entry, fresh=True)
            return "created"
        there = _must(self._shop.call("GET", product)).body
        if there.get("status") == "draft":
            self._finish(product, there, entry, fresh=False)
        difference = {name: value for name, value in body.items() if not same(value, there.get(name))}
        if not difference:
            return "unchanged"
        _must(self._shop.call("PATCH", product, difference, {"If-Match": f'"{there["version"]}"'}))
        return "changed"

    def _finish(self, product: str, made: Mapping[str, Any], entry: ProductEntry, *, fresh: bool) -> None:
        for variant in made["variants"]:
            wanted = entry.stock.get(variant["sku"], 0)
            if wanted and (fresh or self._is_empty(variant["id"])):
                self._stock(variant["id"], wanted)
        if not entry.published:
            return
        answer = self._shop.call("POST", f"{product}/publish")
        if answer.status == 422 and answer.body.get("code") == "not_publishable":
            self._drafts.append(BadRow("products", entry.row, answer.complaint))
        else:
            _must(answer)

    def _is_empty(self, variant: str) -> bool:
        answer = self._shop.call("GET", f"/v1/admin/stock/{variant}")
        return answer.status == 404 or _must(answer).body.get("on_hand") == 0

    def _stock(self, variant: str, wanted: int) -> None:
        # The key is the same in every import, so that even two at once add the first stock only once.
        body = {"delta": wanted, "reason": "import"}
        _must(self._shop.call("POST", f"/v1/admin/stock/{variant}/adjust", body, key=f"import-{variant}"))

    def _linked(self, links: Mapping[str, str]) -> dict[str, str]:
        wanted = {name: (_KINDS[name], target) for name, target in links.items()}
        missing = [place for place in wanted.values() if place not in self._ids]
        if missing:
            raise RefusedByShop(f"{missing[0][1]}, which it belongs to, could not be made")
        return {name: self._ids[place] for name, place in wanted.items()}


def same(wanted: Any, there: Any) -> bool:
    """Whether what is there says what is wanted; it may say more (ids, defaults), and empty is the same as missing."""
    if isinstance(wanted, dict):
        return isinstance(there, dict) and all(same(value, there.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list) and wanted:
        return isinstance(there, list) and len(there) == len(wanted) and all(map(same, wanted, there))
    return bool(wanted == there or (not wanted and not there))


def _id_of(answer: Answer) -> str:
    body = answer.body if isinstance(answer.body, dict) else {}
    if answer.ok or (answer.status == 409 and body.get("code") == TAKEN):
        return str(body["id"])
    raise RefusedByShop(answer.complaint)


def _must(answer: Answer) -> Answer:
    if not answer.ok:
        raise RefusedByShop(answer.complaint)
    return answer
