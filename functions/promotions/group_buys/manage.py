"""Staff plan a group buy, and close it."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog import check_price_of
from functions.promotions.campaigns.rule_checks import period_checked
from functions.promotions.model.group_buy import Group, GroupBuy
from functions.promotions.store.group_buys import deal_record, open_groups
from functions.promotions.store.records import DEAL_SK, GROUP_BUYS_INDEX, PromotionsTable, group_buy_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money
from functions.shared.plain.pages import Page
from functions.shared.store.again import again
from functions.shared.store.listing import query_page
from functions.shared.store.transactions import Remember, put_new, transact
from functions.shared.store.versions import locked_update


@dataclass(frozen=True)
class DealState:
    deal: GroupBuy
    version: int


def plan(deal: GroupBuy, *, remember: Remember[DealState], override: bool = False) -> DealState:
    """Raises Invalid (422), without `override` also below the price floor."""
    period_checked(deal.opens_at, deal.closes_at)
    if deal.closes_at <= clock.now():
        raise Invalid.field("/closes_at", "in_the_past", "The group buy would be over already.")
    if deal.leader_price > deal.price:
        raise Invalid.field("/leader_price", "leader_price_above", "Who begins a group pays no more than the others.")
    for price in sorted({deal.price, deal.leader_price}):
        check_price_of(deal.variant_id, Money(price, deal.currency), override=override)
    record = PromotionsTable(pk=group_buy_pk(deal.id), sk=DEAL_SK, kind="group_buy", body=dump(deal), gsi1pk=GROUP_BUYS_INDEX)
    record.gsi1sk = f"{times.iso(deal.opens_at)}#{deal.id}"
    state = DealState(deal, 1)
    transact([put_new(record), *remember(state)])
    return state


def close(group_buy_id: str, *, remember: Remember[DealState] = lambda _: ()) -> DealState:
    """No more groups begin; those that are open may fill up in their time. Raises NotFound."""

    def attempt() -> DealState:
        record = deal_record(group_buy_id)
        deal, version = load(GroupBuy, record.body), int(record.version)
        state = DealState(deal if deal.closed else replace(deal, closed=True), version if deal.closed else version + 1)
        table = PromotionsTable
        actions = [table.body.set(dump(state.deal)), table.version.set(state.version)]
        closing = [] if deal.closed else [locked_update(table, record.pk, DEAL_SK, actions, version)]
        transact([*closing, *remember(state)])
        return state

    return again(attempt)


def read(group_buy_id: str) -> DealState:
    """Raises NotFound."""
    record = deal_record(group_buy_id)
    return DealState(load(GroupBuy, record.body), int(record.version))


def groups_of(group_buy_id: str) -> list[Group]:
    """Open ones, the first that end."""
    now = times.iso(clock.now())
    return [group for group, _ in open_groups(group_buy_id) if group.refusal(now) is None]


def list_deals(*, limit: int, cursor: str | None) -> Page[DealState]:
    """By opening, latest first."""
    page = query_page(
        PromotionsTable, GROUP_BUYS_INDEX, index="gsi1", query={"list": "group_buys"}, limit=limit, cursor=cursor, newest_first=True
    )
    return Page([DealState(load(GroupBuy, record.body), int(record.version)) for record in page.data], page.next_cursor)
