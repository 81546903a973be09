"""What a wish to give money back amounts to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import LineWish, PaidLine, RefundWish, check_parts, parts_of, spread, what_is_left
from functions.shared.plain.errors import Invalid

LINES = [PaidLine("a", 3, 1000), PaidLine("b", 1, 500)]


def amounts(wish: RefundWish, done: list[RefundPart] | None = None, left: int = 1600) -> list[tuple[str, str, int, int]]:
    parts = parts_of(wish, lines=LINES, shipping=100, done=done or [], left=left)
    return [(part.kind, part.line_id, part.quantity, part.amount) for part in parts]


def refused(wish: RefundWish, done: list[RefundPart] | None = None, left: int = 1600) -> tuple[str, str]:
    with pytest.raises(Invalid) as error:
        parts_of(wish, lines=LINES, shipping=100, done=done or [], left=left)
    return error.value.faults[0].pointer, error.value.code


def test_nothing_named_is_everything() -> None:
    assert amounts(RefundWish(), left=1234) == [("amount", "", 0, 1234)]


def test_pieces_one_by_one_cost_what_the_line_cost() -> None:
    done: list[RefundPart] = []
    for expected in (333, 333, 334):
        (part,) = parts_of(RefundWish(lines=(LineWish("a", 1),)), lines=LINES, shipping=100, done=done, left=1600)
        assert part.amount == expected
        done.append(part)
    assert refused(RefundWish(lines=(LineWish("a", 1),)), done) == ("/lines/0/quantity", "line_quantity_exceeded")


def test_lines_and_shipping_together() -> None:
    wish = RefundWish(lines=(LineWish("a"), LineWish("b", 1, 200)), shipping=40)
    assert amounts(wish) == [("line", "a", 3, 1000), ("line", "b", 1, 200), ("shipping", "", 0, 40)]


def test_of_nothing_more_than_was_paid_for_it() -> None:
    assert refused(RefundWish(lines=(LineWish("a", amount=1001),))) == ("/lines/0/amount", "line_amount_exceeded")
    assert refused(RefundWish(lines=(LineWish("a", amount=600), LineWish("a", amount=401)))) == ("/lines/1/amount", "line_amount_exceeded")
    assert refused(RefundWish(shipping=61), [RefundPart("shipping", 40)]) == ("/shipping", "shipping_exceeded")
    assert refused(RefundWish(amount=1601)) == ("/amount", "refund_exceeds_captured")
    assert refused(RefundWish(lines=(LineWish("a"),)), left=999) == ("/amount", "refund_exceeds_captured")
    assert refused(RefundWish(lines=(LineWish("c"),))) == ("/lines/0/line_id", "unknown_line")
    assert refused(RefundWish(amount=1, shipping=1)) == ("/amount", "amount_and_parts")
    assert refused(RefundWish(amount=0)) == ("/amount", "refund_exceeds_captured")


def test_what_costs_nothing_goes_back_by_0_while_there_is_money_or_there_never_was() -> None:
    """F-A2"""
    lines, one = [PaidLine("gift", 2, 0), PaidLine("penny", 3, 1)], RefundWish(lines=(LineWish("gift", 1),))
    for left, shipping, allowed in ((5, 5, True), (0, 5, False)):
        if allowed:
            assert parts_of(one, lines=lines, shipping=shipping, done=[], left=left) == [RefundPart("line", 0, "gift", 1)]
        else:
            with pytest.raises(Invalid):
                parts_of(one, lines=lines, shipping=shipping, done=[], left=left)
    assert parts_of(one, lines=lines[:1], shipping=0, done=[], left=0) == [RefundPart("line", 0, "gift", 1)]
    third = RefundWish(lines=(LineWish("penny", 1),))
    assert parts_of(third, lines=lines, shipping=0, done=[], left=1) == [RefundPart("line", 0, "penny", 1)]
    assert what_is_left(lines, [RefundPart("line", 0, "gift", 2)]) == (LineWish("penny"),)


def test_what_cost_something_does_not_go_back_for_nothing() -> None:
    """F-A2: a 0 may be named for what was free."""
    lines = [PaidLine("gift", 2, 0), PaidLine("mug", 1, 500)]
    free = RefundWish(lines=(LineWish("gift", 1, 0),))
    assert parts_of(free, lines=lines, shipping=0, done=[], left=500) == [RefundPart("line", 0, "gift", 1)]
    with pytest.raises(Invalid):
        parts_of(RefundWish(lines=(LineWish("mug", 1, 0),)), lines=lines, shipping=0, done=[], left=500)
    with pytest.raises(Invalid):
        # Delivery that cost as much as the goods: the order was not free.
        parts_of(free, lines=lines, shipping=500, done=[], left=0)


def test_who_asks_for_too_many_pieces_is_told_how_many_are_left() -> None:
    with pytest.raises(Invalid) as error:
        parts_of(RefundWish(lines=(LineWish("a", 3),)), lines=LINES, shipping=0, done=[RefundPart("line", 333, "a", 1)], left=900)
    assert error.value.faults[0].detail == "2 are left."


def test_what_costs_nothing_goes_with_the_money() -> None:
    """F-A2: neither lost behind it, when the payments bear no more, nor asked of a payment alone."""
    gift = RefundPart("line", 0, "gift", 1)
    assert spread([RefundPart("line", 700, "a", 2), gift], [500, 200, 9]) == [
        [RefundPart("line", 500, "a", 2), gift],
        [RefundPart("line", 200, "a", 0)],
        [],
    ]


def test_parts_are_spread_over_payments_that_cannot_bear_them_alone() -> None:
    parts = [RefundPart("line", 700, "a", 2), RefundPart("shipping", 100)]
    assert spread(parts, [500, 1000]) == [
        [RefundPart("line", 500, "a", 2)],
        [RefundPart("line", 200, "a", 0), RefundPart("shipping", 100)],
    ]


def test_a_payment_with_room_for_one_unit_takes_it_and_the_order_of_parts_stays() -> None:
    parts = [RefundPart("line", 5, "a", 1), RefundPart("line", 2, "b", 1), RefundPart("shipping", 3)]
    assert spread(parts, [1, 0, 9]) == [
        [RefundPart("line", 1, "a", 1)],
        [],
        [RefundPart("line", 4, "a", 0), RefundPart("line", 2, "b", 1), RefundPart("shipping", 3)],
    ]


def test_the_rest_of_a_line_is_what_pieces_and_amounts_before_left() -> None:
    """An amount without pieces takes money and no piece."""
    assert amounts(RefundWish(lines=(LineWish("a"),)), [RefundPart("line", 333, "a", 1), RefundPart("line", 500, "b", 1)]) == [
        ("line", "a", 2, 667)
    ]
    assert amounts(RefundWish(lines=(LineWish("a", amount=100),))) == [("line", "a", 0, 100)]
    assert amounts(RefundWish(lines=(LineWish("a"),)), [RefundPart("line", 100, "a", 0)]) == [("line", "a", 3, 900)]


def test_the_last_pieces_give_back_all_that_is_left_of_the_line() -> None:
    """Also where an earlier piece gave back less than its share."""
    assert amounts(RefundWish(lines=(LineWish("a", 2),)), [RefundPart("line", 200, "a", 1)]) == [("line", "a", 2, 800)]


def test_below_zero_nothing_is_given_back() -> None:
    assert refused(RefundWish(shipping=-1)) == ("/shipping", "shipping_exceeded")
    assert refused(RefundWish(lines=(LineWish("a", amount=-1), LineWish("b")))) == ("/lines/0/amount", "line_amount_exceeded")


def test_parts_decided_earlier_are_checked_against_what_went_back_meanwhile() -> None:
    """Each kind by its own rest; a part of an amount alone belongs to neither."""
    decided = [RefundPart("amount", 5000), RefundPart("line", 333, "a", 1), RefundPart("shipping", 60)]

    def fits(*done: RefundPart) -> bool:
        try:
            check_parts(decided, lines=LINES, shipping=100, done=done)
        except Invalid:
            return False
        return True

    assert fits(RefundPart("line", 667, "a", 2), RefundPart("shipping", 40))
    assert not fits(RefundPart("line", 1000, "a", 3))
    check_parts([RefundPart("line", 100, "a", 0)], lines=LINES, shipping=100, done=[RefundPart("line", 900, "a", 3)])
    assert not fits(RefundPart("line", 100, "a", 3)), "its price would bear it, but no piece is left"
    assert not fits(RefundPart("line", 668, "a", 2))
    assert not fits(RefundPart("shipping", 41))


@given(st.integers(1, 20), st.integers(0, 10_000), st.lists(st.integers(1, 5), max_size=8))
@settings(max_examples=200)
def test_whatever_the_steps_a_line_gives_back_what_it_cost(quantity: int, amount: int, steps: list[int]) -> None:
    line, done = PaidLine("a", quantity, amount), list[RefundPart]()
    for step in [*steps, *[1] * quantity]:
        pieces = sum(part.quantity for part in done)
        if pieces + step <= quantity:
            wish = RefundWish(lines=(LineWish("a", step),), shipping=1)
            done += [part for part in parts_of(wish, lines=[line], shipping=1, done=done, left=amount + 1) if part.kind == "line"]
    assert sum(part.amount for part in done) == amount
    assert sum(part.quantity for part in done) == quantity


def test_what_is_withheld_is_a_part_of_the_pieces_own_share() -> None:
    assert amounts(RefundWish(lines=(LineWish("a", 1, withheld=1000),))) == [("line", "a", 1, 300)]
    assert amounts(RefundWish(lines=(LineWish("a", withheld=1000),))) == [("line", "a", 3, 900)]
    two_of_three = [RefundPart("line", 300, "a", 1), RefundPart("line", 300, "a", 1)]
    assert amounts(RefundWish(lines=(LineWish("a", 1, withheld=1000),)), two_of_three) == [("line", "a", 1, 301)]
    assert amounts(RefundWish(lines=(LineWish("a", 1, withheld=10_000),))) == [("line", "a", 1, 0)]


def test_what_was_withheld_before_does_not_go_back_with_the_last_pieces() -> None:
    assert amounts(RefundWish(lines=(LineWish("a", 2, withheld=0),)), [RefundPart("line", 200, "a", 1)]) == [("line", "a", 2, 667)]


def test_pieces_give_back_no_more_than_is_left_of_their_line() -> None:
    most_of_it = [RefundPart("line", 900, "a", 1)]
    assert amounts(RefundWish(lines=(LineWish("a", 1),)), most_of_it) == [("line", "a", 1, 100)]
    assert amounts(RefundWish(lines=(LineWish("a", 2, withheld=0),)), most_of_it) == [("line", "a", 2, 100)]


@pytest.mark.parametrize(
    ("given_back", "up_to", "expected"),
    [(0, None, 100), (40, None, 60), (100, None, 0), (40, 70, 30), (40, 30, 0), (0, 300, 100), (0, 1, 1), (0, 0, 0)],
)
def test_delivery_goes_back_with_lines_as_far_as_it_may(given_back: int, up_to: int | None, expected: int) -> None:
    wish = RefundWish(lines=(LineWish("b"),), with_delivery=True, delivery_up_to=up_to)
    delivery = [("shipping", "", 0, expected)] if expected else []
    assert amounts(wish, [RefundPart("shipping", given_back)]) == [("line", "b", 1, 500), *delivery]


def test_where_less_is_left_the_last_parts_bear_it() -> None:
    wish = RefundWish(lines=(LineWish("a"), LineWish("b")), with_delivery=True, at_most_left=True)
    assert amounts(wish, left=1600) == [("line", "a", 3, 1000), ("line", "b", 1, 500), ("shipping", "", 0, 100)]
    assert amounts(wish, left=1500) == [("line", "a", 3, 1000), ("line", "b", 1, 500)]
    assert amounts(wish, left=1200) == [("line", "a", 3, 1000), ("line", "b", 1, 200)]
    assert amounts(wish, left=1000) == [("line", "a", 3, 1000), ("line", "b", 1, 0)], "its piece went back all the same"


def test_a_line_is_left_while_a_piece_of_it_is() -> None:
    assert what_is_left(LINES, [RefundPart("line", 333, "a", 1), RefundPart("line", 333, "a", 1)]) == (LineWish("a"), LineWish("b"))
    assert what_is_left(LINES, [RefundPart("line", 666, "a", 2), RefundPart("line", 334, "a", 1)]) == (LineWish("b"),)


def test_a_tenth_of_much_is_withheld_to_the_last_unit() -> None:
    (part,) = parts_of(
        RefundWish(lines=(LineWish("a", withheld=1000),)), lines=[PaidLine("a", 1, 1_000_000)], shipping=0, done=[], left=1_000_000
    )
    assert part.amount == 900_000
