"""An e-invoice is carried on: sent to its provider, asked about, ended. Once each, whatever is told twice, late, or not at all.

Before a call it is written down that the call may have an effect (`unsure`); whoever finds that asks (`query`) before they send again, with
the same key. So an answer that was lost, or a process that died, makes no second invoice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.invoices.fapiao.codes import GoodsCodeMissing, codes_of
from functions.invoices.fapiao.follow import follow
from functions.invoices.fapiao.note_answer import note_answer, wait_for_login
from functions.invoices.fapiao.of_order import known_order
from functions.invoices.model.fapiao import Colour, Fapiao, FapiaoState
from functions.invoices.model.fapiao_due import counting
from functions.invoices.model.fapiao_rows import blue_rows
from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.providers.discovery import provider
from functions.invoices.providers.port import Answer, FapiaoProvider, IssueRequest, LoginExpired, Status
from functions.invoices.store.fapiao import fapiao_put, find_fapiao
from functions.invoices.store.fapiao_login import note_signed_in
from functions.invoices.store.invoice_settings import kept_settings
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact

_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
_BUYER_THINKS = timedelta(minutes=10)


def advance(fapiao_id: str, *, hinted: bool = False) -> None:
    """As far as it goes now. `hinted`: its provider has news of it. Raises NotFound."""
    one = find_fapiao(fapiao_id)
    if not one.is_open:
        follow(one.order_id)
        return
    if not hinted and one.due_at > times.iso(clock.now()):
        return
    entity = next(each for each in kept_settings().settings.entities if each.id == one.entity_id)
    try:
        _carry_on(one, entity, provider(one.provider))
    except LoginExpired:
        wait_for_login(one.id, entity, sent=one.unsure)
        return
    except Unavailable as error:
        if isinstance(error, Overtaken):
            return  # somebody else is at it
        fact("fapiao.unanswered", fapiao_id=one.id, code=error.code)
        return
    note_signed_in(entity.id)
    follow(one.order_id)


def _carry_on(one: Fapiao, entity: LegalEntity, asked: FapiaoProvider) -> None:
    if one.unsure:
        answer = asked.query(one.key)
        if answer.status is not Status.UNKNOWN:
            note_answer(one.id, answer, again_at=_later(one))
            return
        if one.due_at > times.iso(clock.now()):
            return  # a hint that overtook the call it is about
    sent = _claimed(one)
    if sent is None:
        return
    request = _request(sent, entity)
    if sent.colour is Colour.RED:
        confirmed = asked.confirm_red(request)
        if confirmed.status is not Status.ISSUED:
            answer = Answer(confirmed.status, reason=confirmed.reason)
            note_answer(one.id, answer, again_at=times.iso(clock.now() + _BUYER_THINKS), waits=FapiaoState.CONFIRMING)
            return
        request = replace(request, confirmation=confirmed.number)
    note_answer(one.id, asked.issue(request), again_at=_later(sent), confirmation=request.confirmation)


def _claimed(one: Fapiao) -> Fapiao | None:
    """Written down before it is sent: what it is for, as of now. None, if it cannot be. Raises Overtaken."""
    state = FapiaoState.CONFIRMING if one.state is FapiaoState.CONFIRMING else FapiaoState.ISSUING
    # What was never heard of over there may be for something else by now.
    after = replace(one, state=state, unsure=True, tries=one.tries + 1, due_at=_later(one))
    if one.colour is Colour.BLUE:
        known = known_order(one.order_id)
        try:
            codes = codes_of(known, known.worth)
        except GoodsCodeMissing as missing:
            note_answer(one.id, Answer(Status.FAILED, reason=str(missing)))
            return None
        if not known.worth:
            note_answer(one.id, Answer(Status.FAILED, reason="nothing_to_invoice"))
            return None
        netted = [refund.id for refund in counting(known.refunds)]
        after = replace(after, book=known.worth, rows=blue_rows(known.worth, codes), netted=netted)
    transact([fapiao_put(after)])
    return replace(after, version=after.version + 1)


def _later(one: Fapiao) -> str:
    """Later each time. Longer than a call lasts."""
    return times.iso(clock.now() + min(_FIRST * 2 ** min(one.tries, 10), _LONGEST))


def _request(one: Fapiao, entity: LegalEntity) -> IssueRequest:
    return IssueRequest(
        key=one.key,
        colour=one.colour,
        order_number=one.order_number,
        seller=entity.seller,
        title=one.title,
        rows=one.rows,
        notify_url=f"{settings().public_base_url}/v1/webhooks/fapiao/{one.provider}",
        reason=one.reason,
        blue_number=one.blue_number,
        confirmation=one.confirmation,
    )
