"""What shoppers see of coupons: the coupon centre, and each customer's own."""

from __future__ import annotations

from collections.abc import Iterable

from functions.promotions.coupons.claim_coupon import is_kept_from
from functions.promotions.model.coupon import Coupon, State
from functions.promotions.store.due import is_over
from functions.promotions.store.records import (
    CENTRE_INDEX,
    COUPON_SK,
    FUNDS_SK,
    CodeRecord,
    FundsRecord,
    PromotionsTable,
    campaign_pk,
    coupon_pk,
    customer_pk,
)
from functions.promotions.store.repository import coupon_of
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_page
from functions.shared.store.records import Record, find_many


@dataclass(frozen=True)
class Offered:
    coupon: Coupon
    left: int | None


@dataclass(frozen=True)
class Own:
    record: CodeRecord
    coupon: Coupon

    @property
    def state(self) -> State:
        """Expired from the second it is over, whether or not somebody has written that down yet."""
        state = State(self.record.state)
        return State.EXPIRED if state is State.CLAIMED and is_over(self.record.expires_at, clock.now()) else state


def centre(customer_id: str | None, *, limit: int, cursor: str | None) -> Page[Offered]:
    """Coupons that can be taken now, newest first, not those of a campaign that does not run, or holds this customer out: one Query and one
    BatchGetItem."""
    page = query_page(PromotionsTable, CENTRE_INDEX, index="gsi2", query={"list": "centre"}, limit=limit, cursor=cursor, newest_first=True)
    now = clock.now()
    coupons = [coupon for record in page.data if not (coupon := coupon_of(record)).stopped]
    coupons = [c for c in coupons if not (c.rule.starts_at and now < c.rule.starts_at) and not (c.rule.ends_at and now >= c.rule.ends_at)]
    campaigns = {campaign_pk(coupon.campaign_id) for coupon in coupons if coupon.campaign_id}
    keys = {*(coupon_pk(coupon.id) for coupon in coupons), *campaigns}
    found = find_many({FundsRecord: [(pk, FUNDS_SK) for pk in keys]}) if keys else {}
    funds = {pk: record for (_, pk, _), record in found.items() if isinstance(record, FundsRecord)}
    running = [c for c in coupons if c.campaign_id is None or _runs(funds.get(campaign_pk(c.campaign_id)))]
    running = [one for one in running if not is_kept_from(one, customer_id)]
    return Page([Offered(coupon, _claims_left(funds.get(coupon_pk(coupon.id)))) for coupon in running], page.next_cursor)


def _runs(campaign: FundsRecord | None) -> bool:
    return campaign is not None and not campaign.stopped


def _claims_left(record: Record | None) -> int | None:
    value = record.claims_left if isinstance(record, FundsRecord) else None
    return None if value is None else max(0, int(value))


def own_coupons(customer_id: str, *, limit: int, cursor: str | None) -> Page[Own]:
    """Newest first: one Query and one BatchGetItem."""
    pk = customer_pk(customer_id)
    page = query_page(CodeRecord, pk, index="gsi1", query={"coupons of": pk}, limit=limit, cursor=cursor, newest_first=True)
    found = _by_coupon(PromotionsTable, COUPON_SK, (record.coupon_id for record in page.data))
    coupons = {coupon_id: coupon_of(record) for coupon_id, record in found.items() if isinstance(record, PromotionsTable)}
    return Page([Own(record, coupons[record.coupon_id]) for record in page.data if record.coupon_id in coupons], page.next_cursor)


def _by_coupon(model: type[Record], sk: str, coupon_ids: Iterable[str]) -> dict[str, Record]:
    wanted = {coupon_pk(coupon_id): coupon_id for coupon_id in coupon_ids}
    found = find_many({model: [(pk, sk) for pk in wanted]}) if wanted else {}
    return {wanted[pk]: record for (_, pk, _), record in found.items()}
