"""Reviews of the mall's file into the shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infra.cli.catalogue import BadRow
from infra.cli.mall import map_mall
from infra.cli.review_import import AT_ONCE, import_reviews
from infra.cli.shop_client import Answer, ShopClient
from tests.unit.infra.test_import_mall import BRAND, CATEGORY, CHILD, PRODUCT, lines


class Reviews(ShopClient):
    """Keeps reviews by external id; refuses a whole batch for one bad text, as the shop does."""

    def __init__(self) -> None:
        super().__init__("http://shop.invalid")
        self.kept: dict[str, dict[str, Any]] = {}
        self.calls = 0

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, key: str | None = None) -> Answer:
        self.calls += 1
        if any(one["text"] == "bad" for one in body["reviews"]):
            return Answer(422, {"code": "invalid", "detail": "no"}, {})
        new = {one["external_id"]: one for one in body["reviews"] if one["external_id"] not in self.kept}
        self.kept |= new
        return Answer(200, {"created": len(new), "unchanged": len(body["reviews"]) - len(new)}, {})


def review(text: str, product: int = 30, rating: Any = 5) -> dict[str, Any]:
    return {"product_id": product, "rating": rating, "text": text, "images": ["http://img.example/r.jpg"] * 12}


def loaded(shop: Reviews, rows: list[dict[str, Any]]) -> tuple[int, list[str], int]:
    found = map_mall(lines(CATEGORY, CHILD), lines(BRAND), lines(PRODUCT), lines(*rows))
    bad: list[BadRow] = list(found.bad)
    told: list[int] = []
    created = import_reviews(shop, found.reviews, {"mall-30": "prod_1"}, bad=bad, done=told.append)
    return created, [str(one) for one in bad], sum(told)


def test_every_review_goes_in_once_even_the_same_words_twice() -> None:
    """K01"""
    shop = Reviews()
    rows = [review("好"), review("好"), *(review(f"好 {n}") for n in range(AT_ONCE))]
    assert loaded(shop, rows) == (AT_ONCE + 2, [], AT_ONCE + 2)
    assert shop.calls == 2
    assert loaded(shop, rows) == (0, [], AT_ONCE + 2)
    assert {len(one["media"]) for one in shop.kept.values()} == {9}


def test_a_bad_review_is_named_and_the_rest_goes_in() -> None:
    """K01"""
    rows = [review("a"), review("bad"), review("b", rating=7), review("c", product=99), review("d")]
    assert loaded(Reviews(), rows) == (
        2,
        [
            "reviews, row 3: 7 is not a rating from 1 to 5",
            "reviews, row 4: there is no product mall-99",
            "reviews, row 2: HTTP 422 invalid: no",
        ],
        3,
    )
