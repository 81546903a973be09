"""Everything that the shop knows of a customer, by the domains that know it. Bounded: so many rows of each, the money of so many orders.

Requests, with n rows: 9 and the customer's key, one for each order whose money is summed (200 at most), and n for messages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from functions.aftersales import customers_cases
from functions.customers.model.customer import Address, Customer
from functions.customers.overview import schemas as out
from functions.customers.profile.admin_api import CustomerOut
from functions.customers.store.notes import notes_of
from functions.customers.store.repository import addresses_of
from functions.customers.store.sealed_bodies import address_in
from functions.notifications import Message, messages_of_customer, messages_of_order
from functions.orders import CustomersOrder, customers_orders
from functions.payments import Moved, kept_methods, money_of_order
from functions.privacy import consents_of
from functions.shared.auth.caller import Caller
from functions.shared.contact.masking import masked_name, masked_phone
from functions.shared.http.validation import MoneyModel
from functions.shared.plain.errors import Unavailable

P = TypeVar("P", bound=out.Panel)
MOST_ORDERS = 200
_MASK = "***"
_PAGE = 100


class _Orders:
    """Read once, for all panels that need them."""

    def __init__(self, customer_id: str) -> None:
        self._id = customer_id
        self._found: list[CustomersOrder] | None = None
        self._money: dict[str, list[Moved]] | None = None
        self.has_more = False

    def all(self) -> list[CustomersOrder]:
        if self._found is None:
            found: list[CustomersOrder] = []
            cursor: str | None = None
            while len(found) < MOST_ORDERS:
                page = customers_orders(self._id, limit=_PAGE, cursor=cursor)
                found += page.data
                cursor = page.next_cursor
                if cursor is None:
                    break
            self.has_more = cursor is not None
            self._found = found
        return self._found

    def money(self) -> dict[str, list[Moved]]:
        if self._money is None:
            self._money = {one.id: money_of_order(one.id) for one in self.all()}
        return self._money


def customer_overview(customer: Customer, version: int, *, caller: Caller, limit: int, masked: bool) -> out.CustomerOverview:
    """Of one whom the caller may read. Panels that they may not read say so."""
    person, orders = customer.id, _Orders(customer.id)

    def panel(kind: type[P], permission: str, make: Callable[[], dict[str, Any]]) -> P:
        if not caller.may(permission):
            return kind(status="refused", permission=permission)
        try:
            return kind(status="shown", permission=permission, **make())
        except Unavailable:
            return kind(status="unavailable", permission=permission)

    return out.CustomerOverview(
        id=person,
        profile=panel(out.ProfilePanel, "customers.read", lambda: {"data": CustomerOut.of(customer, version, masked=masked)}),
        addresses=panel(out.AddressesPanel, "customers.read", lambda: _addresses(person, limit, masked)),
        orders=panel(out.OrdersPanel, "orders.read", lambda: _few([_order(one) for one in orders.all()], limit)),
        refunds=panel(out.RefundsPanel, "payments.read", lambda: _few(_refunds(orders), limit)),
        cases=panel(out.CasesPanel, "orders.read", lambda: _cases(person, limit)),
        messages=panel(out.MessagesPanel, "notifications.read", lambda: _messages(person, orders, limit)),
        notes=panel(out.NotesPanel, "customers.read", lambda: _notes(person, limit)),
        consents=panel(out.ConsentsPanel, "customers.read", lambda: {"data": [out.ConsentRow(**vars(one)) for one in consents_of(person)]}),
        saved_cards=panel(out.CardsPanel, "payments.read", lambda: _few(kept_methods(person), limit)),
        value=panel(out.ValuePanel, "payments.read", lambda: _value(orders)),
    )


def _few(rows: list[Any], limit: int) -> dict[str, Any]:
    return {"data": rows[:limit], "more": len(rows) > limit}


def _addresses(person: str, limit: int, masked: bool) -> dict[str, Any]:
    page = addresses_of(person, limit=limit, cursor=None)
    return {
        "data": [_address(address_in(record), bool(record.is_default), masked) for record in page.data],
        "more": page.next_cursor is not None,
    }


def _address(address: Address, is_default: bool, masked: bool) -> out.AddressRowOut:
    shown = {name: getattr(address, name) for name in out.AddressRowOut.model_fields if name != "default"}
    if masked:
        shown |= {"name": masked_name(address.name), "phone": masked_phone(address.phone)}
        shown |= {name: _MASK for name in ("street", "postal_code", "district") if shown[name]}
    return out.AddressRowOut(default=is_default, **shown)


def _order(one: CustomersOrder) -> out.OrderRow:
    shown = {name: getattr(one, name) for name in out.OrderRow.model_fields if name != "total"}
    return out.OrderRow(total=MoneyModel.shown(one.total, one.currency), **shown)


def _refunds(orders: _Orders) -> list[out.RefundRow]:
    rows = [
        out.RefundRow(order_id=order_id, at=one.at, amount=MoneyModel.shown(-one.amount, one.currency))
        for order_id, moves in orders.money().items()
        for one in moves
        if one.is_refund
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _cases(person: str, limit: int) -> dict[str, Any]:
    return _few([out.CaseRow(**vars(one)) for one in customers_cases(person, limit=limit + 1)], limit)


def _messages(person: str, orders: _Orders, limit: int) -> dict[str, Any]:
    found: list[Message] = messages_of_customer(person, limit=limit + 1)
    for order in orders.all()[:limit]:
        found += messages_of_order(order.id, limit=limit + 1)
    rows = [
        out.MessageRow(
            id=one.id, order_id=one.order_id, event=one.event, channel=one.channel, recipient=one.recipient, status=one.state.value,
            created_at=one.created_at,
        )
        for one in sorted(found, key=lambda message: message.created_at, reverse=True)
    ]  # fmt: skip
    return _few(rows, limit)


def _notes(person: str, limit: int) -> dict[str, Any]:
    page = notes_of(person, limit=limit, cursor=None)
    return {"data": [out.NoteOut.of(*one) for one in page.data], "more": page.next_cursor is not None}


def _value(orders: _Orders) -> dict[str, Any]:
    taken: dict[str, int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    for moves in orders.money().values():
        for one in moves:
            left[one.currency] += one.amount
            taken[one.currency] += one.amount if one.kind == "charge" else 0
    rows = [
        out.ValueRow(
            taken=MoneyModel.shown(taken[currency], currency),
            given_back=MoneyModel.shown(taken[currency] - left[currency], currency),
            value=MoneyModel.shown(left[currency], currency),
        )
        for currency in sorted(left)
    ]
    return {"data": rows, "orders": len(orders.all()), "more": orders.has_more}
