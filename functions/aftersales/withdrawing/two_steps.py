"""Withdrawal in two steps (Directive 2011/83/EU, Article 11a): the first shows what would be withdrawn, the second confirms that."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.exceptions import InvalidTag

from functions.aftersales.model.withdrawal import Statement, Wish
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.withdrawing.declare import Declared, declare, expected
from functions.aftersales.withdrawing.offer import Offer, offered
from functions.orders import Contract, contract_of, sealed, unsealed
from functions.shared.outside import clock, fresh
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, Unreadable
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember


@dataclass(frozen=True)
class Prefilled:
    """What would be withdrawn. `token`: confirms it, as often as it is sent once."""

    offer: Offer
    lines: Mapping[str, int]
    amount: int
    token: str


@dataclass(frozen=True)
class _Step:
    """What the second call sends back, sealed."""

    id: str
    order_id: str
    lines: dict[str, int]
    sealed: list[str]


def prefill(order_id: str, wish: Wish, asking: Asking) -> Prefilled:
    """Nothing is written. Raises NotFound, Forbidden, and as `Offer.chosen` does, Conflict (409 `no_withdrawal_right`)."""
    offer = offered(_theirs(order_id, asking))
    lines = offer.chosen(wish, clock.now())
    step = _Step(fresh.new_id("wdr"), order_id, lines, sorted(wish.sealed))
    return Prefilled(offer, lines, expected(offer, lines), sealed(dump(step)))


def confirm(order_id: str, token: str, asking: Asking, *, remember: Remember[Statement]) -> Statement:
    """The statement, the same one when its token comes again. Raises NotFound, Forbidden, Invalid (422 `unknown_confirm_token`), and as
    `prefill` does."""
    step = _read(token)
    contract = _theirs(order_id, asking)
    if step.order_id != contract.order.id:
        raise _unknown()
    now, wish = clock.now(), Wish(step.lines, frozenset(step.sealed))

    def attempt() -> Statement:
        return declare(_theirs(order_id, asking), Declared(step.id, wish, "api", now), asking.caller.actor, remember=remember)

    return again(attempt)


def _theirs(order_id: str, asking: Asking) -> Contract:
    """Its buyer's, or one that staff may write a statement down for, whom its buyer told."""
    contract = contract_of(order_id, caller=asking.caller, order_token=asking.order_token)
    if not contract.is_buyer:
        asking.caller.require("orders.write")
    return contract


def _read(token: str) -> _Step:
    try:
        return load(_Step, unsealed(token))
    except (InvalidTag, Unreadable, ValueError) as error:
        raise _unknown() from error


def _unknown() -> Invalid:
    return Invalid.field("/confirm_token", "unknown_confirm_token", "Call without it first: the answer has the one to send.")
