"""Console, ADR 167: gift cards of the shop, newest first, by state; never their codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from benchmarks.lists.counted import counted
from benchmarks.lists.likeness import put_all
from functions.loyalty.model.stored import State, Stored
from functions.loyalty.store.card_lists import card_place
from functions.loyalty.store.records import ValueRecord, card_pk, value_sk
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump_brief, load
from infra.migrate import migrate
from tests.integration.loyalty.shop import NOON, staff
from tests.integration.loyalty.tenders import a_card, given_credit, known, switched
from tests.support.http import Client

URL = "/v1/admin/gift_cards"


def page(query: str) -> Any:
    answer = staff("finance").get(f"{URL}?{query}")
    assert answer.status == 200, answer.text
    return answer.json


def ids(query: str = "") -> list[str]:
    found, cursor = [], ""
    while True:
        told = page(f"limit=2{query}{cursor}")
        found += [one["id"] for one in told["data"]]
        if not told["next_cursor"]:
            return found
        cursor = f"&cursor={told['next_cursor']}"


def cards(count: int) -> list[Any]:
    """Newest first."""
    made = []
    for minute in range(count):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            made.append(a_card(3_000))
    return made[::-1]


def test_cards_are_listed_newest_first_and_move_with_their_state() -> None:
    given_credit(known("00000000-0000-4000-8000-00000000000a"), 500)  # which is no card
    made = cards(5)
    names = [one["id"] for one in made]
    assert ids() == ids("&status=active") == names
    assert switched(made[1], "disable").status == switched(made[3], "close").status == 200
    assert (ids("&status=disabled"), ids("&status=closed"), ids("&status=inactive")) == ([names[1]], [names[3]], [])
    assert ids("&status=active") == [names[0], names[2], names[4]]
    assert ids() == names
    assert ids(f"&batch={page('')['data'][0]['batch']}") == names[:1]
    told = staff("finance").get(URL).text
    assert not [one for one in made if one["code"] in told or one["code"].replace("-", "") in told]


def test_of_two_thousand_a_page_reads_what_it_shows() -> None:
    (one,) = cards(1)
    record = ValueRecord.get(card_pk(one["id"]), value_sk("CNY"))
    items = []
    for number in range(2_000):
        state = State.DISABLED if number % 1_000 == 5 else State.ACTIVE
        at = times.iso(NOON + timedelta(minutes=number))
        card = replace(load(Stored, record.body), id=fresh.new_id("gft"), state=state, issued_at=at)
        item = record.copied()
        item.pk, item.body = card_pk(card.id), dump_brief(card)
        item.listed_pk, item.listed_sk = card_place(card)
        items.append(item)
    put_all(items)
    for query, shown, queries in (("", 25, 16), ("&status=active", 25, 4), ("&status=disabled", 2, 4), ("&status=closed", 0, 4)):
        page("limit=25" + query)
        with counted() as read:
            assert len(page("limit=25" + query)["data"]) == shown
        assert read.rows <= (2 * shown if shown < 25 else 25 + 4 * 26 + 2), (query, read)
        # Each shard is asked once, and one that has more of the newest than its share once more.
        again = read.requests["Query"] - queries
        assert 0 <= again <= (4 if shown == 25 else 0), (query, read)


def test_cards_of_before_are_listed_by_the_migration() -> None:
    names = [one["id"] for one in cards(3)]
    for one in ValueRecord.scan(ValueRecord.kind == "stored_value"):
        one.update([ValueRecord.listed_pk.remove(), ValueRecord.listed_sk.remove()])
    assert ids() == []
    assert migrate(boto3.client("dynamodb"), "loyalty", "loyalty").moved == 3
    assert ids() == ids("&status=active") == names
    assert migrate(boto3.client("dynamodb"), "loyalty", "loyalty").moved == 0


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("batch=bat_1&status=active", 422, "filters_apart"), ("status=lost", 422, "invalid"), ("cursor=x", 400, "invalid_cursor"),
        ("status=active&cursor=e30", 400, "invalid_cursor"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(query: str, status: int, code: str) -> None:
    answer = staff("finance").get(f"{URL}?{query}")
    assert (answer.status, code in answer.text) == (status, True), answer.text


def test_who_may_not_see_cards_sees_none() -> None:
    assert staff("warehouse").get(URL).status == 403
    assert Client(staff().app).get(URL).status == 401
