"""Face: an after-sales case goes on only with people. It stands among the cases of its order for as long as that is so.

Whether it is so is after-sales' to know: these writes go into the transaction by which it gets stuck, or goes on.
"""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.cases.case import Case, CaseKind
from functions.orders.store.parcels.cases import case_news_write, case_put
from functions.orders.store.people.bodies import case_of
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import CASE_SK
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find
from functions.shared.store.transactions import Write


@dataclass(frozen=True)
class StuckReturn:
    """`code`: why people must look. `spell`: tells it from every other time that the same return was stuck."""

    return_id: str
    order_id: str
    number: str
    code: str
    spell: str

    @property
    def case_id(self) -> str:
        return ids.derived_id("exc", self.return_id, f"stuck {self.spell}")


def return_stuck_writes(stuck: StuckReturn) -> list[Write]:
    """The transaction raises Overtaken where it stands there already."""
    case = Case(
        id=stuck.case_id,
        kind=CaseKind.RETURN_STUCK,
        order_id=stuck.order_id,
        number=stuck.number,
        shipment_id="",
        carrier="",
        waybill="",
        detail=f"{stuck.return_id}: {stuck.code}",
        at=times.iso(clock.now()),
        causes=(stuck.code,),
        return_id=stuck.return_id,
    )
    return [case_put(case), case_news_write(case)]


def return_goes_on_writes(stuck: StuckReturn, because: str) -> list[Write]:
    """Nothing where staff closed it by hand before, or where it was stuck before it could be told here. One GetItem. The transaction raises
    Overtaken when somebody else closes it in this moment."""
    record = find(OrdersTable, order_pk(stuck.order_id), f"{CASE_SK}{stuck.case_id}")
    case = case_of(record) if record else None
    if case is None or not case.is_open:
        return []
    closed = replace(case, closed_at=times.iso(clock.now()), closed_by=SYSTEM, because=because)
    return [case_put(closed), case_news_write(closed)]
