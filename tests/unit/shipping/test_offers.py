"""F01, F07: who takes a parcel, for how much, and why others do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.shared.places import WrittenArea
from functions.shared.plain.postal_address import Address
from functions.shipping.model.carrier import Carrier, Price, Service
from functions.shipping.model.measures import Measures, billed_weight
from functions.shipping.model.offers import Offer, quotes, refusal
from functions.shipping.model.po_box import is_po_box

HANGZHOU = Address("王小明", "+8613800000000", "CN", "浙江省", "杭州市", "西湖区", "文三路 1 号", "310000")
LHASA = Address("王小明", "+8613800000000", "CN", "西藏自治区", "拉萨市", "城关区", "北京中路 1 号", "850000")
_FAR = (WrittenArea("CN", "西藏自治区"),)
_AIR = (Price("CNY", 1800, 1000, 1000, 800), Price("CNY", 2600, 1000, 1000, 1500, _FAR))
AIR = Service("air", max_weight_g=30_000, volume_divisor=6000, step_g=500, po_boxes=False, needs_weight=True, days=1, prices=_AIR)
ROAD = Service("road", days=3, prices=(Price("CNY", 800, 1000, 1000, 300),))
FAST = Carrier("fast", {"en": "Fast"}, "fast", services=(AIR, ROAD), longest_address=40)


def codes(carrier: Carrier, address: Address, measures: Measures) -> list[tuple[str, str]]:
    return [(one.service, one.code) for one in quotes([carrier], address, measures, "CNY").refused]


@pytest.mark.parametrize(
    ("divisor", "step", "measures", "billed"),
    [
        (0, 0, Measures(1234, 400, 300, 200), 1234),
        (6000, 0, Measures(1000, 400, 300, 200), 4000),
        (5000, 500, Measures(1000, 400, 300, 201), 5000),  # 4824 g
        (5000, 500, Measures(5001, 400, 300, 200), 5500),
        (6000, 1000, Measures(0, 1, 1, 1), 1000),
        (6000, 100, Measures(), 0),
    ],
)
def test_what_is_billed_is_weight_or_volume_rounded_up(divisor: int, step: int, measures: Measures, billed: int) -> None:
    """F03: volume weight and rounding steps per service"""
    assert billed_weight(Service("s", volume_divisor=divisor, step_g=step), measures) == billed


def test_the_cheapest_comes_first_and_a_begun_step_counts_whole() -> None:
    """F07"""
    offers = quotes([FAST], HANGZHOU, Measures(1001), "CNY").offers
    assert offers == (Offer("fast", "road", 1100, "CNY", 3, 1001), Offer("fast", "air", 2600, "CNY", 1, 1500))


def test_the_price_of_the_narrowest_area_counts_and_one_of_another_currency_does_not() -> None:
    found = {one.service: one.amount for one in quotes([FAST], LHASA, Measures(900), "CNY").offers}
    assert found == {"air": 2600, "road": 800}
    assert {one.amount for one in quotes([FAST], LHASA, Measures(900), "USD").offers} == {None}


def test_a_parcel_of_no_weight_or_too_much_is_not_taken() -> None:
    """Bad input: zero weight."""
    assert codes(FAST, HANGZHOU, Measures(0)) == [("air", "weight_missing")]
    assert codes(FAST, HANGZHOU, Measures(30_001)) == [("air", "too_heavy")]


def test_a_place_that_is_not_served_or_is_excluded_is_refused() -> None:
    """Bad input: unsupported area."""
    away = replace(FAST, excluded=(WrittenArea("CN", "西藏自治区"),))
    assert (codes(away, LHASA, Measures(1)), codes(away, HANGZHOU, Measures(1))) == ([("", "area_not_served")], [])
    abroad = replace(FAST, areas=(WrittenArea("DE"),))
    assert codes(abroad, HANGZHOU, Measures(1)) == [("", "area_not_served")]
    whole = replace(FAST, areas=(WrittenArea("CN"), WrittenArea("CN", "西藏自治区")), excluded=(WrittenArea("CN", "西藏自治区", "拉萨市"),))
    assert codes(whole, LHASA, Measures(1)) == [("", "area_not_served")]


def test_an_address_that_does_not_fit_on_the_form_is_refused() -> None:
    """Bad input: address too long for the label."""
    assert codes(FAST, replace(HANGZHOU, street="路" * 31), Measures(1)) == []
    assert codes(FAST, replace(HANGZHOU, street="路" * 32), Measures(1)) == [("", "address_too_long")]


@pytest.mark.parametrize(
    "street",
    ["P.O. Box 12", "p o box 9, Main St", "Post Office Box 3", "Postfach 10 20 30", "北京市 100 号信箱", "邮政信箱 5", "ＰＯ Ｂｏｘ 1",
     "Apartado 44", "PO BOX 7", "BP 120", "私書箱 3 号"],
)  # fmt: skip
def test_post_office_boxes_are_known_as_they_are_written(street: str) -> None:
    """Bad input: PO box for a courier that refuses it."""
    box = replace(HANGZHOU, street=street)
    assert is_po_box(box)
    assert codes(FAST, box, Measures(1)) == [("air", "po_box_not_taken")]


@pytest.mark.parametrize("street", ["Boxhagener Str. 1", "Post Street 5", "信江路 3 号", "BPstraße 3", "邮电路 5 号"])
def test_streets_are_no_boxes(street: str) -> None:
    assert not is_po_box(replace(HANGZHOU, street=street))


def test_a_carrier_that_is_off_offers_nothing() -> None:
    """F01"""
    assert codes(replace(FAST, enabled=False), HANGZHOU, Measures(1)) == [("", "carrier_disabled")]


def test_any_of_its_services_will_do_unless_one_is_named() -> None:
    assert refusal(FAST, "", HANGZHOU, Measures()) is None
    for service, code in (("air", "weight_missing"), ("sea", "unknown_service")):
        found = refusal(FAST, service, HANGZHOU, Measures())
        assert found is not None
        assert found.code == code
