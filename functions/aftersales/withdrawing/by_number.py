"""A statement that was made by number and e-mail address: what becomes of it is told to the order's own address, and to nobody else."""

from __future__ import annotations

import json
from hashlib import sha256

from functions.aftersales.model.withdrawal import Statement, Wish, named_lines
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.store.records import AftersalesTable, order_pk
from functions.aftersales.store.statements import find_statement, statement_put
from functions.aftersales.withdrawing.declare import Declared, declare
from functions.aftersales.withdrawing.offer import offered
from functions.orders import Contract, contract_of
from functions.shared.events.contracts.withdrawals import OrderWithdrawalStated, WithdrawalRefused
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

_GUEST = Actor("guest")


def take_in(stated: OrderWithdrawalStated) -> None:
    """Once, however often it is told. The moment it was stated counts."""
    again(lambda: _take(stated))


def _take(stated: OrderWithdrawalStated) -> None:
    contract, at = contract_of(stated.order_id, caller=SHOP, order_token=None), stated.stated_at
    statement_id = _id(stated)
    if find_statement(stated.order_id, statement_id):
        return
    try:
        bought = [(line.line_id, line.sku, line.sent + line.unsent) for line in contract.lines]
        wish = Wish(named_lines(bought, offered(contract).free, stated.pieces) if stated.pieces else None)
        declare(contract, Declared(statement_id, wish, "number", times.parse(at)), _GUEST, remember=lambda _: [])
    except (Conflict, Invalid) as refusal:
        _refuse(contract, statement_id, at, refusal)


def _id(stated: OrderWithdrawalStated) -> str:
    """The same content on the same day is the same statement: nobody is flooded with answers to it."""
    content = sha256(json.dumps(stated.pieces, sort_keys=True).encode()).hexdigest()
    return ids.derived_id("wdr", stated.order_id, content, stated.stated_at[:10])


def _refuse(contract: Contract, statement_id: str, at: str, refusal: Conflict | Invalid) -> None:
    """It was received all the same: that is acknowledged, with why nothing follows from it."""
    order, code = contract.order, refusal.code
    kept = Statement(statement_id, order.id, order.number, at, "number", False, {}, 0, order.currency, refused=code)
    told = WithdrawalRefused(
        withdrawal_id=statement_id,
        order_id=order.id,
        number=order.number,
        declared_at=at,
        because=code,
        last_day=str(refusal.extra.get("last_day", "")),
        ended_at=str(refusal.extra.get("ended_at", "")),
        norm=str(refusal.extra.get("norm", "")),
    )
    event = event_put(AftersalesTable, order_pk(order.id), told, subject=order.id, actor=_GUEST, cause=statement_id)
    transact([statement_put(kept), event])
    fact("withdrawal.refused", order_id=order.id, code=code)
