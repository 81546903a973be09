"""P12 X46: staff find products by words, SKU and barcode, drafts too; no page reads more than it needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.integration.catalog.searching.support import counted_calls, rebuild
from tests.integration.catalog.support import created, made, published, staff

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


def test_bad_questions_are_refused() -> None:
    assert (staff().get(SEARCH).status, asked(q="  ").status, asked(q="x" * 201).status, asked(q="x", status="sold").status) == (422,) * 4
    assert asked(q="x", cursor="bm90aGluZw").code == "invalid_cursor"
