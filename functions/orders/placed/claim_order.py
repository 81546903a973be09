"""A guest's order comes into an account. Two proofs: the order's token, and that its e-mail address is the account's verified one."""

from __future__ import annotations

from dataclasses import replace

from functions.customers import verified_email
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, customer_key
from functions.shared.auth.caller import Caller
from functions.shared.contact.emails import same_email
from functions.shared.events.contracts.order_notes import OrderClaimed
from functions.shared.events.events import event_put
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, Update, transact
from functions.shared.store.versions import at_version


def claim(order_id: str, *, caller: Caller, order_token: str | None, remember: Remember[OrderPage]) -> OrderPage:
    """The order, now the customer's; the guest's token opens it no more. Again: the same answer, nothing is written.

    Raises NotFound without the token, Conflict (409 `email_not_proven`) unless the addresses are the same.
    """

    def attempt() -> OrderPage:
        # As nobody special: staff rights must not stand in for the token.
        page = order_page(order_id, caller=Caller(caller.id), order_token=order_token)
        if page.order.customer_id == caller.id:
            transact(remember(page))
            return page
        if page.order.customer_id:
            raise NotFound("There is no such order.")
        _prove(page, caller)
        order = replace(page.order, customer_id=caller.id)
        record = page.record
        after = replace(page.moved(), order=order)
        changes = [
            OrderRecord.body.set(order_body(order)),
            OrderRecord.version.set(record.version + 1),
            OrderRecord.gsi1pk.set(customer_key(caller.id)),
            OrderRecord.gsi1sk.set(f"{order.placed_at}#{order.id}"),
            OrderRecord.token_hash.remove(),
        ]
        conflict = Overtaken()
        payload = OrderClaimed(order.id, order.number, caller.id)
        event = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=caller.actor, **order.told)
        unchanged = at_version(OrderRecord, record.version)
        transact([Update(OrderRecord, record.pk, ORDER_SK, changes, unchanged, conflict), event, *remember(after)])
        return after

    return again(attempt)


def _prove(page: OrderPage, caller: Caller) -> None:
    theirs, ours = page.order.address.email, verified_email(caller.id)
    if not theirs or not ours or same_email(theirs) != same_email(ours):
        raise Conflict("Sign in with the e-mail address that the order was placed with.", code="email_not_proven")
