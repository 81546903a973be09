"""Each minute: e-invoices whose provider is to be asked again, and those that waited for a sign-in which has come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.providers.discovery import provider
from functions.invoices.store.fapiao import due_now, waiting_for
from functions.invoices.store.fapiao_login import login_of, note_signed_in
from functions.invoices.store.invoice_settings import kept_settings
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound, Unavailable


def sweep() -> int:
    """How many were put on the queue `fapiao`. What is put there twice does no harm."""
    entities = [one for one in kept_settings().settings.entities if one.fapiao_provider]
    ready = chain(due_now(times.iso(clock.now())), *(_after_sign_in(one) for one in entities))
    sent = send_all("fapiao", (Message({"fapiao": one}) for one in ready))
    fact("fapiao.swept", sent=sent)
    return sent


def _after_sign_in(entity: LegalEntity) -> Iterator[str]:
    """One question for all that wait."""
    waiting = list(waiting_for(entity.id))
    if not waiting and not login_of(entity.id).expired_at:
        return
    try:
        if not provider(entity.fapiao_provider).is_signed_in():
            return
    except (Unavailable, NotFound):
        return
    note_signed_in(entity.id)
    yield from waiting
