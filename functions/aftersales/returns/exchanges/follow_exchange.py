"""What became of the order of an exchange: it is covered, or it ended, and with it the case; or the case pays back what has come."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.carried import is_drawn, rest
from functions.aftersales.model.case_steps import Party, ReturnState, Step
from functions.aftersales.returns.carrying.carried import let_go
from functions.aftersales.returns.its_order import with_its_order
from functions.aftersales.returns.open_case import for_money
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.aftersales.store.cases import case_writes, find_case, pieces_of
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside.observability import fact
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

_BEFORE_GOODS = frozenset({ReturnState.REQUESTED, ReturnState.APPROVED})
_COMING = frozenset({ReturnState.IN_TRANSIT, ReturnState.INSPECTED})
_OVER = frozenset({ReturnState.EXCHANGED, ReturnState.CLOSED})


def note_covered(case_id: str) -> None:
    """What the buyer pays for the exchange has come. Once, however often it is told."""

    def attempt() -> None:
        case = find_case(case_id)
        if case is None or case.swap is None or case.swap.off or case.swap.covered:
            return
        goes = case.swap.ships_first and case.state in (ReturnState.APPROVED, ReturnState.IN_TRANSIT)
        after = replace(case, swap=replace(case.swap, covered=True, released=goes))
        after, its_order = with_its_order(case, after, actor=SYSTEM)
        transact([*case_writes(case, after), *its_order])

    again(attempt)


def note_ended(case_id: str, reason: str) -> None:
    """Nobody paid in time, or somebody cancelled it. Once, however often it is told; nothing where the case has ended it."""

    def attempt() -> None:
        case = find_case(case_id)
        if case is None or case.swap is None or case.swap.off:
            return
        if is_drawn(case) and not rest(case):
            # It ended because its pieces went back, and what stood behind them has gone with them.
            return
        because = "not_paid" if reason == "payment_timeout" else "order_cancelled"
        off = replace(case, swap=replace(case.swap, off=because))
        if case.state in _BEFORE_GOODS:
            after = replace(off.stepped(Step.EXCHANGE_ENDS, Party.TIME), ended_because=because)
            write_step(Step.EXCHANGE_ENDS, case, after, actor=SYSTEM, remember=unremembered)
        elif case.state in _OVER:
            undone = replace(off.stepped(Step.UNDO_EXCHANGE, Party.TIME), refunds=[], paid=[])
            write_step(Step.UNDO_EXCHANGE, case, for_money(undone), actor=SYSTEM, remember=unremembered)
        elif case.refunds:
            transact(case_writes(case, off.shown(because)))
        elif case.state in _COMING:
            after, freed = let_go(case, for_money(off))
            transact([*case_writes(case, after), *freed])
        else:
            after, freed = let_go(case, off)
            transact([*case_writes(case, after, pieces_of(case.order_id)), *freed])
        fact("case.exchange_ended", case_id=case.id, order_id=case.order_id, reason=because)

    again(attempt)
