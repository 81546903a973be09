"""Whether somebody bought by their own link: by their account, or by an e-mail address or a telephone number that both have."""

from __future__ import annotations

from functions.customers import customer_contact
from functions.marketing.store.shares import find_influencer
from functions.orders import reach_of
from functions.privacy import email_key
from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain import ids
from functions.shared.sealing import look_up


def phone_key(phone: str) -> str:
    """Of a number in E.164. Raises Unavailable while there is no key."""
    return "tel_" + look_up("phone", phone)


def is_own(owner: str, order: OrderSummary) -> bool:
    """Raises Unavailable while there is no key."""
    return bool(_owner(owner) & _buyer(order))


def _owner(owner: str) -> set[str]:
    if ids.is_id("inf", owner):
        influencer = find_influencer(owner)
        return {key for key in (influencer.email_key, influencer.phone_key) if key} if influencer else set()
    return {owner} | _of_account(owner)


def _buyer(order: OrderSummary) -> set[str]:
    keys = _keys(*reach_of(order.order_id))
    return keys | {order.customer_id} | _of_account(order.customer_id) if order.customer_id else keys


def _of_account(customer_id: str) -> set[str]:
    known = customer_contact(customer_id)
    return _keys(known.email, known.phone) if known else set()


def _keys(email: str | None, phone: str) -> set[str]:
    return {*([email_key(email)] if email else []), *([phone_key(phone)] if phone else [])}
