"""Matching a provider's bill with our ledger. Pure.

A line and an entry belong together by kind and reference; of several (partial captures) those with the same name of the movement first,
then those with the same amount. Whatever stays alone is missing in the bill, or extra there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from functions.payments.model.provider import StatementLine
from functions.shared.plain.deferred import dataclass

MATCHED_KINDS = frozenset({"charge", "refund", "refund_failure", "dispute"})


class DifferenceKind(StrEnum):
    """missing: booked, but not in the bill. extra: in the bill, but not booked. wrong_amount, wrong_fee: in both, but not alike."""

    MISSING = "missing"
    EXTRA = "extra"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_FEE = "wrong_fee"


@dataclass(frozen=True)
class Booked:
    """A ledger entry as a bill would show it: `gross` signed as it moves our balance, `fee` None when nobody told it yet.

    `agreed_fee`: what it should be, where our contract is known and no bill told it yet.
    """

    key: str
    kind: str
    reference: str
    provider_ref: str
    currency: str
    gross: int
    fee: int | None
    payment_id: str
    order_id: str
    agreed_fee: int | None = None


@dataclass(frozen=True)
class Difference:
    kind: DifferenceKind
    line_kind: str
    reference: str
    provider_ref: str
    currency: str
    booked: int | None = None
    stated: int | None = None
    booked_fee: int | None = None
    stated_fee: int | None = None
    payment_id: str = ""
    order_id: str = ""
    entry: str = ""
    raw_sha256: str = ""


@dataclass(frozen=True)
class Matched:
    """`pairs` that agree are only counted; `alone` and `unbooked` are what found no partner. `fees` in minor units by the key of the
    entry: of pairs that agree, where the bill is the first to tell."""

    agreed: int
    differences: list[Difference]
    alone: list[Booked]
    unbooked: list[StatementLine]
    pairs: list[tuple[StatementLine, Booked]]
    fees: dict[str, int]


def match(lines: Iterable[StatementLine], entries: Iterable[Booked]) -> Matched:
    """Linear in the number of lines; the order of neither side matters to what is found."""
    ours: dict[tuple[str, str], list[Booked]] = defaultdict(list)
    for entry in entries:
        ours[(entry.kind, entry.reference)].append(entry)
    by_name = {(entry.kind, entry.provider_ref): (entry.kind, entry.reference) for group in ours.values() for entry in group}
    theirs: dict[tuple[str, str], list[StatementLine]] = defaultdict(list)
    for line in lines:
        if line.kind in MATCHED_KINDS:
            key = (line.kind, line.our_ref)
            theirs[key if key in ours else by_name.get((line.kind, line.provider_ref), key)].append(line)
    pairs: list[tuple[StatementLine, Booked]] = []
    alone, unbooked = [], []
    for key in ours.keys() | theirs.keys():
        found, entries_left, lines_left = _paired(theirs.get(key, []), ours.get(key, []))
        pairs += found
        alone += entries_left
        unbooked += lines_left
    judged = [(line, entry, _judged(line, entry)) for line, entry in pairs]
    differences = [difference for _, _, difference in judged if difference is not None]
    fees = {entry.key: line.fee.amount for line, entry, difference in judged if difference is None and entry.fee is None}
    return Matched(len(pairs) - len(differences), differences, alone, unbooked, pairs, fees)


def missing(entry: Booked) -> Difference:
    return Difference(
        DifferenceKind.MISSING,
        entry.kind,
        entry.reference,
        entry.provider_ref,
        entry.currency,
        booked=entry.gross,
        booked_fee=entry.fee,
        payment_id=entry.payment_id,
        order_id=entry.order_id,
        entry=entry.key,
    )


def extra(line: StatementLine) -> Difference:
    return Difference(
        DifferenceKind.EXTRA,
        line.kind,
        line.our_ref,
        line.provider_ref,
        line.gross.currency,
        stated=line.gross.amount,
        stated_fee=line.fee.amount,
        raw_sha256=line.raw_sha256,
    )


def _paired(
    lines: Sequence[StatementLine], entries: Sequence[Booked]
) -> tuple[list[tuple[StatementLine, Booked]], list[Booked], list[StatementLine]]:
    lines_left, entries_left = sorted(lines, key=lambda one: one.raw_sha256), sorted(entries, key=lambda one: one.key)
    pairs: list[tuple[StatementLine, Booked]] = []
    for alike in (_same_name, _same_amount, _any):
        for line in list(lines_left):
            entry = next((one for one in entries_left if alike(line, one)), None)
            if entry is not None:
                pairs.append((line, entry))
                lines_left.remove(line)
                entries_left.remove(entry)
    return pairs, entries_left, lines_left


def _same_name(line: StatementLine, entry: Booked) -> bool:
    return bool(line.provider_ref) and line.provider_ref == entry.provider_ref and _same_amount(line, entry)


def _same_amount(line: StatementLine, entry: Booked) -> bool:
    return (line.gross.amount, line.gross.currency) == (entry.gross, entry.currency)


def _any(_line: StatementLine, _entry: Booked) -> bool:
    return True


def _judged(line: StatementLine, entry: Booked) -> Difference | None:
    if not _same_amount(line, entry):
        kind = DifferenceKind.WRONG_AMOUNT
    elif not _fee_is_right(line, entry):
        kind = DifferenceKind.WRONG_FEE
    else:
        return None
    return Difference(
        kind,
        entry.kind,
        entry.reference,
        line.provider_ref,
        line.gross.currency,
        booked=entry.gross,
        stated=line.gross.amount,
        booked_fee=entry.agreed_fee if entry.fee in (None, line.fee.amount) else entry.fee,
        stated_fee=line.fee.amount,
        payment_id=entry.payment_id,
        order_id=entry.order_id,
        entry=entry.key,
        raw_sha256=line.raw_sha256,
    )


def _fee_is_right(line: StatementLine, entry: Booked) -> bool:
    if entry.fee is not None and entry.fee != line.fee.amount:
        return False
    # Providers round differently.
    return entry.agreed_fee is None or abs(entry.agreed_fee - line.fee.amount) <= 1
