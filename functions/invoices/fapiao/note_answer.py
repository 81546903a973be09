"""What the provider said of an e-invoice is written down: once, and what is issued stays issued."""

from __future__ import annotations

from dataclasses import replace

from functions.invoices.model.fapiao import Fapiao, FapiaoState
from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.providers.port import Answer, Status
from functions.invoices.store.fapiao import fapiao_put, find_fapiao
from functions.invoices.store.fapiao_login import expired_writes
from functions.invoices.store.records import FapiaoRecord, fapiao_pk
from functions.shared.events.contracts.invoices import FapiaoFailed, FapiaoIssued
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, transact


def note_answer(
    fapiao_id: str,
    answer: Answer,
    *,
    again_at: str = "",
    waits: FapiaoState = FapiaoState.ISSUING,
    confirmation: str = "",
) -> None:
    """`again_at`: when it is asked about again, if it is still pending; `waits`: where it is then."""

    def attempt() -> None:
        one = find_fapiao(fapiao_id)
        if not one.is_open:
            return
        after, events = _noted(replace(one, confirmation=confirmation or one.confirmation), answer, again_at, waits)
        transact([fapiao_put(after), *events])
        fact("fapiao.answered", fapiao_id=one.id, order_id=one.order_id, state=after.state.value)

    again(attempt)


def _noted(one: Fapiao, answer: Answer, again_at: str, waits: FapiaoState) -> tuple[Fapiao, list[Put]]:
    pk = fapiao_pk(one.id)
    match answer.status:
        case Status.ISSUED if answer.number and answer.gross not in (None, one.sums.gross):
            # It is there, so no other may be asked for before somebody has taken it back over there: its number stays.
            wrong = Answer(Status.FAILED, reason=f"amount_differs: {answer.gross} fen instead of {one.sums.gross} under {answer.number}")
            return _noted(replace(one, number=answer.number), wrong, again_at, waits)
        case Status.ISSUED if answer.number:
            issued_at = answer.issued_at or times.iso(clock.now())
            after = replace(
                one, state=FapiaoState.ISSUED, number=answer.number, issued_at=issued_at, file_url=answer.file_url, unsure=False, due_at=""
            )
            told = FapiaoIssued(one.id, one.order_id, one.colour.value, answer.number, one.sums.gross, one.sums.tax, one.blue_id)
            return after, [event_put(FapiaoRecord, pk, told, subject=one.id, actor=SYSTEM, cause=f"issued {one.key}")]
        case Status.FAILED:
            after = replace(one, state=FapiaoState.FAILED, failed_because=answer.reason or "refused", unsure=False, due_at="")
            failed = FapiaoFailed(one.id, one.order_id, one.colour.value)
            return after, [event_put(FapiaoRecord, pk, failed, subject=one.id, actor=SYSTEM, cause=f"failed {one.key}")]
        case _:
            # Of a red one that is not confirmed nothing was sent yet.
            return replace(one, state=waits, due_at=again_at or one.due_at, unsure=waits is FapiaoState.ISSUING), []


def wait_for_login(fapiao_id: str, entity: LegalEntity, *, sent: bool) -> None:
    """Until the seller has signed in at the tax bureau again; staff are told, once. `sent`: an earlier call may have had its effect."""

    def attempt() -> None:
        one = find_fapiao(fapiao_id)
        if one.is_open:
            after = replace(one, state=FapiaoState.LOGIN_EXPIRED, unsure=sent, due_at=times.iso(clock.now()))
            transact([fapiao_put(after), *expired_writes(entity)])

    again(attempt)
