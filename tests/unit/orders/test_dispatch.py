"""F07: who brings a parcel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from functions.orders.model.plans.dispatch import DispatchReason as Why
from functions.orders.model.plans.dispatch import Offer, dispatch
from functions.orders.model.plans.offers import rates_for
from functions.orders.model.shipping_rates import Basis, Parcel, RateRule, Zone
from functions.orders.model.shop_rules import ShippingRules
from functions.shared.places import WrittenArea
from functions.shared.plain.postal_address import Address

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOME = Address("李雷", "+8613800000000", "CN", "浙江省", "杭州市", "西湖区", "文三路 1 号")


def chosen(*offers: Offer, promised: str = "2026-11-26", service: str = "standard") -> tuple[str, str, Why]:
    found = dispatch(offers, promised=promised, service=service)
    assert found is not None
    assert (found.ranking[0].offer.carrier, found.ranking[0].reason) == (found.carrier, found.reason)
    return found.carrier, found.service, found.reason


def test_the_cheapest_of_the_chosen_class_that_is_in_time() -> None:
    """F07"""
    fast = Offer("sf", "standard", 1200, "2026-11-25")
    cheap, late = Offer("yto", "standard", 800, "2026-11-26"), Offer("ems", "standard", 500, "2026-11-27")
    assert chosen(fast, late, cheap) == ("yto", "standard", Why.CHEAPEST)
    found = dispatch([fast, late, cheap, Offer("dhl", "express", 100, "2026-11-24")], promised="2026-11-26", service="standard")
    assert found is not None
    assert [(one.offer.carrier, one.reason) for one in found.ranking] == [
        ("yto", Why.CHEAPEST),
        ("sf", Why.DEARER),
        ("dhl", Why.CLASS),
        ("ems", Why.TOO_LATE),
    ]
    assert chosen(fast, late, cheap, promised="") == ("ems", "standard", Why.CHEAPEST)


def test_another_class_only_where_none_of_the_chosen_is_in_time() -> None:
    """F07: the promise is a day and a class; the day counts more, and the reason is told."""
    late, express = Offer("sf", "standard", 800, "2026-11-28"), Offer("sf", "express", 2500, "2026-11-24")
    assert chosen(late, express) == ("sf", "express", Why.OTHER_SERVICE)
    assert chosen(late, replace(express, arrives="2026-11-27")) == ("sf", "standard", Why.LATE)
    assert chosen(late, replace(late, carrier="yto", arrives="2026-11-27", cost=900)) == ("yto", "standard", Why.LATE)
    assert chosen(replace(express, arrives="2026-11-29")) == ("sf", "express", Why.LATE)


def test_of_equal_prices_score_then_day_then_name() -> None:
    """F07"""
    one = Offer("b", "standard", 800, "2026-11-26", score=70)
    assert chosen(one, replace(one, carrier="a", score=60))[0] == "b"
    assert chosen(one, replace(one, carrier="c", arrives="2026-11-25"))[0] == "c"
    assert chosen(one, replace(one, carrier="a"))[0] == "a"
    found = dispatch([one, replace(one, carrier="c", score=60), replace(one, carrier="d")], promised="", service="standard")
    assert found is not None
    assert [entry.reason for entry in found.ranking] == [Why.CHEAPEST, Why.NAME, Why.SCORE]
    assert dispatch([], promised="", service="standard") is None


def test_the_cost_is_never_above_a_fixed_carriers() -> None:
    """F07: a thousand random cases, against each carrier that could have been fixed for the class and would have been in time."""
    dice = Random(7)
    for _ in range(1000):
        offers = [
            Offer(carrier, service, 300 + dice.randrange(3000), f"2026-11-{24 + dice.randrange(6)}", dice.randrange(100))
            for carrier in ("sf", "yto", "ems", "dhl")
            for service in ("standard", "express")
            if dice.random() < 0.8
        ]
        dice.shuffle(offers)
        found = dispatch(offers, promised="2026-11-26", service="standard")
        assert found == dispatch(sorted(offers, key=repr), promised="2026-11-26", service="standard")
        fixed = [one.cost for one in offers if one.service == "standard" and one.arrives <= "2026-11-26"]
        if found is not None and fixed:
            assert (found.cost, found.service, found.reason) == (min(fixed), "standard", Why.CHEAPEST)
            assert found.arrives <= "2026-11-26"


def test_the_shops_rates_are_offers_at_what_they_cost_the_shop() -> None:
    """F07: weight by its steps; free for the buyer is not free for the shop; carriers that are switched off make none."""
    zone = Zone("cn", "China", (WrittenArea("CN"),))
    step = RateRule("r1", "cn", "sf", "standard", "CNY", Basis.WEIGHT, 1000, 1000, 500, 300, free_over=8800, days=2)
    rules = ShippingRules(
        (zone,), (step, replace(step, id="r2", carrier="off"), replace(step, id="r3", currency="EUR")), carriers_off=("off",)
    )
    rates = rates_for(rules, HOME, "CNY", now=MONDAY, timezone="Asia/Shanghai", score=lambda _carrier, _service: 90)
    assert rates.offers(Parcel(1001, 3, 10_000)) == [Offer("sf", "standard", 1300, "2026-11-25", 90, "rate", "r1")]
    assert (
        rates_for(rules, replace(HOME, country="DE"), "CNY", now=MONDAY, timezone="UTC", score=lambda _carrier, _service: 0).offers(
            Parcel(1, 1, 1)
        )
        == []
    )
    light = ShippingRules((zone,), (replace(step, maximum=500),))
    assert rates_for(light, HOME, "CNY", now=MONDAY, timezone="UTC", score=lambda _carrier, _service: 0).offers(Parcel(501, 1, 1)) == []
