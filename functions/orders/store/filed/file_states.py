"""Timer `file`: an order of many lines or tags stands in the lists of its states as they are now."""

from __future__ import annotations

from functions.orders.model.noted.tags import tags_in
from functions.orders.store.auto_confirm import order_unmoved_write
from functions.orders.store.filed.state_lists import filed_writes, states_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import find_order
from functions.orders.store.timers import FILE, Due, timer_delete
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def file_by_timer(due: Due) -> None:
    """Another move of the order in this moment sets the timer anew: then this one decides again."""

    def attempt() -> None:
        record = find_order(due.order_id)
        if record is None:
            transact([timer_delete(due.order_id, FILE)])
            return
        filed = filed_writes(order_of(record), tags_in(record.tags), states_of(record))
        transact([order_unmoved_write(due.order_id, int(record.version)), *filed, timer_delete(due.order_id, FILE)])

    again(attempt)
