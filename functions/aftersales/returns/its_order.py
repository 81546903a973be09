"""What a case has asked for goes on, or ends, with the step that says so: the order that it has placed, its waybill."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.returns.carrying.carried import ended_by_hand, let_go
from functions.orders import go_on_writes, stop_writes
from functions.shared.events.envelope import Actor
from functions.shared.store.transactions import Write

_ENDED = frozenset({ReturnState.CANCELLED, ReturnState.REJECTED})


def with_its_order(before: Case | None, after: Case, *, actor: Actor) -> tuple[Case, list[Write]]:
    """What is exchanged ends with a case that ends, unless it was released; and goes on when it is released.

    Raises IllegalTransition (409) when it has to end and a parcel of it has left."""
    if before is None:
        return after, []
    old, new = before.swap, after.swap
    by_hand = ended_by_hand(before, after)
    if old is None or new is None or old.off:
        return after, by_hand
    if after.state in _ENDED and not new.off and not new.released:
        new = replace(new, off=after.ended_because or after.state.value)
        after = replace(after, swap=new)
    if after.state is ReturnState.CLOSED and not new.off and not new.released:
        # People have seen to the difference.
        new = replace(new, released=True)
        after = replace(after, swap=new)
    if new.off:
        after, freed = let_go(before, after)
        return after, [*stop_writes(after.replacement, actor=actor), *freed]
    if new.released and not old.released:
        return after, [*go_on_writes(after.replacement, note=f"return {after.id}", actor=actor), *by_hand]
    return after, by_hand


def with_its_label(after: Case) -> Case:
    """What does not come, or comes by another waybill, leaves the shop's own to be given up."""
    label = after.label
    if label is None or label.unwanted or label.refused:
        return after
    by_another = bool(after.waybill) and after.waybill != label.waybill
    arrived = after.state is ReturnState.INSPECTED and not label.waybill
    if after.state is ReturnState.CANCELLED or by_another or arrived:
        return replace(after, label=replace(label, unwanted=True))
    return after
