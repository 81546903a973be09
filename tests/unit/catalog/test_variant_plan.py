"""Which variants an edit changes and adds."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from functions.catalog.model.product import MAX_VARIANTS, Option, Product, Status
from functions.catalog.model.variant_plan import WantedVariant, plan_variants, with_plan
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money

EMPTY = Product(
    id="prod_1",
    slug="p",
    title={"en": "P"},
    status=Status.DRAFT,
    created_at="",
    updated_at="",
    options=[Option("n", [str(n) for n in range(MAX_VARIANTS + 1)])],
)


def wanted(number: int, amount: int = 100, sku: str | None = None) -> WantedVariant:
    return WantedVariant(sku or f"S{number}", {"n": str(number)}, Money(amount, "CNY"))


def filled(variants: int) -> Product:
    ids = count()
    plan = plan_variants(EMPTY, [wanted(n, 1000 - n) for n in range(variants)], further={}, new_id=lambda: f"var_{next(ids)}")
    return with_plan(EMPTY, plan)


def test_500_variants_fit_and_one_more_does_not() -> None:
    """A10"""
    full = filled(MAX_VARIANTS)
    assert (full.variant_count, len(full.variants), len(full.further_combinations)) == (500, 100, 400)
    with pytest.raises(Invalid) as refused:
        plan_variants(full, [wanted(MAX_VARIANTS)], further={}, new_id=lambda: "var_x")
    assert refused.value.code == "too_many_variants"


def test_a_combination_beyond_the_snapshot_is_still_unique_until_it_is_given_up() -> None:
    """A10"""
    product = filled(150)
    with pytest.raises(Conflict) as refused:
        plan_variants(product, [wanted(149, sku="other")], further={}, new_id=lambda: "var_x")
    assert refused.value.code == "duplicate_option_combination"
    last = plan_variants(EMPTY, [wanted(149)], further={}, new_id=lambda: "var_149").added[0]
    moved = WantedVariant("S149", {"n": "200"}, Money(1, "CNY"))
    plan = plan_variants(product, [moved], further={"S149": replace(last, position=149)}, new_id=lambda: "var_x")
    assert [variant.id for variant in plan.changed] == ["var_149"]
    after = with_plan(product, plan)
    assert plan_variants(after, [wanted(149, sku="other")], further={}, new_id=lambda: "var_x").added[0].position == 150


def test_the_lowest_price_is_kept_when_dearer_variants_come() -> None:
    product = filled(150)
    assert product.price_from == Money(851, "CNY")
    dear = with_plan(product, plan_variants(product, [wanted(200, 5000)], further={}, new_id=lambda: "var_x"))
    assert dear.price_from == Money(851, "CNY")
    cheap = with_plan(product, plan_variants(product, [wanted(200, 5)], further={}, new_id=lambda: "var_x"))
    assert cheap.price_from == Money(5, "CNY")


def test_a_raised_price_raises_the_lowest() -> None:
    product = filled(2)
    plan = plan_variants(product, [wanted(1, 2000)], further={}, new_id=lambda: "var_x")
    assert with_plan(product, plan).price_from == Money(1000, "CNY")


@pytest.mark.parametrize(
    ("options", "code"),
    [({}, "option_mismatch"), ({"n": "1", "m": "1"}, "option_mismatch"), ({"n": "x"}, "unknown_option_value")],
)
def test_variants_must_fit_the_options(options: dict[str, str], code: str) -> None:
    """A10"""
    with pytest.raises(Invalid) as refused:
        plan_variants(EMPTY, [WantedVariant("S", options, Money(1, "CNY"))], further={}, new_id=lambda: "var_x")
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/variants/0/options", code)]


def test_prices_of_a_product_are_in_one_currency() -> None:
    product = filled(1)
    with pytest.raises(Invalid) as refused:
        plan_variants(product, [WantedVariant("S", {"n": "7"}, Money(1, "USD"))], further={}, new_id=lambda: "var_x")
    assert refused.value.code == "mixed_currencies"
