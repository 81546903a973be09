"""Ten thousand carts and a thousand addresses by chance (always the same ones), against references written the long way."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from functions.orders.model.pricing import Breakdown, Discount, Item, Promotions, price
from functions.orders.model.shipping_rates import Basis, Parcel, RateRule, Zone, offers
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, rates_for, taxes
from functions.shared.places import Place, WrittenArea
from functions.shared.plain.errors import Invalid
from functions.shared.plain.postal_address import Address

RATES = (
    TaxRate("cn", "VAT", "0.13", "CN"),
    TaxRate("cn-food", "VAT", "0.09", "CN", tax_class="food"),
    TaxRate("ny", "State", "0.04", "US", "NY"),
    TaxRate("nyc", "City", "0.045", "US", "NY", "New York"),
    TaxRate("metro", "District", "0.00375", "US", "NY", "New York"),
    TaxRate("kw", "VAT", "0.05", "KW"),
    TaxRate("jp", "VAT", "0.10", "JP"),
    TaxRate("jp-food", "VAT", "0.08", "JP", tax_class="food"),
)
PLACES = (
    ("CNY", Place("CN"), True),
    ("USD", Place("US", ("US-NY",), "newyork"), False),
    ("JPY", Place("JP"), True),
    ("KWD", Place("KW"), False),
    ("USD", Place("US", ("US-OR",)), False),
)


def test_parts_sum_to_the_total_and_tax_is_within_half_a_unit_of_the_exact_fraction() -> None:
    """X05, X06: 0-, 2- and 3-decimal currencies, per line and per order."""
    chance = random.Random(20250310)
    for _ in range(10_000):
        currency, place, included = chance.choice(PLACES)
        rounding = chance.choice(list(Rounding))
        items = [
            Item(f"line_{n}", chance.randint(1, 9), chance.randint(0, 10 ** chance.randint(1, 7))) for n in range(chance.randint(1, 6))
        ]
        classes = {item.line_id: chance.choice(["standard", "food"]) for item in items}
        fee = chance.choice([0, 1, 999, 10_000])
        off = [Discount(f"d{n}", "", chance.randint(0, 10**6), None, chance.random() < 0.2) for n in range(chance.randint(0, 2))]
        settings = TaxSettings(frozenset({place.country}) if included else frozenset(), rounding)
        apply = taxes(RATES, settings, place, classes)
        result = price(items, fee, currency=currency, promotions=_always(off), taxes=apply)
        totals, parts = result.totals, result.parts
        assert totals.total == totals.subtotal - totals.discount + totals.shipping + totals.tax
        assert totals.total == totals.subtotal + sum(part.amount for part in parts if part.kind != "tax_included")
        assert (
            sum(line.total for line in result.lines)
            + totals.shipping
            + sum(part.amount for part in parts if part.kind == "tax" and part.line_id is None)
            == totals.total
        )
        assert min(totals.subtotal, totals.discount, totals.shipping, totals.tax, totals.total, *(line.net for line in result.lines)) >= 0
        assert all(type(part.amount) is int for part in parts)
        _near_the_exact_tax(result, place, classes, included, rounding)


def _always(off: list[Discount]) -> Promotions:
    return lambda _lines, _fee: off


def _near_the_exact_tax(result: Breakdown, place: Place, classes: dict[str, str], included: bool, rounding: Rounding) -> None:
    kind = "tax_included" if included else "tax"
    told = {(part.code, part.line_id): part.amount for part in result.parts if part.kind == kind}
    targets = [(line.line_id, line.net, classes[line.line_id]) for line in result.lines]
    exact: dict[tuple[str, str | None], Fraction] = {}
    for line_id, net, tax_class in [*targets, (None, result.totals.shipping, "standard")]:
        rates = rates_for(RATES, place, tax_class)
        whole = 1 + sum((Fraction(rate.rate) for rate in rates), Fraction()) if included else Fraction(1)
        for rate in rates:
            exact[(rate.id, line_id)] = net * Fraction(rate.rate) / whole
    if rounding is Rounding.LINE:
        assert all(abs(told.get(key, 0) - value) <= Fraction(1, 2) for key, value in exact.items())
    for rate_id in {key[0] for key in exact}:
        taken = sum(amount for key, amount in told.items() if key[0] == rate_id)
        meant = sum((value for key, value in exact.items() if key[0] == rate_id), Fraction())
        assert rounding is Rounding.LINE or abs(taken - meant) <= Fraction(1, 2)


TREE = {"浙江省": {"杭州市": ["西湖区", "淳安县"], "宁波市": ["海曙区"]}, "西藏自治区": {"拉萨市": ["城关区"]}}
ZONES = (
    Zone("cn", "", (WrittenArea("CN"),)),
    Zone("far", "", (WrittenArea("CN", "西藏自治区"),)),
    Zone("city", "", (WrittenArea("CN", "浙江省", "杭州市"),)),
    Zone("island", "", (WrittenArea("CN", "浙江省", "杭州市", "淳安县"),)),
    Zone("eu", "", (WrittenArea("DE"), WrittenArea("FR"))),
)


def _reference_zone(address: Address) -> str | None:
    if address.country != "CN":
        return "eu" if address.country in ("DE", "FR") else None
    if address.district == "淳安县":
        return "island"
    return "city" if address.city == "杭州市" else "far" if address.province == "西藏自治区" else "cn"


def _reference_fee(rule: RateRule, parcel: Parcel) -> int | None:
    by_basis = {"flat": 0, "weight": parcel.weight_g, "piece": parcel.pieces, "amount": parcel.amount}
    measure = (by_basis | {"volume": (parcel.volume_mm3 + 999) // 1000})[rule.basis.value]
    if measure < rule.minimum or (rule.maximum is not None and measure > rule.maximum):
        return None
    if rule.free_over is not None and parcel.amount >= rule.free_over:
        return 0
    fee, covered = rule.first_fee, rule.first
    while rule.step and covered < measure:
        fee, covered = fee + rule.step_fee, covered + rule.step
    return fee


def test_fees_equal_a_reference_for_a_thousand_addresses_and_parcels() -> None:
    """F05"""
    chance = random.Random(5)
    for n in range(1_000):
        rules = [
            RateRule(
                f"r{i}", zone.id, "manual", "s", "CNY", chance.choice(list(Basis)), chance.randint(0, 2000), chance.randint(0, 3000),
                chance.choice([0, 1, 500, 1000]), chance.randint(0, 500), chance.choice([None, 5000, 20_000]), chance.choice([0, 0, 100]),
                chance.choice([None, 5000]),
            )
            for i, zone in enumerate(chance.choices(ZONES, k=8))
        ]  # fmt: skip
        province = chance.choice(list(TREE))
        city = chance.choice(list(TREE[province]))
        country = chance.choice(["CN", "CN", "CN", "DE", "US"])
        address = Address("x", "1", country, province, city, chance.choice(TREE[province][city]), "x")
        parcel = Parcel(chance.randint(0, 8000), chance.randint(1, 40), chance.randint(0, 30_000), chance.randint(0, 8_000_000))
        zone = _reference_zone(address)
        expected = {rule.id: _reference_fee(rule, parcel) for rule in rules if rule.zone_id == zone}
        if not any(fee is not None for fee in expected.values()):
            with pytest.raises(Invalid) as refused:
                offers(ZONES, rules, address, parcel, "CNY")
            assert refused.value.code == "address_not_covered", n
        else:
            found = {rule.id: fee for rule, fee in offers(ZONES, rules, address, parcel, "CNY")}
            assert found == {rule_id: fee for rule_id, fee in expected.items() if fee is not None}, n
