"""What lists say of variants: an item a variant, read beside the variant itself, in the caller's own BatchGetItem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from functions.pricing.model.price_list import ListPrices
from functions.pricing.store.records import LIST_PRICES, ListPricesRecord, variant_pk
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.pages import Page
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.listing import query_all, query_page
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

Found = Mapping[tuple[type[Record], str, str], Record]


def list_price_keys(variant_ids: Iterable[str]) -> dict[type[Record], list[tuple[str, str]]]:
    return {ListPricesRecord: [(variant_pk(one), LIST_PRICES) for one in dict.fromkeys(variant_ids)]}


def list_prices_in(found: Found, variant_id: str) -> ListPrices | None:
    """From items that were read with `list_price_keys`."""
    record = found.get((ListPricesRecord, variant_pk(variant_id), LIST_PRICES))
    return load(ListPrices, record.body) if isinstance(record, ListPricesRecord) else None


def list_prices_of(variant_ids: Sequence[str]) -> dict[str, ListPrices]:
    """Of those that lists say something of. One BatchGetItem up to 100 variants."""
    found = find_many(list_price_keys(variant_ids)) if variant_ids else {}
    return {one: said for one in variant_ids if (said := list_prices_in(found, one))}


def stored_list_prices(variant_id: str) -> tuple[ListPrices | None, int]:
    """With their version, 0 before they were ever set. One GetItem."""
    record = find(ListPricesRecord, variant_pk(variant_id), LIST_PRICES)
    return (load(ListPrices, record.body), int(record.version)) if record else (None, 0)


def set_list_prices(wanted: ListPrices, *, if_match: int | None, remember: Remember[ListPrices, int]) -> tuple[ListPrices, int]:
    """All that lists say of a variant; none: lists say nothing of it any more. Raises VersionConflict (409)."""
    variant_id = wanted.variant_id

    def attempt() -> tuple[ListPrices, int]:
        _, version = stored_list_prices(variant_id)
        check_version(version, if_match)
        record = ListPricesRecord(pk=variant_pk(variant_id), sk=LIST_PRICES, kind="list_prices", body=dump(wanted), version=version + 1)
        if wanted.prices:
            record.gsi1pk, record.gsi1sk = LIST_PRICES, variant_id
        transact([locked_put(record, version), *remember(wanted, version + 1)])
        return wanted, version + 1

    made = again(attempt)
    forget()
    return made


def known_list_prices() -> Mapping[str, Sequence[ListPrices]]:
    """Of all variants, by product; at most a minute old. One Query for each MB when older."""
    return _known()


def _read() -> Mapping[str, Sequence[ListPrices]]:
    found: dict[str, list[ListPrices]] = {}
    for record in query_all(ListPricesRecord, LIST_PRICES, index="gsi1"):
        said = load(ListPrices, record.body)
        found.setdefault(said.product_id, []).append(said)
    return found


_known: Kept[Mapping[str, Sequence[ListPrices]]] = Kept(50.0, _read)


def forget() -> None:
    """The next reader reads anew: after an own change, and between tests."""
    _known.forget()


def variants_with_list_prices(*, limit: int, cursor: str | None) -> Page[tuple[ListPrices, int]]:
    """By id. One Query."""
    page = query_page(ListPricesRecord, LIST_PRICES, index="gsi1", query={"list": "list_prices"}, limit=limit, cursor=cursor)
    return Page([(load(ListPrices, one.body), int(one.version)) for one in page.data], page.next_cursor)
