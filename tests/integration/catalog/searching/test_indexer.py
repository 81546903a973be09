"""What changes in the catalogue reaches the search index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.catalog.app import follow_catalogue, rebuild_search
from functions.catalog.finding import index_products as following
from functions.catalog.products import project_products
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from tests.integration.catalog.searching.support import follow, followed, found, page, rebuild, reread
from tests.integration.catalog.support import (
    catalogue_items,
    changes,
    cny,
    created,
    follow_products,
    follow_stock,
    made,
    product_body,
    published,
    staff,
)


def test_published_is_found_and_unpublished_is_gone() -> None:
    """A03"""
    rebuild()
    with followed():
        product = published()["id"]
    assert found("/v1/products") == [product]
    with followed():
        made(staff().post(f"/v1/admin/products/{product}/unpublish"))
    assert found("/v1/products") == []
    with followed():
        made(staff().post(f"/v1/admin/products/{product}/publish"))
    assert found("/v1/products") == [product]


def test_the_first_batch_of_a_new_shop_makes_an_index_of_all_products() -> None:
    old = published()["id"]
    with followed():
        new = published()["id"]
    assert found("/v1/products?sort=relevance") in ([new, old], [old, new])
    assert page("/v1/products")["total"] == 2


def test_an_edit_a_stock_state_and_a_brand_are_followed() -> None:
    """A03, A09, A13"""
    brand_id = str(made(staff().post("/v1/admin/brands", {"name": {"en": "Old"}}))["id"])
    product = published(brand_id=brand_id)
    rebuild()
    with followed():
        made(staff().patch(f"/v1/admin/products/{product['id']}", {"title": {"en": "Teapot"}}))
    assert found("/v1/products?sort=relevance&q=teapot") == [product["id"]]
    with followed():
        made(staff().post(f"/v1/admin/stock/{product['variants'][0]['id']}/adjust", {"delta": -100, "reason": "lost"}))
        follow_stock()
    assert found("/v1/products?in_stock=true") == []
    assert page("/v1/products")["data"][0]["stock_state"] == "out_of_stock"
    before = catalogue_items()
    made(staff().patch(f"/v1/admin/brands/{brand_id}", {"name": {"en": "New"}}))
    follow_products(before)
    follow(before)
    assert page("/v1/products")["data"][0]["brand"]["name"] == "New"
    assert found("/v1/products?q=new") == [product["id"]]


def test_a_category_that_is_renamed_or_moved_takes_its_products_along() -> None:
    """A07"""
    top, other = (str(made(staff().post("/v1/admin/categories", {"name": {"en": name}}))["id"]) for name in ("Top", "Other"))
    leaf = str(made(staff().post("/v1/admin/categories", {"name": {"en": "Leaf"}, "parent_id": top}))["id"])
    product = published(category_id=leaf)["id"]
    published()
    rebuild()
    with followed():
        made(staff().patch(f"/v1/admin/categories/{leaf}", {"name": {"en": "Gardening"}}))
    assert found("/v1/products?q=gardening") == [product]
    with followed():
        made(staff().patch(f"/v1/admin/categories/{leaf}", {"parent_id": other}))
    assert (found(f"/v1/products?category={other}"), found(f"/v1/products?category={top}")) == ([product], [])


def test_what_shoppers_do_not_see_writes_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild()
    before = catalogue_items()
    category = str(made(staff().post("/v1/admin/categories", {"name": {"en": "C"}}))["id"])
    created(category_id=category)
    made(staff().patch(f"/v1/admin/categories/{category}", {"sort": 5}))
    monkeypatch.setattr(following, "writer", lambda: pytest.fail("written"))
    pairs = [(item, before.get(key)) for key, item in catalogue_items().items() if item["kind"]["S"] != "card"]
    assert following.index_changes(changes([new for new, _ in pairs], [old for _, old in pairs])) == {"batchItemFailures": []}


def test_a_batch_that_fails_comes_again_from_its_first_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise Unavailable("no")

    rebuild()
    before = catalogue_items()
    product = published()["id"]
    with monkeypatch.context() as broken:
        broken.setattr(following, "index", fails)
        event = changes([item for key, item in catalogue_items().items() if key not in before])
        assert following.index_changes(event) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert found("/v1/products") == []
    for _ in range(2):
        follow(before)
    assert found("/v1/products") == [product]


def test_products_and_index_follow_one_stream_and_neither_waits_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """ADR 24: the index fails; variants follow their product all the same, once; what comes again is indexed, and nothing else is done."""
    product = published()
    rebuild()
    before = catalogue_items()
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"title": {"en": "Teapot"}}))
    pairs = [(item, before.get(key)) for key, item in catalogue_items().items() if item != before.get(key)]
    batch = changes([new for new, _ in pairs], [old for _, old in pairs])
    kinds = [record["dynamodb"]["NewImage"]["kind"]["S"] for record in batch["Records"]]
    synced: list[str] = []
    monkeypatch.setattr(project_products, "sync_variants", lambda one, _: synced.append(one.id))
    with monkeypatch.context() as broken:
        broken.setattr(following, "index", lambda _: (_ for _ in ()).throw(Unavailable("no")))
        assert follow_catalogue(batch, None) == {"batchItemFailures": [{"itemIdentifier": str(kinds.index("card"))}]}
    again = {"Records": batch["Records"][kinds.index("card") :]}
    assert follow_catalogue(again, None) == {"batchItemFailures": []}
    reread()
    assert found("/v1/products?q=teapot") == [product["id"]]
    assert synced == [product["id"]]


def test_a_rebuild_is_repeated_at_will_and_skipped_where_there_is_an_index() -> None:
    published()
    assert rebuild_search({"only_if_missing": True}, None) == {"rebuilt": True, "products": 1}
    reread()
    assert rebuild_search({"only_if_missing": True}, None) == {"rebuilt": False}
    assert rebuild() == {"rebuilt": True, "products": 1}
    assert page("/v1/products")["total"] == 1


def test_prices_of_a_list_begin_and_end_by_the_clock_alone() -> None:
    product, now = published(variants=[{"sku": "CLOCK-1", "price": cny(1000)}]), clock.now()
    start, end = now + timedelta(hours=1), now + timedelta(hours=2)
    moments = {"starts_at": times.iso(start), "ends_at": times.iso(end)}
    discount = {"kind": "discount", "price": cny(800), "label": {"en": "Sale"}, **moments}
    with followed():
        made(staff().post(f"/v1/admin/products/{product['id']}/scheduled_prices", discount))
    for moment, amount, label in ((now, 1000, None), (start, 800, "Sale"), (end, 1000, None)):
        with clock.frozen(moment):
            row = page("/v1/products?country=US", accept_language="en")["data"][0]
            assert (row["price_from"], row["price_label"]) == (cny(amount), label)


def test_a_product_without_texts_in_a_language_is_shown_in_the_stores_own() -> None:
    """P11"""
    made_ = made(staff().post("/v1/admin/products", product_body(title={"zh": "碗"}, brief={"en": "Bowl", "zh": "碗"})))
    made(staff().post(f"/v1/admin/stock/{made_['variants'][0]['id']}/adjust", {"delta": 5, "reason": "goods"}))
    made(staff().post(f"/v1/admin/products/{made_['id']}/publish"))
    rebuild()
    shown = [page("/v1/products", accept_language=language)["data"][0] for language in ("en", "zh-Hans", "de")]
    assert [(one["title"], one["brief"]) for one in shown] == [("碗", "Bowl"), ("碗", "碗"), ("碗", "碗")]
