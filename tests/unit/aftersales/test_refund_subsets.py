"""Whatever pieces come back in whatever order: together exactly what was paid for them, never more; a fee stays kept."""

from __future__ import annotations

import random

from functions.payments import LineWish, RefundPart, RefundWish
from functions.payments.model.refund_parts import PaidLine, parts_of

ORDERS = 10_000


def test_every_subset_of_ten_thousand_orders() -> None:
    """Lines as paid in the end (less discounts, with tax), and delivery."""
    draw = random.Random(20261126)
    for _ in range(ORDERS):
        lines = [PaidLine(f"line_{n}", draw.randint(1, 5), draw.randint(0, 20_000)) for n in range(draw.randint(1, 3))]
        shipping = draw.choice((0, 500, 1299))
        paid = shipping + sum(line.amount for line in lines)
        pieces = [line.line_id for line in lines for _ in range(line.quantity)]
        draw.shuffle(pieces)
        done, fee = list[RefundPart](), draw.choice((0, 0, 0, 1_250))
        while pieces:
            count = draw.randint(1, len(pieces))
            some, pieces = pieces[:count], pieces[count:]
            left = paid - sum(part.amount for part in done)
            if not left and not sum(line.amount for line in lines if line.line_id in some):
                continue
            wishes = tuple(LineWish(one, some.count(one), withheld=fee) for one in dict.fromkeys(some))
            wish = RefundWish(lines=wishes, with_delivery=not pieces and not fee)
            done += parts_of(wish, lines=lines, shipping=shipping, done=done, left=left)
            for line in lines:
                mine = [part for part in done if part.line_id == line.line_id]
                assert sum(part.quantity for part in mine) <= line.quantity
                assert sum(part.amount for part in mine) <= line.amount
        back = sum(part.amount for part in done)
        if fee:
            assert 0 <= paid - shipping - back <= sum(line.amount * fee // 10_000 for line in lines)
        elif sum(line.amount for line in lines):
            assert back == paid
