"""An answer of an outside system does what our own calls do: it is verified, taken in once, and refused with the reason.

What was taken in is remembered in the transaction of its effect. A refusal is not: who sends it again, when its time has come, is heard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta

from functions.shared.events.envelope import Actor
from functions.shared.http.validation import parse_json
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids
from functions.shared.plain.errors import Conflict, IllegalTransition, NotFound, ShopError, Unauthenticated
from functions.shared.plain.signatures import BadSignature, OutsideWindow
from functions.shared.plain.standard_webhooks import verified
from functions.shared.sealing.signing_secrets import living_secrets
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Remember, put_new, transact
from functions.shared.store.versions import keep_answer
from functions.warehouse.model.pick import Pick, PickState, picked_to
from functions.warehouse.picking.pack_parcel import pack_parcel
from functions.warehouse.picking.tell_missing import tell_missing
from functions.warehouse.store.picks import as_written, find_pick, on_pick, pick_put
from functions.warehouse.store.records import AnswerRecord, answer_pk
from functions.warehouse.wms.schemas import AnswerIn, AnswerOut
from functions.warehouse.wms.set_wms import wms_of

KEEP = timedelta(days=90)


def take_answer(warehouse_id: str, headers: Mapping[str, str], raw: bytes) -> AnswerOut:
    """Raises Unauthenticated (401 `forged`), NotFound for a pick of no or another warehouse, Conflict (409), Invalid (422)."""
    message_id = _signed_by_them(warehouse_id, headers, raw)
    answer = parse_json(raw, AnswerIn)
    key, said = answer_pk(warehouse_id, message_id), hashlib.sha256(raw).hexdigest()
    pick = find_pick(answer.data.pick_id) if ids.is_id("pick", answer.data.pick_id) else None
    if pick is None or pick.warehouse_id != warehouse_id:
        raise NotFound("This warehouse has no such pick request.")
    if _was_taken(key, said):
        return AnswerOut.of(pick, duplicate=True)

    def remember(_: Pick) -> Sequence[Put]:
        ttl = int((clock.now() + KEEP).timestamp())
        return [put_new(AnswerRecord(pk=key, sk=key, kind="answer", body=said, ttl=ttl), Conflict("It was taken in a moment ago."))]

    try:
        done = _do(pick, answer, Actor("provider", "wms"), remember)
    except ShopError as refused:
        # Another delivery of it may have been faster.
        if _was_taken(key, said):
            return AnswerOut.of(find_pick(pick.id) or pick, duplicate=True)
        fact("wms.refused", pick_id=pick.id, message_id=message_id, type=answer.type, code=refused.code)
        raise
    fact("wms.answered", pick_id=pick.id, message_id=message_id, type=answer.type, state=done.state.value)
    return AnswerOut.of(done)


def _signed_by_them(warehouse_id: str, headers: Mapping[str, str], raw: bytes) -> str:
    secrets = living_secrets(wms_of(warehouse_id).answer_secrets)
    try:
        return verified(headers, raw, secrets=secrets, now=int(clock.now().timestamp()))
    except (BadSignature, OutsideWindow) as error:
        fact("wms.forged", warehouse_id=warehouse_id, reason=type(error).__name__)
        raise Unauthenticated("The signature is missing, wrong, or out of time.", code="forged") from error


def _was_taken(key: str, said: str) -> bool:
    """Raises Conflict (409 `webhook_id_reused`) when a message of that id said something else."""
    known = find(AnswerRecord, key, key)
    if known is not None and known.body != said:
        raise Conflict("Another message had this webhook-id.", code="webhook_id_reused")
    return known is not None


def _do(pick: Pick, answer: AnswerIn, actor: Actor, remember: Remember[Pick]) -> Pick:
    quantities = {line.line_id: line.quantity for line in answer.data.lines}
    if answer.type == "pick.short":
        return _short(pick, quantities, actor, remember)
    if answer.type == "pick.picked":
        return _picked(pick, quantities, remember)
    if quantities:
        _picked(pick, quantities, lambda _: ())
    return _packed(pick, actor, remember)


def _picked(pick: Pick, quantities: Mapping[str, int], remember: Remember[Pick]) -> Pick:
    def pick_up(one: Pick) -> Pick:
        after = picked_to(one, quantities)
        if after == one:
            keep_answer(remember(one))
            return one
        transact([pick_put(after), *remember(as_written(after))])
        return as_written(after)

    return on_pick(pick.id, pick_up)


def _packed(pick: Pick, actor: Actor, remember: Remember[Pick]) -> Pick:
    try:
        return pack_parcel(pick.id, actor=actor, remember=remember)
    except IllegalTransition:
        # Told in another message before: nothing more to do.
        if (known := find_pick(pick.id)) is None or known.state is not PickState.PACKED:
            raise
        keep_answer(remember(known))
        return known


def _short(pick: Pick, quantities: Mapping[str, int], actor: Actor, remember: Remember[Pick]) -> Pick:
    missing = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    known = {line.line_id: line.missing for line in pick.lines if line.missing}
    if all(known.get(line_id) == quantity for line_id, quantity in missing.items()):
        keep_answer(remember(pick))
        return pick
    return tell_missing(pick.id, missing, actor=actor, remember=remember)
