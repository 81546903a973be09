"""A15: bundles as rules: how many sets there are, what they save, and who gets which part of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from functions.aftersales.model.bundles import splits
from functions.orders.model.pricing import Discount, Item, price
from functions.promotions.model.engine import Outcome, evaluate
from functions.promotions.model.rule import Basket, BasketLine, Class, Kind, Reason, Rule

AT = datetime(2026, 11, 11, tzinfo=UTC)
BUNDLE = Rule("r", Kind.COMBINATION, "CNY", value=3000, components=(("book", 1), ("pen", 1)), class_=Class.PRODUCT)


def basket(**lines: tuple[int, int]) -> Basket:
    """By variant: (quantity, unit price)"""
    rows = tuple(BasketLine(f"l_{name}", name, f"p_{name}", quantity, unit) for name, (quantity, unit) in lines.items())
    return Basket("CNY", rows, 0, AT)


def shares(outcome: Outcome) -> list[dict[str, int]]:
    return [one.shares for one in outcome.applied]


def test_the_price_is_shared_by_what_the_parts_cost_alone() -> None:
    """A15, case 11: 24.00 and 15.00 for 30.00 are 18.46 and 11.54."""
    (applied,) = evaluate([BUNDLE], basket(book=(1, 2400), pen=(1, 1500))).applied
    assert (applied.amount, applied.shares, applied.sets) == (900, {"l_book": 554, "l_pen": 346}, {"l_book": 1, "l_pen": 1})


def test_as_many_sets_as_the_rarest_part_allows_and_the_rest_at_its_own_price() -> None:
    """A15"""
    (applied,) = evaluate([BUNDLE], basket(book=(5, 2400), pen=(2, 1500), mug=(9, 100))).applied
    assert (applied.amount, applied.sets) == (1800, {"l_book": 2, "l_pen": 2})
    assert applied.shares == {"l_book": 1108, "l_pen": 692}
    lacking = evaluate([BUNDLE], basket(book=(5, 2400))).refused[0]
    assert (lacking.reason, lacking.missing) == (Reason.TOO_FEW_PIECES, 1)


def on_two_lines(pens: int) -> Basket:
    """A book that is bought twice and one more besides: another line of the same order, as a gift or what an amendment added is."""
    lines = (BasketLine("two", "book", "p", 2, 2400), BasketLine("one", "book", "p", 1, 2400), BasketLine("pen", "pen", "p", pens, 1500))
    return Basket("CNY", lines, 0, AT)


def test_pieces_of_a_set_come_from_several_lines_of_the_same_thing() -> None:
    """A15: the first line gives its pieces first, and a line that gives none has no part in what is saved."""
    (applied,) = evaluate([BUNDLE], on_two_lines(1)).applied
    assert (applied.amount, applied.shares, applied.sets) == (900, {"two": 554, "one": 0, "pen": 346}, {"two": 1, "pen": 1})
    (applied,) = evaluate([BUNDLE], on_two_lines(3)).applied
    assert (applied.amount, applied.sets) == (2700, {"two": 2, "one": 1, "pen": 3})
    four = replace(BUNDLE, components=(("book", 4), ("pen", 1)))
    assert [one.missing for one in evaluate([four], on_two_lines(3)).refused] == [1], "three books are there"


def test_a_set_never_costs_more_than_its_parts() -> None:
    """A15"""
    outcome = evaluate([BUNDLE], basket(book=(1, 1000), pen=(1, 1500)))
    assert (outcome.amount, outcome.refused[0].reason) == (0, Reason.NOTHING_TO_TAKE_OFF)


def test_a_piece_is_in_one_set_only() -> None:
    """A15: two bundles want the one book; the first in order has it."""
    other = Rule("s", Kind.COMBINATION, "CNY", value=2000, components=(("book", 1), ("mug", 1)), class_=Class.PRODUCT)
    one = evaluate([BUNDLE, other], basket(book=(1, 2400), pen=(1, 1500), mug=(1, 900)))
    assert [entry.rule.id for entry in one.applied] == ["r"]
    two = evaluate([BUNDLE, other], basket(book=(2, 2400), pen=(1, 1500), mug=(1, 900)))
    assert [(entry.rule.id, entry.sets["l_book"]) for entry in two.applied] == [("r", 1), ("s", 1)]


def test_what_is_off_all_goods_is_counted_on_the_price_of_the_bundle() -> None:
    """A15: 10 % off 30.00, not off 39.00."""
    ten = Rule("t", Kind.PERCENT, "CNY", value=1000)
    assert evaluate([BUNDLE, ten], basket(book=(1, 2400), pen=(1, 1500))).amount == 900 + 300


def test_shares_that_are_decided_stay_as_they_are_in_the_price() -> None:
    """A15: two more books beside the bundle take nothing of what it saves."""
    off = Discount("r", "Set", 900, frozenset({"b", "p"}), shares={"b": 554, "p": 346})
    broken = price([Item("b", 3, 2400), Item("p", 1, 1500)], 0, currency="EUR", promotions=lambda _l, _f: [off])
    assert [line.net for line in broken.lines] == [7200 - 554, 1154]


_parts = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9), st.integers(0, 5000)), min_size=1, max_size=5)


@given(_parts, st.integers(1, 30_000))
def test_money_is_split_to_the_last_cent(parts: list[tuple[int, int, int]], value: int) -> None:
    """A15: of any bundle: shares add up to what is saved, none is more than its pieces cost, and each is within a cent of its part."""
    rule = Rule("r", Kind.COMBINATION, "CNY", value=value, components=tuple((f"v{n}", part[0]) for n, part in enumerate(parts)))
    outcome = evaluate([rule], basket(**{f"v{n}": (pieces, unit) for n, (_, pieces, unit) in enumerate(parts) if pieces}))
    sets = min(pieces // needed for needed, pieces, _ in parts)
    apart = sets * sum(needed * unit for needed, _, unit in parts)
    saved = max(0, apart - sets * value)
    assert outcome.amount == saved
    for applied in outcome.applied:
        assert sum(applied.shares.values()) == saved
        for n, (needed, _, unit) in enumerate(parts):
            own = sets * needed * unit
            share = applied.shares[f"l_v{n}"]
            assert 0 <= share <= own
            assert abs(share - Fraction(saved * own, apart)) < 1


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 9)), min_size=1, max_size=4), st.integers(1, 3))
def test_a_bundle_is_torn_unless_its_parts_come_back_together(rows: list[tuple[int, int, int]], sets: int) -> None:
    """A15: rows of (pieces in a set, pieces besides, pieces that come back)."""
    pieces = {f"l{n}": needed * sets for n, (needed, _, _) in enumerate(rows)}
    bought = {f"l{n}": needed * sets + more for n, (needed, more, _) in enumerate(rows)}
    back = {f"l{n}": min(came, bought[f"l{n}"]) for n, (_, _, came) in enumerate(rows)}
    of_sets = [max(0, back[name] - (bought[name] - pieces[name])) for name in pieces]
    whole = {Fraction(came, needed) for came, (needed, _, _) in zip(of_sets, rows, strict=True)}
    assert splits(pieces, bought, back) is (len(whole) > 1)


def test_a_set_may_have_several_pieces_of_a_part() -> None:
    """A15: two books and a pen; five books and two pens are two sets, and a book is beside them."""
    pair = Rule("r", Kind.COMBINATION, "CNY", value=3000, components=(("book", 2), ("pen", 1)), class_=Class.PRODUCT)
    (applied,) = evaluate([pair], basket(book=(5, 2400), pen=(2, 1500))).applied
    assert (applied.amount, applied.sets) == (4 * 2400 + 2 * 1500 - 2 * 3000, {"l_book": 4, "l_pen": 2})
    assert applied.shares == {"l_book": 5029, "l_pen": 1571}
    missing = [evaluate([pair], basket(book=(books, 2400), mug=(1, 900))).refused[0].missing for books in (1, 2, 5)]
    assert missing == [2, 1, 1]


def test_a_second_bundle_is_made_of_what_the_first_left_at_what_that_costs() -> None:
    """A15: three books, of which one is in the first set; the one mug makes one set with one of the two others."""
    other = Rule("s", Kind.COMBINATION, "CNY", value=2000, components=(("book", 1), ("mug", 1)), class_=Class.PRODUCT)
    first, second = evaluate([BUNDLE, other], basket(book=(3, 2400), pen=(1, 1500), mug=(1, 900))).applied
    assert (first.amount, first.shares, first.sets) == (900, {"l_book": 554, "l_pen": 346}, {"l_book": 1, "l_pen": 1})
    # The line of books costs 66.46 now, two of three pieces 44.30.
    assert (second.amount, second.shares, second.sets) == (2215 + 900 - 2000, {"l_book": 793, "l_mug": 322}, {"l_book": 1, "l_mug": 1})
