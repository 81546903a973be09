"""On which terms a variant is sold ahead; and how a pre-order ends on its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.catalog import named_variant
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Remember, Update, Write, transact
from functions.shared.store.versions import check_version
from functions.stock.model.ahead import AheadTerms
from functions.stock.store.ahead import terms_of, today
from functions.stock.store.records import RELEASES_PK, STOCK_SK, ReleaseRecord, StockRecord, stock_index, variant_pk


@dataclass(frozen=True)
class Ahead:
    """`owed`: pieces that are sold ahead now."""

    variant_id: str
    terms: AheadTerms
    owed: int


def ahead_terms(reference: str) -> Ahead:
    """Raises NotFound for an unknown variant."""
    variant = named_variant(reference)
    record = find(StockRecord, variant_pk(variant.id), STOCK_SK)
    return Ahead(variant.id, terms_of(record) if record else AheadTerms(), int(record.owed or 0) if record else 0)


def set_ahead(reference: str, wanted: AheadTerms, *, if_match: int | None, remember: Remember[Ahead]) -> Ahead:
    """Who waits already waits on, whatever is set. Raises NotFound, VersionConflict (409), Invalid (422 `in_the_past`,
    `promised_before_release`)."""
    _check(wanted)
    variant = named_variant(reference)
    pk = variant_pk(variant.id)

    def attempt() -> Ahead:
        record = find(StockRecord, pk, STOCK_SK)
        before = terms_of(record) if record else AheadTerms()
        check_version(before.version, if_match)
        after = replace(wanted, version=before.version + 1)
        answer = Ahead(variant.id, after, int(record.owed or 0) if record else 0)
        actions = [
            StockRecord.ahead.set(dump(after)),
            # Counters of nothing, for a variant that never had stock.
            StockRecord.available.add(0),
            StockRecord.reserved.add(0),
            StockRecord.version.add(1),
            StockRecord.kind.set("stock"),
            StockRecord.product_id.set(variant.product_id),
            StockRecord.gsi1pk.set(stock_index(variant.id)),
            StockRecord.gsi1sk.set(pk),
        ]
        known = record.ahead if record else None
        same = StockRecord.ahead == known if known else StockRecord.ahead.does_not_exist()
        transact([Update(StockRecord, pk, STOCK_SK, actions, same, Overtaken()), *_listed(pk, before, after), *remember(answer)])
        return answer

    return again(attempt)


def end_preorders(has_time: Callable[[], bool]) -> int:
    """How many ended: their day has come, so what lies there is for sale, after those who ordered it before."""
    ended = 0
    for due in in_partition(ReleaseRecord, RELEASES_PK, first="0", last=f"{today()}$"):
        if not has_time():
            break
        pk = due.sk.split("#", 1)[1]
        terms = load(AheadTerms, due.body)
        over = AheadTerms(version=terms.version + 1)
        actions = [StockRecord.ahead.set(dump(over)), StockRecord.version.add(1)]
        try:
            transact([Update(StockRecord, pk, STOCK_SK, actions, StockRecord.ahead == dump(terms), Overtaken()), Delete(due)])
        except Overtaken:
            # Staff set other terms meanwhile, and listed those.
            continue
        ended += 1
    return ended


def _listed(pk: str, before: AheadTerms, after: AheadTerms) -> list[Write]:
    """Where its end is found on its day."""
    old, new = (_release(pk, one) if one.mode == "preorder" else None for one in (before, after))
    writes: list[Write] = [Put(new)] if new else []
    return [*writes, Delete(old)] if old and (new is None or new.sk != old.sk) else writes


def _release(pk: str, terms: AheadTerms) -> ReleaseRecord:
    return ReleaseRecord(pk=RELEASES_PK, sk=f"{terms.until}#{pk}", kind="release", body=dump(terms))


def _check(wanted: AheadTerms) -> None:
    if wanted.mode == "none":
        return
    if wanted.promised_on < today():
        raise Invalid.field("/promised_on", "in_the_past", "That day is over.")
    if wanted.mode == "preorder":
        if wanted.until <= today():
            raise Invalid.field("/until", "in_the_past", "A pre-order ends on a day to come.")
        if wanted.promised_on < wanted.until:
            raise Invalid.field("/promised_on", "promised_before_release", "Nothing can arrive before it is released.")
