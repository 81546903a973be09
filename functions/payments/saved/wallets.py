"""Somebody's wallet: one item, sealed with their key (ADR 62), so that every change of it is one conditional write."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from functions.payments.model.wallet import Wallet
from functions.payments.store.records import WALLET_SK, PaymentsTable, wallet_pk
from functions.shared.events.contracts.payment_notes import PaymentMethodRemoved
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import Erased, opened, sealed_for
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, transact
from functions.shared.store.versions import locked_put

_WHAT = "wallet"


@dataclass(frozen=True)
class _Sealed:
    """`id`: whose it is. The rest says nothing of anybody."""

    id: str
    sealed: str = ""


def wallet_of(person: str) -> Wallet:
    """One GetItem; of who was erased an empty one."""
    try:
        return _read(person)[0]
    except Erased:
        return Wallet()


def change_wallet(
    person: str, change: Callable[[Wallet], Wallet], *, actor: Actor, also: Callable[[Wallet], Sequence[Write]] = lambda _: ()
) -> Wallet:
    """What `change` makes of it, with `also` and the news of each that leaves, in one transaction. Raises Erased, Unavailable."""

    def attempt() -> Wallet:
        before, version = _read(person)
        after = change(before)
        writes = list(also(after))
        if after != before:
            sealed = dump(_Sealed(person, sealed_for(person, _WHAT, dump(after))))
            item = PaymentsTable(pk=wallet_pk(person), sk=WALLET_SK, kind=_WHAT, version=version + 1, body=sealed)
            writes += [locked_put(item, version), *_news(person, before, after, actor)]
        if writes:
            transact(writes)
        return after

    return again(attempt)


def _read(person: str) -> tuple[Wallet, int]:
    record = find(PaymentsTable, wallet_pk(person), WALLET_SK)
    if record is None:
        return Wallet(), 0
    sealed = load(_Sealed, record.body).sealed
    return load(Wallet, opened(person, _WHAT, sealed)) if sealed else Wallet(), int(record.version)


def _news(person: str, before: Wallet, after: Wallet, actor: Actor) -> list[Write]:
    known = {one.id for one in before.leaving}
    left = [one for one in after.leaving if one.id not in known]
    return [
        event_put(PaymentsTable, wallet_pk(person), PaymentMethodRemoved(one.id, person, one.provider), subject=one.id, actor=actor)
        for one in left
    ]
