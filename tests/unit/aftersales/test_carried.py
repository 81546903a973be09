"""G02: what stands behind the pieces of an exchange is shared to the minor unit, whatever goes back, on, and returns in between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.aftersales.model.carried import carries, drawn, rest, shares
from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.payments.model.credits import Credits
from functions.payments.model.refund import RefundPart

_MONEY = st.integers(0, 10**6)
_CLAUSE = Clause("all", 14, "", Freight.BUYER, 0, {})


def _exchange(lines: list[tuple[int, int]]) -> Case:
    """`lines`: pieces, and what stands behind them."""
    made = [
        CaseLine(f"a{n}", "v", "s", count, Reason.WRONG_SIZE, _CLAUSE, new_line=f"b{n}", carries=amount)
        for n, (count, amount) in enumerate(lines)
    ]
    return Case("ret", "ord", "1", "", ReturnKind.EXCHANGE, made, "CNY", 0, "")


@given(st.lists(st.tuples(st.integers(1, 5), _MONEY), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_in_any_parts_it_is_exactly_that(lines: list[tuple[int, int]], chance: object) -> None:
    """Some of it is taken, and comes back (an exchange of it that was taken back), before all of it goes."""
    exchange, dice = _exchange(lines), chance
    pieces = [f"b{n}" for n, (count, _) in enumerate(lines) for _ in range(count)]
    dice.shuffle(pieces)  # type: ignore[attr-defined]
    gone = 0
    for name in pieces:
        for _ in range(2):
            tried = shares(exchange, {name: 1})
            exchange = drawn(drawn(exchange, tried), tried, -1)
        share = shares(exchange, {name: 1})
        assert share[name].amount >= 0
        exchange, gone = drawn(exchange, share), gone + share[name].amount
    assert gone == sum(amount for _, amount in lines)
    assert rest(exchange) == 0


@given(st.lists(st.tuples(_MONEY, st.booleans(), _MONEY), min_size=1, max_size=6), st.integers(0, 100))
def test_what_stands_behind_new_lines_is_what_was_paid_less_what_goes_back(lines: list[tuple[int, bool, int]], percent: int) -> None:
    worth, free = [one[0] for one in lines], [one[1] for one in lines]
    pool = sum(amount for amount, one in zip(worth, free, strict=True) if not one)
    back = pool * percent // 100 if any(not one for one in free) else 0
    found = carries(worth, free, back, [one[2] for one in lines])
    assert sum(found) == sum(worth) - back
    assert all(amount >= 0 for amount in found)
    assert all(amount == worth[n] for n, amount in enumerate(found) if free[n])


@given(st.lists(st.tuples(_MONEY, st.integers(0, 3)), min_size=1, max_size=5), st.lists(_MONEY, max_size=6))
def test_credit_is_taken_to_the_minor_unit_and_its_pieces_once(parts: list[tuple[int, int]], wishes: list[int]) -> None:
    credits = Credits().with_parts("ret", [RefundPart("line", amount, f"l{n}", count) for n, (amount, count) in enumerate(parts)])
    total, gone = credits.of_case("ret"), list[RefundPart]()
    for wish in wishes:
        share = min(wish, credits.of_case("ret"))
        taken, credits = credits.taken("ret", share)
        assert sum(part.amount for part in taken) == share
        gone += taken
    last, credits = credits.taken("ret", credits.of_case("ret"))
    gone += last
    assert sum(part.amount for part in gone) == total
    assert credits.of_case("ret") == 0
    assert sum(part.quantity for part in gone) <= sum(count for _, count in parts)
