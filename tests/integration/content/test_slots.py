"""Slots: filled, published and planned by staff; the home page shows what of them holds and can be bought now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.content.app import app
from functions.content.slots import save_slot
from functions.content.store import slots as store
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.catalog.searching.support import counted_calls
from tests.integration.catalog.support import created, made, published, stocked
from tests.integration.catalog.support import follow_stock as shown_stock
from tests.integration.catalog.support import staff as catalogue
from tests.integration.content.help_centre import Editor, reader
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

SLOTS = "/v1/admin/slots"


def editor() -> Client:
    return Client(app, bearer("catalog_editor"))


def block(*items: str, kind: str = "products", **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "items": list(items)} | fields


def put(slot: str, *blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return made(editor().put(f"{SLOTS}/{slot}", {"blocks": list(blocks)} | fields))


def live(slot: str, *blocks: dict[str, Any], **fields: Any) -> None:
    put(slot, *blocks, **fields)
    made(editor().post(f"{SLOTS}/{slot}/publish"))


def home(query: str = "", language: str = "en") -> dict[str, list[dict[str, Any]]]:
    answer = reader(language).get(f"/v1/home{query}")
    assert answer.status == 200, answer.text
    return {slot["slot"]: slot["blocks"] for slot in answer.json["data"]}


def ids_of(one: dict[str, Any]) -> list[str]:
    return [card["id"] for card in one["products"]]


def test_the_home_page_shows_what_holds_and_can_be_bought_now() -> None:
    """A14"""
    board, other, empty, draft = published(), published(), published(), created()
    stocked(empty["variants"][0]["id"], -100)
    shown_stock()
    now = clock.now()
    later, before = times.iso(now + timedelta(hours=1)), times.iso(now - timedelta(hours=1))
    live(
        "deals",
        block(draft["id"], other["id"], empty["id"], board["id"], "prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", texts={"en": {"title": "Deals"}}),
        block(empty["id"]),
        block(board["id"], starts_at=later),
        block(board["id"], ends_at=before),
        block(other["id"], board["id"], most=1),
        sort=2,
    )
    live("hero", {"kind": "picture", "url": "https://img.example/a.jpg", "link": "/sale", "texts": {"zh": {"title": "促销", "alt": "图"}}})
    put("never-published", block(board["id"]))
    shown = home()
    assert list(shown) == ["hero", "deals"]
    assert [(one["title"], ids_of(one)) for one in shown["deals"]] == [("Deals", [other["id"], board["id"]]), ("", [other["id"]])]
    assert (shown["hero"][0]["title"], shown["hero"][0]["alt"], shown["hero"][0]["link"]) == ("促销", "图", "/sale")
    with clock.frozen(now + timedelta(hours=1, seconds=1)):
        assert [ids_of(one) for one in home()["deals"]] == [[other["id"], board["id"]], [board["id"]], [other["id"]]]


def test_product_cards_show_the_price_of_now() -> None:
    """A14, J07"""
    board = published()
    live("deals", block(board["id"]))
    assert home()["deals"][0]["products"][0]["price_from"] == {"amount": 8900, "currency": "CNY"}
    variant = board["variants"][0]
    made(catalogue().patch(f"/v1/admin/products/{board['id']}/variants/{variant['id']}", {"price": {"amount": 7700, "currency": "CNY"}}))
    assert home()["deals"][0]["products"][0]["price_from"]["amount"] == 7700
    made(catalogue().patch(f"/v1/admin/products/{board['id']}", {"status": "inactive"}))
    assert home()["deals"] == []


def test_what_is_planned_comes_at_its_second_and_what_was_is_an_edition() -> None:
    """A14: versioned and scheduled; publishing an older edition takes readers back."""
    board, other = published(), published()
    live("deals", block(board["id"]))
    assert put("deals", block(other["id"]))["latest"] == 2
    assert put("deals", block(other["id"]), note="the same again")["latest"] == 2
    now = clock.now()
    at, one = times.iso(now + timedelta(hours=1)), f"{SLOTS}/deals"
    assert editor().post(f"{one}/publish", {"at": times.iso(now)}).code == "time_passed"
    assert editor().post(f"{one}/publish", {"edition": 3}).status == 404
    assert made(editor().post(f"{one}/publish", {"at": at}))["planned"] == {"edition": 2, "at": at}
    assert ids_of(home()["deals"][0]) == [board["id"]]
    with clock.frozen(now + timedelta(hours=1)):
        assert ids_of(home()["deals"][0]) == [other["id"]]
        assert made(editor().get(one))["live"] == 2
        assert made(editor().post(f"{one}/publish", {"edition": 1}))["live"] == 1
        assert ids_of(home()["deals"][0]) == [board["id"]]
    assert [row["number"] for row in editor().get(f"{one}/editions").json["data"]] == [2, 1]
    made(editor().post(f"{one}/publish", {"edition": 2, "at": times.iso(now + timedelta(hours=2))}))
    assert made(editor().post(f"{one}/publish", {"edition": 1}))["planned"] is None


def test_a_draft_is_seen_in_the_preview_alone() -> None:
    """A14"""
    board, now = published(), clock.now()
    later = times.iso(now + timedelta(days=1))
    put("deals", block(board["id"], starts_at=later, texts={"zh": {"title": "**促销**", "body": "**好**<script>"}}), page="sale")
    assert home() == {}
    assert home("?page=sale") == {}
    assert editor().get(f"{SLOTS}/deals/preview").json == {"slot": "deals", "blocks": []}
    shown = editor().get(f"{SLOTS}/deals/preview?at={later}&language=zh").json["blocks"][0]
    assert (shown["title"], shown["html"], ids_of(shown)) == ("**促销**", "<p><strong>好</strong>&lt;script&gt;</p>\n", [board["id"]])
    assert Client(app).get(f"{SLOTS}/deals/preview").status == 401
    assert Client(app, bearer("customer")).get(f"{SLOTS}/deals/preview").status == 403
    assert editor().get(f"{SLOTS}/deals/preview?edition=9").status == 404


def test_the_home_page_costs_one_request_for_100_products(monkeypatch: pytest.MonkeyPatch) -> None:
    boards = [published()["id"] for _ in range(3)]
    live("a", block(*boards))
    live("b", block(*boards), block(boards[0]))
    guest = reader()
    guest.get("/v1/home")
    with counted_calls(monkeypatch) as calls:
        assert guest.get("/v1/home").status == 200
    assert len(calls) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "products"},
        {"kind": "products", "items": ["art_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]},
        {"kind": "products", "items": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"] * 2},
        {"kind": "products", "items": ["😀"]},
        {"kind": "picture"},
        {"kind": "picture", "url": "javascript:alert(1)"},
        {"kind": "text"},
        {"kind": "text", "texts": {"en": {"title": "a"}}, "items": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]},
        {"kind": "text", "texts": {"en": {"title": "a"}}, "starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z"},
        {"kind": "text", "texts": {"en": {"title": "a"}}, "link": "data:text/html,x"},
        {"kind": "nothing"},
        "text",
    ],
)
def test_what_no_block_can_be_is_refused(wrong: Any) -> None:
    answer = editor().put(f"{SLOTS}/deals", {"blocks": [wrong]})
    assert answer.status == 422, answer.text
    assert editor().get(f"{SLOTS}/deals").status == 404


def test_names_that_no_slot_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A", "x" * 61, "x" * 3000, "😀", "a--b"):
        assert editor().put(f"{SLOTS}/{name}", {"blocks": []}).status == 404
        assert editor().get(f"{SLOTS}/{name}").status == 404
    monkeypatch.setattr(store, "MOST_SLOTS", 1)
    put("a")
    assert editor().put(f"{SLOTS}/b", {"blocks": []}).code == "too_many_slots"
    assert put("a", {"kind": "text", "texts": {"en": {"title": "a"}}})["latest"] == 2
    assert [one["slot"] for one in editor().get(SLOTS).json["data"]] == ["a"]


def test_two_who_save_at_once_make_two_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a")
    text = {"kind": "text", "texts": {"en": {"title": "theirs"}}}
    in_between(monkeypatch, save_slot, "known_slot", lambda: put("a", text))
    assert put("a", text | {"texts": {"en": {"title": "mine"}}})["latest"] == 3
    stale = editor().put(f"{SLOTS}/a", {"blocks": []}, If_Match='"1"')
    assert stale.code == "version_conflict"


def test_two_new_slots_at_once_do_not_take_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A14: the last place is given once; the same new slot made twice at once is one slot, with two editions."""
    monkeypatch.setattr(store, "MOST_SLOTS", 2)
    text = {"kind": "text", "texts": {"en": {"title": "theirs"}}}
    in_between(monkeypatch, save_slot, "known_slot", lambda: put("a", text))
    assert put("a", text | {"texts": {"en": {"title": "mine"}}})["latest"] == 2
    in_between(monkeypatch, save_slot, "known_slot", lambda: put("b"))
    refused = editor().put(f"{SLOTS}/c", {"blocks": [text]})
    assert (refused.status, refused.code) == (409, "too_many_slots")
    assert [one["slot"] for one in editor().get(SLOTS).json["data"]] == ["a", "b"]
    assert editor().get(f"{SLOTS}/c").status == 404


def test_an_article_has_blocks_with_live_cards_and_data_for_search_engines() -> None:
    """J07, J04"""
    board, empty = published(), published()
    stocked(empty["variants"][0]["id"], -100)
    shown_stock()
    desk = Editor()
    help_id = desk.publishes("how-to-return", en="How to return")
    body = {
        "slug": "kitchen-guide", "category": "orders", "kind": "guide", "cover": "https://img.example/c.jpg",
        "texts": {
            "zh": {"title": "厨房指南", "summary": "好物"},
            "en": {"title": "Kitchen guide", "seo_title": "Best boards", "keywords": ["board"], "body": "Hello"},
        },
        "blocks": [
            block(board["id"], empty["id"]),
            block(help_id, kind="articles"),
            {"kind": "video", "url": "https://img.example/v.mp4", "texts": {"en": {"alt": "How to oil it"}}},
            {"kind": "text", "texts": {"en": {"body": "<b>x</b>"}}},
        ],
    }  # fmt: skip
    article = made(desk.client.post("/v1/admin/articles", body))
    assert reader().get("/v1/articles/kitchen-guide").status == 404
    preview = desk.client.get(f"/v1/admin/articles/{article['id']}/preview?language=en").json
    assert ids_of(preview["blocks"][0]) == [board["id"]]
    made(desk.client.post(f"/v1/admin/articles/{article['id']}/publish"))
    shown = reader("en").get("/v1/articles/kitchen-guide").json
    assert [one["kind"] for one in shown["blocks"]] == ["products", "articles", "video", "text"]
    assert (ids_of(shown["blocks"][0]), shown["blocks"][1]["articles"][0]["slug"]) == ([board["id"]], "how-to-return")
    assert shown["blocks"][3]["html"] == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"
    seo = shown["seo"]
    assert (seo["title"], seo["keywords"], seo["url"]) == ("Best boards", ["board"], "http://localhost:8000/articles/kitchen-guide")
    assert list(seo["alternates"]) == ["en", "zh"]
    assert reader("zh").get("/v1/articles/kitchen-guide").json["seo"]["title"] == "厨房指南"
    listed = reader().get("/v1/articles?kind=guide").json["data"]
    assert [(one["slug"], one["cover"]) for one in listed] == [("kitchen-guide", "https://img.example/c.jpg")]
    assert reader().get("/v1/faq?q=kitchen").json["data"] == []
    sitemap = reader().get("/v1/articles.xml").text
    assert sitemap.count("<loc>") == 2
    desk.client.post(f"/v1/admin/articles/{help_id}/archive")
    assert reader().get("/v1/articles.xml").text.count("<loc>") == 1
    assert [one["kind"] for one in reader().get("/v1/articles/kitchen-guide").json["blocks"]] == ["products", "video", "text"]
