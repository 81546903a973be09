"""Rules of searches: what staff say, what shoppers find, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from functions.catalog.finding import merchandised
from functions.catalog.merchandising import save_rule
from tests.integration.catalog.searching.support import counted_calls, followed, found, page, rebuild
from tests.integration.catalog.support import cny, created, made, published, shopper, staff
from tests.support.races import in_between

BASE = "/v1/admin/search_rules"


def rule(**fields: Any) -> dict[str, Any]:
    answer = made(staff().post(BASE, {"name": "A rule", **fields}))
    merchandised.forget()
    return answer


def both_ways(*words: str) -> dict[str, Any]:
    return {"words": list(words)}


def one_way(word: str, *to: str) -> dict[str, Any]:
    return {"words": [word], "to": list(to)}


def titled(zh: str, en: str, **fields: Any) -> str:
    return str(published(title={"zh": zh, "en": en}, brief={"zh": "好", "en": "Good"}, description={"en": "Fine"}, **fields)["id"])


def search(q: str, more: str = "") -> list[str]:
    return found(f"/v1/search?q={quote(q)}{more}")


def explained(q: str, more: str = "") -> dict[str, Any]:
    answer = staff().get(f"{BASE}/explain?q={quote(q)}{more}", accept_language="en")
    assert answer.status == 200, answer.text
    result: dict[str, Any] = answer.json
    return result


def test_synonyms_find_in_both_languages_one_way_and_both_ways(searches: str) -> None:
    """X52: zh, en and an emoji."""
    shoes, tablet, gift = titled("运动鞋", "Running shoes"), titled("平板", "Ipad"), titled("礼物", "Present 🎁")
    rebuild()
    assert search("sneakers") == []
    rule(synonyms=[both_ways("sneakers", "running shoes", "球鞋"), one_way("tablet", "ipad"), both_ways("🎁", "souvenir")])
    assert search("sneakers") == search("球鞋") == [shoes]
    assert search("tablets") == [tablet]
    assert search("souvenir") == [gift]
    told = explained("Sneakers")
    assert (told["understood"], told["texts"][0]["text"], told["texts"][0]["rules"][0]["name"]) == ("exact", "running shoes", "A rule")


def test_pinned_hidden_and_boosted_products_and_why(searches: str) -> None:
    """X52: the answer to staff explains the ranking; an archived pin is skipped; other sorts and other words know nothing of it."""
    brand = made(staff().post("/v1/admin/brands", {"name": {"en": "Ours"}}))["id"]
    mugs = [titled("杯", f"Mug {n}", variants=[{"sku": f"MUG-{n}", "price": cny(100 + n)}]) for n in range(3)]
    ours, board = titled("杯", "Mug of ours", brand_id=brand), titled("砧板", "Board")
    gone = titled("杯", "Mug gone")
    rebuild()
    queries = rule(ranking={"queries": ["MUG"], "pinned": [gone, board], "hidden": [mugs[0]]}, name="Mugs")
    boosts = rule(ranking={"boosts": [{"rule": {"brand": [brand]}, "weight": 2}]}, name="Our brand")
    with followed():
        made(staff().post(f"/v1/admin/products/{gone}/archive"))
    assert search("mug")[:2] == [board, ours]
    assert set(search("mug")) == {board, ours, mugs[1], mugs[2]}
    assert search("mug", "&sort=price_asc")[:2] == [mugs[1], mugs[2]]
    assert board not in search("mug 1")
    assert mugs[0] in search("mug 0")
    assert search("mug", f"&brand={brand}") == [ours]
    told = explained("mug")
    assert (told["total"], told["hidden"], [one["name"] for one in told["rules"]]) == (4, [mugs[0]], ["Mugs", "Our brand"])
    assert told["skipped"] == [{"id": gone, "rule": {"id": queries["id"], "name": "Mugs"}, "reason": "not_on_sale"}]
    first, second, third = told["data"][:3]
    assert (first["id"], first["reason"], first["rules"][0]["id"]) == (board, "pinned", queries["id"])
    assert (second["id"], second["reason"], second["boost"], second["rules"][0]["id"]) == (ours, "title", 2, boosts["id"])
    assert (third["reason"], third["boost"], third["rules"], third["rank"]["in_stock"]) == ("title", 0, [], True)
    filtered = explained("mug", f"&brand={brand}")["skipped"]
    assert {(one["id"], one["reason"]) for one in filtered} == {(gone, "not_on_sale"), (board, "filtered")}


def test_pages_with_pins_show_everything_once(searches: str) -> None:
    """X52: the pins too, whatever the size of a page."""
    mugs = [titled("杯", f"Mug {n}") for n in range(4)]
    board = titled("砧板", "Board")
    rebuild()
    rule(ranking={"queries": ["mug"], "pinned": [board, mugs[2]]})
    for limit in (1, 2, 3):
        seen = list[str]()
        cursor: str | None = ""
        while cursor is not None:
            answer = page(f"/v1/search?q=mug&limit={limit}{cursor and '&cursor=' + cursor}")
            assert answer["total"] == 5
            seen += [row["id"] for row in answer["data"]]
            cursor = answer["next_cursor"]
        assert seen[:2] == [board, mugs[2]]
        assert sorted(seen) == sorted([board, *mugs])


def test_a_rule_is_effective_within_a_minute(monkeypatch: pytest.MonkeyPatch, searches: str) -> None:
    """X52: a process that knew the rules learns of a new one after 15 seconds, by a read and a query; of none by the read alone."""
    mug = titled("杯", "Mug")
    rebuild()
    assert search("beaker") == []
    made(staff().post(BASE, {"name": "Late", "synonyms": [both_ways("beaker", "mug")]}))
    assert search("beaker") == []
    for asked in (["dynamodb:GetItem", "dynamodb:Query"], ["dynamodb:GetItem"]):
        read_at, known = merchandised._known[0]
        merchandised._known[:] = [(read_at - 16, known)]
        with counted_calls(monkeypatch) as calls:
            assert search("beaker") == search("beaker") == [mug]
        assert [call for call in calls if call.startswith("dynamodb")] == asked


def test_a_thousand_synonyms_in_one_rule(searches: str) -> None:
    """X52"""
    mug = titled("杯", "Mug")
    rebuild()
    rule(synonyms=[*(both_ways(f"word {n}", f"other {n}") for n in range(999)), one_way("cuppa", "mug")])
    assert search("cuppa") == [mug]
    many = staff().post(BASE, {"name": "Too many", "synonyms": [both_ways("a", f"b{n}") for n in range(1001)]})
    assert many.status == 422


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"synonyms": [one_way("b", "a")]}, "synonym_cycle"),
        ({"synonyms": [one_way("x", "y"), one_way("y", "z"), one_way("z", "x")]}, "synonym_cycle"),
        ({"synonyms": [both_ways("Mug", "mugs")]}, "synonym_of_itself"),
        ({"synonyms": [one_way("mug", "MUG")]}, "synonym_of_itself"),
        ({"synonyms": [both_ways("mug", "!!!")]}, "no_word"),
        ({"synonyms": [both_ways("mug")]}, "invalid"),
        ({"synonyms": [both_ways("mug", "x" * 61)]}, "invalid"),
        ({"ranking": {"queries": ["…"]}}, "no_word"),
        ({"ranking": {"queries": ["a"], "pinned": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]}}, "unknown_product"),
        ({"ranking": {"pinned": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]}}, "invalid"),
        ({"ranking": {"queries": ["a"], "pinned": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"] * 2}}, "invalid"),
        ({"ranking": {"boosts": [{"rule": {}, "weight": 0}]}}, "invalid"),
        ({"ranking": {"boosts": [{"rule": {}, "weight": 4}]}}, "invalid"),
        ({}, "invalid"),
        ({"synonyms": [both_ways("a", "c")], "ranking": {}}, "invalid"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(fields: dict[str, Any], code: str) -> None:
    """X52: a cycle with what another rule says, too."""
    rule(synonyms=[one_way("a", "b")])
    answer = staff().post(BASE, {"name": "Bad", **fields})
    assert (answer.status, answer.json["code"]) == (422, code)
    assert [one["name"] for one in staff().get(BASE).json["data"]] == ["A rule"]


def test_a_pin_that_is_no_longer_on_sale_is_accepted_and_skipped(searches: str) -> None:
    """X52"""
    mug, draft = titled("杯", "Mug"), created()["id"]
    rebuild()
    rule(ranking={"queries": ["mug"], "pinned": [draft]})
    assert search("mug") == [mug]


def test_two_rules_that_together_make_a_cycle_are_not_both_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """X52: the second one is judged again, with the first one there."""
    in_between(monkeypatch, save_rule, "rules_version", lambda: rule(synonyms=[one_way("b", "a")]))
    answer = staff().post(BASE, {"name": "Second", "synonyms": [one_way("a", "b")]})
    assert (answer.status, answer.json["code"]) == (422, "synonym_cycle")
    assert len(staff().get(BASE).json["data"]) == 1


def test_rules_are_edited_under_their_version_switched_off_and_deleted(searches: str) -> None:
    """X52"""
    mug = titled("杯", "Mug")
    rebuild()
    body = {"name": "Once", "synonyms": [both_ways("beaker", "mug")]}
    editor = staff()
    first, again = (editor.post(BASE, body, idempotency_key="k-1") for _ in range(2))
    assert (first.status, again.json) == (201, first.json)
    merchandised.forget()
    one = f"{BASE}/{first.json['id']}"
    assert search("beaker") == [mug]
    made(staff().put(one, body | {"active": False}, if_match='"1"'))
    merchandised.forget()
    assert search("beaker") == []
    for answer in (staff().put(one, body, if_match='"1"'), staff().delete(one, if_match='"1"')):
        assert (answer.status, answer.json["code"]) == (409, "version_conflict")
    made(staff().put(one, body))
    assert staff().delete(one, if_match='"3"').status == 204
    merchandised.forget()
    assert search("beaker") == []
    assert staff().get(one).status == 404
    assert staff().get(f"{BASE}/🎁").status == 404


def test_any_words_are_explained(searches: str) -> None:
    """X52: nothing found, signs only, no words at all."""
    mug = titled("杯", "Mug 🎁")
    rebuild()
    assert (explained("zzqq")["understood"], explained("🎁")["data"][0]["id"]) == ("none", mug)
    assert explained("")["data"][0]["reason"] == "all"
    assert explained("mug", "&sort=newest")["data"][0]["rank"] is None
    assert staff().get(f"{BASE}/explain?q={'x' * 201}").status == 422
    assert shopper().get(f"{BASE}/explain?q=mug").status == 401
