"""P12 X46: staff find products by words, SKU and barcode, drafts too; no page reads more than it needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.integration.catalog.searching.support import counted_calls, rebuild
from tests.integration.catalog.support import created, follow_stock, made, published, staff, stocked

SEARCH = "/v1/admin/products/search"


def asked(**query: str) -> Any:
    return staff().get(f"{SEARCH}?{urlencode(query)}")


def searched(q: str, **more: str) -> list[str]:
    return [row["id"] for row in made(asked(q=q, **more))["data"]]


def test_words_sku_barcode_and_id_find_what_is_on_sale_and_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    sold = published(title={"en": "Walnut board", "zh": "胡桃木砧板"})
    draft = created(title={"en": "Walnut bowl 🎁", "zh": "胡桃木碗"})
    created(title={"en": "Steel knife"})
    rebuild()
    assert searched("walnut") == [sold["id"], draft["id"]]
    assert (searched("walnut", status="draft"), searched("walnut", status="published")) == ([draft["id"]], [sold["id"]])
    assert draft["id"] in searched("胡桃木碗")
    assert searched("bowl 🎁") == searched(draft["variants"][0]["sku"]) == searched(draft["id"]) == [draft["id"]]
    assert searched("wal")[-1:] == [draft["id"]]
    first = made(asked(q="walnut", limit="1"))
    with counted_calls(monkeypatch) as calls:
        second = made(asked(q="walnut", limit="1", cursor=first["next_cursor"]))
    assert [row["id"] for row in (*first["data"], *second["data"])] == [sold["id"], draft["id"]]
    assert len(calls) < 25, calls
    assert searched("nothing of the kind") == []


def test_filters_find_what_is_on_sale_by_the_index_and_drafts_by_their_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """P12 X46: category with all below it, brand, tag, stock and collection, alone, together and with words; pages end."""
    kitchen = made(staff().post("/v1/admin/categories", {"name": {"en": "Kitchen"}, "slug": "kitchen-f"}))["id"]
    boards = made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}, "slug": "boards-f", "parent_id": kitchen}))["id"]
    brand = made(staff().post("/v1/admin/brands", {"name": {"en": "Arbor"}}))["id"]
    made(staff().post("/v1/admin/tags", {"code": "oiled-f", "name": {"en": "Oiled"}}))
    sold = [
        published(title={"en": f"Teak board {at}"}, category_id=boards, brand_id=brand, tags=["oiled-f"] if at else []) for at in range(3)
    ]
    draft = created(title={"en": "Teak bowl"}, category_id=kitchen, brand_id=brand)
    published(title={"en": "Teak spoon"})
    stocked(sold[0]["variants"][0]["id"], -98)
    stocked(sold[2]["variants"][0]["id"], -100)
    follow_stock()
    rebuild()
    ids = [one["id"] for one in sold]

    def found(**query: str) -> list[str]:
        return [row["id"] for row in made(asked(**query))["data"]]

    assert found(category=kitchen) == [*reversed(ids), draft["id"]]
    assert (found(category=boards, status="draft"), found(category=kitchen, status="draft")) == ([], [draft["id"]])
    assert found(brand=brand, tag="oiled-f") == [ids[2], ids[1]]
    assert found(q="bowl", brand=brand) == [draft["id"]]
    assert (found(brand=brand, stock_state="low_stock"), found(brand=brand, stock_state="in_stock")) == ([ids[0]], [ids[1]])
    assert found(brand=brand, stock_state="out_of_stock") == [ids[2], draft["id"]]
    assert found(q=ids[0], stock_state="in_stock") == []
    assert found(category="cat_of_nobody") == []
    body = {"slug": "teak-f", "name": {"en": "Teak"}, "status": "draft", "products": [ids[0], draft["id"]]}
    collection = made(staff().post("/v1/admin/collections", body))["id"]
    assert (found(collection=collection), found(collection=collection, stock_state="in_stock")) == ([ids[0]], [])
    seen, more = list[str](), dict[str, str]()
    for _ in range(9):
        page = made(asked(brand=brand, stock_state="out_of_stock", limit="1", **more))
        assert len(page["data"]) <= 1
        seen += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        more = {"cursor": page["next_cursor"]}
    else:
        pytest.fail("its pages do not end")
    assert seen == [ids[2], draft["id"]]
    with counted_calls(monkeypatch) as calls:
        found(category=boards, status="published")
    assert len(calls) < 8, calls


def test_bad_questions_are_refused() -> None:
    assert (staff().get(SEARCH).status, asked(q="  ").status, asked(q="x" * 201).status, asked(q="x", status="sold").status) == (422,) * 4
    assert asked(q="x", cursor="bm90aGluZw").code == "invalid_cursor"
    assert (asked(status="draft").status, asked(stock_state="much").status, asked(brand="").status) == (422,) * 3
    assert asked(collection="coll_01JD5Z6N7W8X9Y0Z1A2B3C4D5E").code == "not_found"
    first = made(asked(stock_state="out_of_stock", limit="1"))
    assert first["next_cursor"] is None or asked(stock_state="in_stock", cursor=first["next_cursor"]).code == "invalid_cursor"
