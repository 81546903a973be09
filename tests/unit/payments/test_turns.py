"""X20: in which turn an order's payments give back, and that no gift card is left paid for by another (ADR 156)."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from functions.payments.model.refund import RefundPart
from functions.payments.model.turns import Room, spread_in_turn

OUTSIDE, VALUE = Room(100), Room(50, of_value=True)


def given_back(goods: int, cards: int, rooms: list[Room], left: int) -> list[int]:
    of_goods = [RefundPart("amount", goods)] if goods else []
    of_cards = [RefundPart("line", cards, "card", 1)] if cards else []
    return [sum(part.amount for part in share) for share in spread_in_turn(of_goods, of_cards, rooms, left)]


def test_value_first_as_far_as_it_would_pay_for_cards() -> None:
    # 80 of goods and a card of 70, by a gift card of 50 and money.
    assert given_back(30, 0, [OUTSIDE, VALUE], 50) == [30, 0]
    assert given_back(31, 0, [OUTSIDE, VALUE], 49) == [30, 1]
    assert given_back(80, 0, [OUTSIDE, VALUE], 0) == [30, 50]
    assert given_back(0, 70, [OUTSIDE, VALUE], 80) == [70, 0]
    assert given_back(80, 70, [OUTSIDE, VALUE], 0) == [100, 50]
    assert given_back(80, 0, [VALUE, OUTSIDE], 0) == [50, 30]


def test_pieces_are_told_once() -> None:
    shares = spread_in_turn([RefundPart("line", 80, "mug", 2)], [RefundPart("line", 70, "card", 1)], [OUTSIDE, VALUE], 0)
    assert shares == [
        [RefundPart("line", 30, "mug", 0), RefundPart("line", 70, "card", 1)],
        [RefundPart("line", 50, "mug", 2)],
    ]


@given(
    st.lists(st.tuples(st.integers(0, 200), st.booleans()), min_size=1, max_size=5),
    st.integers(0, 600),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=5),
)
def test_however_it_goes_back_value_never_pays_for_cards(
    payments: list[tuple[int, bool]], goods: int, steps: list[tuple[int, int]]
) -> None:
    rooms = [Room(amount, of_value) for amount, of_value in payments]
    cards = sum(room.amount for room in rooms) - goods
    assume(cards >= 0)
    assume(sum(room.amount for room in rooms if room.of_value) <= goods)
    for some, other in steps:
        of_goods, of_cards = min(some, goods), min(other, cards)
        if not of_goods + of_cards:
            continue
        goods, cards = goods - of_goods, cards - of_cards
        shares = given_back(of_goods, of_cards, rooms, goods)
        assert sum(shares) == of_goods + of_cards
        rooms = [Room(room.amount - share, room.of_value) for room, share in zip(rooms, shares, strict=True)]
        assert all(room.amount >= 0 for room in rooms)
        assert sum(room.amount for room in rooms if room.of_value) <= goods
