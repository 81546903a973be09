"""What an exchange brings and costs, decided when it is opened: the old pieces at what was paid for them, the new ones at their price of
the day. They are reserved in the transaction that opens the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from functions.aftersales.model.carried import carries
from functions.aftersales.model.case import Case
from functions.aftersales.model.policy import CaseRules
from functions.aftersales.model.reasons import OF_THE_SHOP
from functions.aftersales.model.swap import Swap, shared_back
from functions.aftersales.returns.carrying.carried import behind, moved_on
from functions.aftersales.returns.whose_case import SHOP
from functions.orders import NewPieces, exchange_order
from functions.payments import LineWish, RefundWish, put_aside
from functions.shared.events.envelope import Actor
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Write

MOST_LINES = 10
"""Of one exchange: it is one transaction with the order of the new pieces."""


def begin_exchange(case: Case, wanted: Mapping[str, str], rules: CaseRules, now: datetime, actor: Actor) -> tuple[Case, list[Write]]:
    """`wanted`: the variant by line id. Raises Invalid (422 `too_many_lines`, and what `put_aside` raises), Conflict (409
    `exchange_not_over`), and as `exchange_order` does."""
    if len(case.lines) > MOST_LINES:
        raise Invalid.field("/lines", "too_many_lines", f"At most {MOST_LINES} lines are exchanged at once.")
    aside, writes = _put_aside(case)
    further = behind(case.follows, {line.line_id: line.quantity for line in case.lines})
    carried = [further.shares[line.line_id].amount if further and line.line_id in further.shares else 0 for line in case.lines]
    paid = [own + amount for own, amount in zip(aside, carried, strict=True)]
    # What is wrong is made good by the same for nothing, whatever it costs by now (2019/771 Art. 14).
    free = [wanted[line.line_id] == line.variant_id and line.reason in OF_THE_SHOP for line in case.lines]
    credits = [0 if one else amount for one, amount in zip(free, paid, strict=True)]
    until = times.iso(now + timedelta(hours=rules.answer_hours + rules.pay_hours))
    pieces = [NewPieces(wanted[line.line_id], line.quantity, one) for line, one in zip(case.lines, free, strict=True)]
    because = f"Exchange: waits for return {case.id} of order {case.number}"
    new = exchange_order(case.order_id, pieces, sum(credits), case_id=case.id, because=because, pay_until=until, actor=actor)
    sources, moved = moved_on(further, to_case=case.id) if further else ([], [])
    swap = Swap(
        new.value,
        sum(credits),
        new.due,
        until if new.due else "",
        covered=not new.due,
        ships_first=rules.exchange_ships_first,
        sources=[case.order_id, *sources],
    )
    backs, behind_new = shared_back(swap.back, credits), carries(paid, free, swap.back, new.prices)
    lines = [
        replace(line, wanted=one.variant_id, credit=amount, back=back, carried=share, new_line=name, carries=kept)
        for line, one, amount, back, share, name, kept in zip(
            case.lines, pieces, paid, backs, carried, new.line_ids, behind_new, strict=True
        )
    ]
    after = replace(case, lines=lines, swap=swap, replacement=new.order_id, amount=swap.back)
    return after, [*new.writes, *writes, *moved]


def _put_aside(case: Case) -> tuple[list[int], list[Write]]:
    """What the order itself gave for each line, put aside so that nobody pays it back besides; nothing, where its money went back and an
    exchange before stands behind its pieces."""
    wish = RefundWish(
        lines=tuple(LineWish(line.line_id, line.quantity, withheld=0) for line in case.lines), at_most_left=bool(case.follows)
    )
    try:
        aside = put_aside(case.order_id, case.id, wish, caller=SHOP)
    except Invalid as refused:
        if refused.code != "refund_exceeds_captured" or not case.follows:
            raise
        return [0] * len(case.lines), []
    amounts = {part.line_id: part.amount for part in aside.parts}
    return [amounts.get(line.line_id, 0) for line in case.lines], aside.writes
