"""Matching a bill with the ledger."""

from __future__ import annotations

from dataclasses import replace

from functions.payments.model.provider import StatementLine
from functions.payments.model.reconciliation import Booked, extra, match, missing
from functions.shared.plain.money import Money
from tests.support.bills import a_day, with_faults


def entry(
    reference: str,
    gross: int,
    *,
    ref: str = "",
    fee: int | None = None,
    agreed: int | None = None,
    kind: str = "charge",
    currency: str = "CNY",
) -> Booked:
    return Booked(f"{reference}|{ref}|{gross}", kind, reference, ref, currency, gross, fee, "pay", "ord", agreed)


def line(reference: str, gross: int, *, ref: str = "", fee: int = 0, kind: str = "charge", currency: str = "CNY") -> StatementLine:
    whole, cost, rest = (Money(amount, currency) for amount in (gross, fee, gross - fee))
    return StatementLine(kind, reference, ref, whole, cost, rest, f"{reference}{ref}{gross}")


def found(lines: list[StatementLine], entries: list[Booked]) -> set[tuple[str, str]]:
    result = match(lines, entries)
    every = [*result.differences, *map(missing, result.alone), *map(extra, result.unbooked)]
    return {(one.kind.value, one.provider_ref) for one in every}


def test_twenty_faults_among_ten_thousand_lines_are_found_by_kind_and_nothing_else() -> None:
    """E18"""
    lines, entries = a_day(10_000)
    assert found(lines, entries) == set()
    broken, planted = with_faults(lines, each=5)
    assert (len(broken), len(planted)) == (10_000, 20)
    assert found(broken, entries) == planted
    assert found(broken[::-1], entries[::-1]) == planted


def test_parts_of_one_payment_are_told_apart_by_name_then_by_amount() -> None:
    entries = [entry("a", 100, ref="c1"), entry("a", 100, ref="c2"), entry("a", 300, ref="c3")]
    assert found([line("a", 300), line("a", 100, ref="c2"), line("a", 100, ref="c1")], entries) == set()
    assert found([line("a", 100, ref="c2"), line("a", 300, ref="c3")], entries) == {("missing", "c1")}


def test_a_dispute_without_our_reference_is_found_by_its_own_name() -> None:
    assert found([line("", -500, ref="dp_1", kind="dispute")], [entry("a", -500, ref="dp_1", kind="dispute")]) == set()


def test_a_charge_is_not_a_refund_and_a_dollar_is_not_a_yuan() -> None:
    assert found([line("a", 100, ref="x")], [entry("a", 100, ref="x", kind="refund")]) == {("extra", "x"), ("missing", "x")}
    assert found([line("a", 100, ref="x", currency="USD")], [entry("a", 100, ref="x")]) == {("wrong_amount", "x")}


def test_a_fee_that_nobody_told_us_is_taken_from_the_bill() -> None:
    """E18"""
    told = match([line("a", 100, fee=3, ref="x"), line("b", 100, ref="y")], [entry("a", 100, ref="x"), entry("b", 100, ref="y")])
    assert (told.differences, told.fees) == ([], {"a|x|100": 3, "b|y|100": 0})


def test_a_fee_that_differs_from_the_ledger_or_from_the_contract_is_listed_and_not_booked() -> None:
    """E18"""
    stated = [line("a", 100, fee=3, ref="x")]
    for known in (entry("a", 100, ref="x", fee=2), entry("a", 100, ref="x", agreed=5), entry("a", 100, ref="x", fee=3, agreed=5)):
        result = match(stated, [known])
        ((difference,), fees) = result.differences, result.fees
        assert (difference.kind.value, difference.stated_fee, fees) == ("wrong_fee", 3, {})
        assert difference.booked_fee == (2 if known.fee == 2 else 5)
    assert match(stated, [entry("a", 100, ref="x", fee=3, agreed=4)]).fees == {}, "known already, and right but for rounding"


def test_a_wrong_amount_books_no_fee() -> None:
    assert match([line("a", 101, fee=3, ref="x")], [entry("a", 100, ref="x")]).fees == {}


def test_a_fee_that_nobody_told_us_is_the_agreed_one_but_for_rounding() -> None:
    agreed = replace(entry("a", 5900, ref="x"), agreed_fee=35)
    assert [found([line("a", 5900, fee=fee, ref="x")], [agreed]) for fee in (34, 35, 36)] == [set(), set(), set()]
    assert found([line("a", 5900, fee=37, ref="x")], [agreed]) == {("wrong_fee", "x")}
    (difference,) = match([line("a", 5900, fee=42, ref="x")], [agreed]).differences
    assert (difference.booked_fee, difference.stated_fee) == (35, 42)
    assert found([line("a", 5900, fee=35, ref="x")], [replace(agreed, fee=34)]) == {("wrong_fee", "x")}


def test_payouts_and_the_like_are_nobodys_difference() -> None:
    assert found([line("", -100, ref="po_1", kind="payout"), line("", -1, ref="f", kind="fee"), line("", 1, kind="other")], []) == set()


def test_the_same_line_twice_is_one_too_many() -> None:
    assert found([line("a", 100, ref="x"), line("a", 100, ref="x")], [entry("a", 100, ref="x")]) == {("extra", "x")}
