"""Two followers in one function: neither repeats, loses or holds up the other's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from functions.shared.events.parts import Part, Parts


class Follower:
    """Does records one by one, in order, until it meets the one that it cannot do."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.cannot = ""

    def follow(self, event: Mapping[str, Any]) -> dict[str, Any]:
        for one in event["Records"]:
            if one["eventID"] == self.cannot:
                return {"batchItemFailures": [{"itemIdentifier": one["dynamodb"]["SequenceNumber"]}]}
            self.done.append(one["eventID"])
        return {"batchItemFailures": []}


def record(name: str, kind: str, image: str = "NewImage") -> dict[str, Any]:
    return {"eventID": name, "dynamodb": {"SequenceNumber": f"n{name}", image: {"kind": {"S": kind}}}}


BATCH = [record("1", "card"), record("2", "product"), record("3", "card"), record("4", "product"), record("5", "card", "OldImage")]
NOTHING: dict[str, Any] = {"batchItemFailures": []}


@pytest.fixture
def both() -> tuple[Follower, Follower, Parts]:
    products, cards = Follower(), Follower()
    return products, cards, Parts(Part(frozenset({"product"}), products.follow), Part(frozenset({"card"}), cards.follow))


def test_each_part_gets_its_own_records_in_order(both: tuple[Follower, Follower, Parts]) -> None:
    products, cards, parts = both
    assert parts.follow({"Records": [*BATCH, record("6", "event")]}) == NOTHING
    assert (products.done, cards.done) == (["2", "4"], ["1", "3", "5"])


@pytest.mark.parametrize(("broken", "first"), [("2", 1), ("4", 3), ("1", 0), ("3", 2), ("5", 4)])
def test_a_part_that_fails_neither_holds_up_nor_repeats_the_other(both: tuple[Follower, Follower, Parts], broken: str, first: int) -> None:
    products, cards, parts = both
    products.cannot = cards.cannot = broken
    assert parts.follow({"Records": BATCH}) == {"batchItemFailures": [{"itemIdentifier": f"n{broken}"}]}
    well, ill = (cards, products) if broken in "24" else (products, cards)
    assert well.done == [one["eventID"] for one in BATCH if (one["eventID"] in "24") == (well is products)], "the other is done"
    assert broken not in ill.done
    products.cannot = cards.cannot = ""
    assert parts.follow({"Records": BATCH[first:]}) == NOTHING
    assert (products.done, cards.done) == (["2", "4"], ["1", "3", "5"]), "each once"


def test_when_both_fail_the_earlier_one_counts(both: tuple[Follower, Follower, Parts]) -> None:
    products, cards, parts = both
    products.cannot, cards.cannot = "4", "3"
    assert parts.follow({"Records": BATCH}) == {"batchItemFailures": [{"itemIdentifier": "n3"}]}
    products.cannot = cards.cannot = ""
    assert parts.follow({"Records": BATCH[2:]}) == NOTHING
    assert (products.done, cards.done) == (["2", "4"], ["1", "3", "5"])


def test_what_is_delivered_anew_after_a_success_is_done_anew(both: tuple[Follower, Follower, Parts]) -> None:
    """Nothing is remembered longer than a failure lasts: whoever starts a stream again means it."""
    _, cards, parts = both
    for _ in range(2):
        parts.follow({"Records": BATCH[:1]})
    assert cards.done == ["1", "1"]
