"""A day of a busy shop as the ledger has it, its provider's bill, and faults planted in the bill."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace

from functions.payments.model.provider import StatementLine
from functions.payments.model.reconciliation import Booked
from functions.shared.plain.money import Money

Planted = set[tuple[str, str]]


def a_day(count: int, seed: int = 1) -> tuple[list[StatementLine], list[Booked]]:
    """`count` movements: charges (some in parts under one reference) and refunds, alike on both sides, each side in its own order."""
    chance = random.Random(seed)
    entries = []
    for number in range(count):
        refund = number % 7 == 3
        # Every fifth charge is a further capture of the payment before.
        reference = f"ref{number - 1}" if number % 5 == 1 and (number - 1) % 7 != 3 and not refund else f"ref{number}"
        amount = chance.randrange(100, 500_000)
        gross, fee = (-amount, 0) if refund else (amount, amount * 6 // 1000)
        kind = "refund" if refund else "charge"
        known_fee = None if number % 3 == 0 else fee
        entries.append(Booked(f"ORD#{number}|LED#{number}", kind, reference, f"movement{number}", "CNY", gross, known_fee, "pay", "ord"))
    lines = [_line(entry) for entry in entries]
    chance.shuffle(lines)
    return lines, entries


def with_faults(lines: list[StatementLine], each: int) -> tuple[list[StatementLine], Planted]:
    """`each` of every kind, and which: (kind, provider's name of the movement)."""
    kept, planted = list(lines), Planted()
    # Fees that nobody told us cannot be wrong: plant in those we know.
    knowable = [line for line in lines if line.kind == "charge" and int(line.provider_ref.removeprefix("movement")) % 3]
    for number in range(each):
        gone, amount, fee = knowable[number], knowable[each + number], knowable[2 * each + number]
        kept.remove(gone)
        kept[kept.index(amount)] = replace(amount, gross=Money(amount.gross.amount + 1, "CNY"))
        kept[kept.index(fee)] = replace(fee, fee=Money(fee.fee.amount + 1, "CNY"))
        strange = replace(gone, our_ref=f"strange{number}", provider_ref=f"strange{number}")
        kept.insert(number * 100, strange)
        planted |= {("missing", gone.provider_ref), ("wrong_amount", amount.provider_ref), ("wrong_fee", fee.provider_ref)}
        planted.add(("extra", strange.provider_ref))
    return kept, planted


def _line(entry: Booked) -> StatementLine:
    fee = abs(entry.gross) * 6 // 1000 if entry.kind == "charge" else 0
    gross, net = Money(entry.gross, "CNY"), Money(entry.gross - fee, "CNY")
    digest = hashlib.sha256(entry.key.encode()).hexdigest()
    return StatementLine(entry.kind, entry.reference, entry.provider_ref, gross, Money(fee, "CNY"), net, digest)
