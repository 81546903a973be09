"""What the shop hands the pool to have somebody let in whom it has recognised: good once, for a minute, for one account."""

from __future__ import annotations

from datetime import timedelta

from functions.customers.store.records import TicketRecord, ticket_pk
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids
from functions.shared.store.transactions import Delete, Exists, put_new, transact

_LASTS = timedelta(minutes=1)


def issue(subject: str) -> str:
    token = fresh.new_token()
    pk = ticket_pk(ids.token_hash(token))
    transact([put_new(TicketRecord(pk=pk, sk=pk, kind="ticket", body=subject, ttl=int((clock.now() + _LASTS).timestamp())))])
    return token


def take(token: str, subject: str) -> bool:
    """Whether it is a ticket of this account; it is gone then."""
    pk = ticket_pk(ids.token_hash(token))
    good = (TicketRecord.body == subject) & (TicketRecord.ttl > int(clock.now().timestamp()))
    try:
        transact([Delete(TicketRecord(pk=pk, sk=pk), good)])
    except Exists:
        return False
    return True
