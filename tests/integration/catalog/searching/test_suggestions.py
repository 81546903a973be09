"""What a search field offers while somebody types."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from functions.catalog.search.tally import Count, Tally
from tests.integration.catalog.searching.support import found, page, rebuild
from tests.integration.catalog.support import created, made, published, staff


def offered(typed: str, language: str = "en", limit: int = 10) -> list[tuple[str, str]]:
    rows = page(f"/v1/products/suggest?q={quote(typed)}&limit={limit}", accept_language=language)["data"]
    return [(row["kind"], row["text"]) for row in rows]


EARRINGS = {"zh": "金象耳环", "en": "Gold Elephant Earrings"}


@pytest.mark.parametrize(
    "typed", ["gold", "Gold ele", "eleph", "EARRINGS", "earring", "elephant gol", "金", "金象", "耳环", "jinx", "jinxiang", "jxe"]
)
def test_titles_are_completed_from_any_word_of_them(typed: str) -> None:
    """F-C13"""
    published(title=EARRINGS)
    published(title={"zh": "砧板", "en": "Cutting board"})
    rebuild()
    assert offered(typed) == [("product", "Gold Elephant Earrings")]
    assert offered(typed, "zh") == [("product", "金象耳环")]


def test_titles_that_begin_so_come_first_and_each_once() -> None:
    """F-C13"""
    for title in ("A gold ring", "Gold ring", "Gold ring", "Golden bowl"):
        published(title={"en": title})
    rebuild()
    rows = page("/v1/products/suggest?q=gold")["data"]
    assert [row["text"] for row in rows][2:] == ["A gold ring"]
    assert {row["text"]: row["count"] for row in rows} == {"A gold ring": 1, "Gold ring": 2, "Golden bowl": 1}


def test_what_is_not_on_sale_is_not_told() -> None:
    """F-C13"""
    created(title={"en": "Gold draft"})
    gone = published(title={"en": "Gold gone"})
    made(staff().post(f"/v1/admin/products/{gone['id']}/unpublish"))
    rebuild()
    assert offered("gold") == []


def test_a_title_that_is_also_a_category_comes_once_and_names_leave_room() -> None:
    where = made(staff().post("/v1/admin/categories", {"name": {"en": "Gold rings"}}))["id"]
    for number in range(4):
        published(title={"en": f"Gold rings {number}"}, category_id=where)
    published(title={"en": "Gold rings"}, category_id=where)
    rebuild()
    assert offered("gold rings")[0] == ("name", "Gold rings")
    assert [text for _, text in offered("gold r")].count("Gold rings") == 1
    assert len(offered("gold", limit=3)) == 3
    assert found("/v1/products?q=gold+rings&limit=1")


def test_popular_words_are_offered_while_they_find_something(monkeypatch: pytest.MonkeyPatch, searches: str) -> None:
    tally = Tally({"gold elephant": Count(9), "gold secret": Count(20), "silver": Count(99)})
    monkeypatch.setattr("functions.catalog.finding.complete_search.tally_of", lambda _: tally)
    published(title=EARRINGS)
    rebuild()
    assert offered("gold") == [("popular", "gold elephant"), ("product", "Gold Elephant Earrings")]
