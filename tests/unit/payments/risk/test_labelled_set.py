"""O05: the labelled set is large, the same for a seed, and its labels are not in what is judged."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest

from benchmarks.risk.orders import Aftermath, Attempt
from benchmarks.risk.people import World, card_testers, families, reshippers, world_of
from benchmarks.risk.replay import replayed
from functions.payments.model.risk.facts import RiskFacts
from functions.payments.model.risk.settings import RiskSettings


@pytest.fixture
def small() -> World:
    world = World(random.Random(7))
    for kind in (families, card_testers, reshippers):
        kind(world)
    world.happened.sort(key=lambda one: one.at)
    return world


def test_it_is_large_mostly_honest_and_the_same_for_a_seed() -> None:
    """O05"""
    happened, labels = world_of(3)
    assert len(labels) >= 5_000
    assert 0.03 < sum(one.is_fraud for one in labels.values()) / len(labels) < 0.12
    assert {one.order for one in happened if isinstance(one, Attempt)} == set(labels)
    assert world_of(3) == (happened, labels)


def test_no_label_is_in_what_is_judged(small: World) -> None:
    """O05: neither by a field nor by a name, nor by where an order stands."""
    told = {one.name for kind in (Attempt, Aftermath, RiskFacts) for one in fields(kind)}
    assert not told & {"label", "fraud", "is_fraud", "kind_of_person"}
    words = {word for label in small.labels.values() for word in label.kind.split()}
    text = " ".join(str(value) for one in small.happened for name, value in vars(one).items() if name not in ("at", "amount"))
    assert not [word for word in words if word in text]
    orders = [one.order for one in small.happened if isinstance(one, Attempt)]
    assert len({one[:1] for one in orders}) == 1


def test_other_labels_have_the_same_facts(small: World) -> None:
    """O05: what is replayed has no labels to look at; what is told later changes nothing that was judged."""
    found = replayed(small.happened[:400], RiskSettings())
    again = replayed(small.happened[:200], RiskSettings())
    last = {one.order for one in small.happened[200:400] if isinstance(one, Attempt)}
    assert {order: facts for order, facts in found.items() if order in again and order not in last} == {
        order: facts for order, facts in again.items() if order not in last
    }
