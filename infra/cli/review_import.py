"""Reviews of elsewhere go into the shop in batches; a batch with a bad one goes in review by review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from infra.cli.catalogue import BadRow, ReviewEntry
from infra.cli.shop_client import Answer, ShopClient

AT_ONCE = 50


def import_reviews(
    shop: ShopClient,
    entries: Sequence[ReviewEntry],
    products: Mapping[str, str],
    *,
    bad: list[BadRow],
    done: Callable[[int], None],
) -> int:
    """How many are new. `products` are the shop's ids by external id; `done(n)` is told after every batch."""
    created = 0
    for product, batch in _batches(entries):
        if product not in products:
            bad += [BadRow("reviews", one.row, f"there is no product {product}") for one in batch]
        else:
            created += _send(shop, products[product], batch, bad)
        done(len(batch))
    return created


def _send(shop: ShopClient, product_id: str, batch: Sequence[ReviewEntry], bad: list[BadRow]) -> int:
    answer = _post(shop, product_id, batch)
    if answer.ok:
        return int(answer.body["created"])
    if len(batch) == 1:
        bad.append(BadRow("reviews", batch[0].row, answer.complaint))
        return 0
    return sum(_send(shop, product_id, [one], bad) for one in batch)


def _post(shop: ShopClient, product_id: str, batch: Sequence[ReviewEntry]) -> Answer:
    return shop.call("POST", f"/v1/admin/products/{product_id}/reviews/import", {"reviews": [one.body for one in batch]})


def _batches(entries: Sequence[ReviewEntry]) -> Iterator[tuple[str, list[ReviewEntry]]]:
    by_product: dict[str, list[ReviewEntry]] = {}
    for one in entries:
        by_product.setdefault(one.product, []).append(one)
    for product, found in by_product.items():
        for start in range(0, len(found), AT_ONCE):
            yield product, found[start : start + AT_ONCE]
