"""Flash sales for staff: scheduled with their quota set aside from the stock, closed with the rest given back."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog import check_price_of
from functions.promotions.campaigns.rule_checks import period_checked
from functions.promotions.model.flash import FlashSale, parts
from functions.promotions.store.due import shard_of
from functions.promotions.store.flash_quota import quota_left
from functions.promotions.store.flash_sales import sale_record
from functions.promotions.store.records import FLASH_INDEX, FLASH_SK, SHARD_SK, PromotionsTable, ShardRecord, flash_pk, shard_pk
from functions.shared.events.contracts.promotions import FlashSaleClosed, FlashSaleScheduled
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import query_page
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Remember, Update, put_new, transact
from functions.shared.store.versions import locked_update
from functions.stock import StockLine, release_writes, reserve_writes, safety_in, stock_keys

DUE_KIND = "flash"


@dataclass(frozen=True)
class SaleState:
    sale: FlashSale
    version: int
    left: int | None = None


def schedule(sale: FlashSale, *, actor: Actor, remember: Remember[SaleState], override: bool = False) -> SaleState:
    """Raises Invalid (422), without `override` also below the price floor; OutOfStock (409) when the stock has less than the quota."""
    period_checked(sale.opens_at, sale.closes_at)
    if sale.closes_at <= clock.now():
        raise Invalid.field("/closes_at", "in_the_past", "The sale would be over already.")
    check_price_of(sale.variant_id, Money(sale.price, sale.currency), override=override)
    pk = flash_pk(sale.id)
    record = PromotionsTable(pk=pk, sk=FLASH_SK, kind="flash_sale", body=dump(sale), gsi1pk=FLASH_INDEX)
    record.gsi1sk = f"{times.iso(sale.opens_at)}#{sale.id}"
    record.due_pk, record.due_at = shard_of(pk), times.iso(sale.closes_at)
    shards = [
        put_new(ShardRecord(pk=shard_pk(sale.id, number), sk=SHARD_SK, kind="shard", left=part))
        for number, part in enumerate(parts(sale.quota, sale.shards))
    ]
    opens, closes = times.iso(sale.opens_at), times.iso(sale.closes_at)
    payload = FlashSaleScheduled(sale.id, sale.variant_id, sale.quota, opens, closes, sale.price, sale.currency)
    event = event_put(PromotionsTable, pk, payload, subject=sale.id, actor=actor)
    state = SaleState(sale, 1, sale.quota)
    kept = safety_in(find_many(stock_keys([sale.variant_id])), [sale.variant_id])
    aside = reserve_writes([StockLine(sale.variant_id, sale.quota)], kept, cause=sale.id, reason="flash_sale", actor=actor)
    transact([put_new(record), *shards, event, *aside, *remember(state)])
    return state


def close(sale_id: str, *, actor: Actor, remember: Remember[SaleState] = lambda _: ()) -> SaleState:
    """No more are sold; what is left goes back to the stock. A sale that is closed stays as it is. Raises NotFound."""

    def attempt() -> SaleState:
        record = sale_record(sale_id)
        sale, version = load(FlashSale, record.body), int(record.version)
        if sale.closed:
            state = SaleState(sale, version, 0)
            transact(remember(state))
            return state
        left = quota_left(sale)
        state = SaleState(replace(sale, closed=True), version + 1, 0)
        table = PromotionsTable
        actions = [table.body.set(dump(state.sale)), table.version.set(version + 1), table.due_pk.remove(), table.due_at.remove()]
        total = sum(left.values())
        payload = FlashSaleClosed(sale.id, sale.variant_id, total)
        lines = [StockLine(sale.variant_id, total)] if total else []
        released = release_writes(lines, cause=f"{sale.id}#close", reason="flash_sale_closed", actor=actor) if lines else []
        transact(
            [
                locked_update(table, record.pk, FLASH_SK, actions, version),
                *(_shut(sale.id, number, part) for number, part in left.items()),
                event_put(table, record.pk, payload, subject=sale.id, actor=actor),
                *released,
                *remember(state),
            ]
        )
        return state

    return again(attempt)


def _shut(sale_id: str, number: int, part: int) -> Update:
    shard = ShardRecord
    same = (shard.left == part) & (shard.closed == False)  # noqa: E712 — a DynamoDB condition
    return Update(shard, shard_pk(sale_id, number), SHARD_SK, [shard.left.set(0), shard.closed.set(True)], same, Overtaken())


def read(sale_id: str) -> SaleState:
    record = sale_record(sale_id)
    sale = load(FlashSale, record.body)
    return SaleState(sale, int(record.version), sum(quota_left(sale).values()))


def list_sales(*, limit: int, cursor: str | None) -> Page[SaleState]:
    """By opening, latest first."""
    page = query_page(
        PromotionsTable, FLASH_INDEX, index="gsi1", query={"list": "flash_sales"}, limit=limit, cursor=cursor, newest_first=True
    )
    return Page([SaleState(load(FlashSale, record.body), int(record.version)) for record in page.data], page.next_cursor)
