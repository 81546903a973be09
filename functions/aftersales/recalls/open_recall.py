"""Staff open a recall, which stops the sale in the same transaction; and close it."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.recall import Recall, Remedy, beginning
from functions.aftersales.store.recalls import get_recall, recall_put
from functions.aftersales.store.records import AftersalesTable, recall_pk
from functions.catalog import sellables
from functions.shared.events.contracts.recalls import RecallClosed, RecallOpened
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.stock import allow_sale_writes, stop_sale_writes


def open_recall(recall: Recall, variant_ids: list[str], *, actor: Actor, remember: Remember[Recall]) -> Recall:
    """Nothing of the variants is sold from the moment it is written. Raises Invalid (422 `unknown_variant`)."""
    another = [recall.replacement_variant] if Remedy.REPLACEMENT in recall.remedies else []
    known = sellables([*variant_ids, *another])
    faults = [
        Fault(f"/variant_ids/{n}", "unknown_variant", "There is no such variant.")
        for n, variant_id in enumerate(variant_ids)
        if variant_id not in known
    ]
    if another and (another[0] not in known or another[0] in variant_ids):
        faults.append(Fault("/replacement_variant_id", "unknown_variant", "What is sent instead is another variant of the shop."))
    if faults:
        raise Invalid("These variants cannot be recalled.", faults=faults, code="unknown_variant")
    products = {variant_id: known[variant_id].product_id for variant_id in variant_ids}
    month = beginning([times.iso(ids.made_at(variant_id)) for variant_id in variant_ids], recall.sold_from)
    at = recall.opened_at
    recall = replace(recall, products=products, month=month, due=at, round_began=at, before_began=at)
    told = RecallOpened(recall.id, variant_ids, recall.sold_from, recall.sold_until, recall.sent_from, recall.sent_until)
    event = event_put(AftersalesTable, recall_pk(recall.id), told, subject=recall.id, actor=actor)
    written = replace(recall, version=1)
    transact([recall_put(recall), event, *stop_sale_writes(products, recall.id), *remember(written)])
    fact("recall.opened", recall_id=recall.id, variants=len(products))
    return written


def close_recall(recall_id: str, *, on_sale_again: bool, actor: Actor, remember: Remember[Recall]) -> Recall:
    """Nobody is looked for any more, and nothing can be answered. Raises NotFound, Conflict (409 `recall_closed`,
    `recall_looking` before all orders were looked at once)."""

    def attempt() -> Recall:
        recall = get_recall(recall_id)
        after = recall.closed(times.iso(clock.now()), actor.id or actor.kind, on_sale_again=on_sale_again)
        if not recall.rounds:
            raise Conflict("Orders are still being looked at.", code="recall_looking")
        told = RecallClosed(recall.id, sorted(recall.products), on_sale_again)
        event = event_put(AftersalesTable, recall_pk(recall.id), told, subject=recall.id, actor=actor)
        sale = allow_sale_writes(sorted(recall.products), recall.id) if on_sale_again else []
        written = replace(after, version=recall.version + 1)
        transact([recall_put(after), event, *sale, *remember(written)])
        return written

    return again(attempt)


def look_again(recall_id: str, *, remember: Remember[Recall]) -> Recall:
    """All orders are looked at once more, from now on. Raises NotFound, Conflict (409 `recall_closed`)."""

    def attempt() -> Recall:
        recall = get_recall(recall_id)
        if recall.closed_at:
            raise Conflict("The recall is closed already.", code="recall_closed", closed_at=recall.closed_at)
        after = replace(recall, due=times.iso(clock.now()))
        written = replace(after, version=recall.version + 1)
        transact([recall_put(after), *remember(written)])
        return written

    return again(attempt)
