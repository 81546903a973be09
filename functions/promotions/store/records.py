"""The promotions table: campaigns, coupons, codes, what customers and orders have used, flash sales. README.md lists every key.

What limits something counts down (`…_left`): one condition and one ADD in the transaction of its use, never read-decide-write.
"""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

CAMPAIGN_SK = "CAMPAIGN"
FUNDS_SK = "FUNDS"
COUPON_SK = "COUPON"
CODE_SK = "CODE"
BUYER_SK = "BUYER"
USED_SK = "USED"
FLASH_SK = "FLASH"
SHARD_SK = "SHARD"
DEAL_SK = "DEAL"
GROUP_SK = "GROUP"
LIVE_PK, LIVE_SK = "RULES", "LIVE"
CAMPAIGNS_INDEX = "CAMPAIGNS"
COUPONS_INDEX = "COUPONS"
CENTRE_INDEX = "CENTRE"
WELCOME_INDEX = "WELCOME"
FLASH_INDEX = "FLASH"
GROUP_BUYS_INDEX = "GROUP_BUYS"


class PromotionsTable(Record):
    class Meta:
        table_name = table_name("promotions")


class FundsRecord(PromotionsTable):
    """pk `CMP#<id>` or `CPN#<id>`, sk `FUNDS`: what is left of each limit; a limit that is not set has no attribute."""

    class Meta:
        table_name = table_name("promotions")

    budget_left = NumberAttribute(null=True)
    uses_left = NumberAttribute(null=True)
    claims_left = NumberAttribute(null=True)
    stopped = BooleanAttribute(default=False)


class CounterRecord(PromotionsTable):
    """`used`: of a coupon on a day (`CPN#<id>` / `DAY#<day>`), or of it by a customer (`CUS#<id>` / `USE#<coupon>`, also `claimed`); their
    pieces of a group buy (`CUS#<id>` / `GROUPBUY#<group buy>`)."""

    class Meta:
        table_name = table_name("promotions")

    used = NumberAttribute(default=0)
    claimed = NumberAttribute(default=0)


class CodeRecord(PromotionsTable):
    """pk `CODE#<key>`, sk `CODE`: a generic code (state `open`) or a single coupon with a life of its own.

    gsi1 `CUS#<customer>` / time of claiming. `worth`: minor units of the budget it holds. due: its notice, then its end.
    `given_for`: `<order>#<compensation>` of one that was given as goodwill.
    """

    class Meta:
        table_name = table_name("promotions")

    code = UnicodeAttribute()
    state = UnicodeAttribute()
    coupon_id = UnicodeAttribute()
    campaign_id = UnicodeAttribute(null=True)
    customer_id = UnicodeAttribute(null=True)
    order_id = UnicodeAttribute(null=True)
    batch_id = UnicodeAttribute(null=True)
    expires_at = UnicodeAttribute(null=True)
    worth = NumberAttribute(default=0)
    told_at = UnicodeAttribute(null=True)
    given_for = UnicodeAttribute(null=True)


class BuyerRecord(PromotionsTable):
    """pk `CUS#<id>`, sk `BUYER`: what rules ask of a customer. `newcomer_order`: the order that uses what is for newcomers only.
    `rfm`: their segment, as the night that ended at `rfm_at` found it; empty: none."""

    class Meta:
        table_name = table_name("promotions")

    paid_orders = NumberAttribute(default=0)
    newcomer_order = UnicodeAttribute(null=True)
    rfm = UnicodeAttribute(null=True)
    rfm_at = UnicodeAttribute(null=True)


class UsedRecord(PromotionsTable):
    """pk `ORD#<order>`, sk `USED`: what the order reserved (`body` is uses.Uses). state: reserved | redeemed | returned."""

    class Meta:
        table_name = table_name("promotions")

    state = UnicodeAttribute()


class ShardRecord(PromotionsTable):
    """pk `FLASH#<sale>#<n>`, sk `SHARD`: a part of a flash sale's quota. The parts together are the quota, exactly."""

    class Meta:
        table_name = table_name("promotions")

    left = NumberAttribute(default=0)
    closed = BooleanAttribute(default=False)


class EntryRecord(PromotionsTable):
    """pk `CUS#<id>`, sk `FLASH#<sale>`: how many they have, and their token. `next_at`: when they may ask for one again (ms since 1970)."""

    class Meta:
        table_name = table_name("promotions")

    bought = NumberAttribute(default=0)
    token_hash = UnicodeAttribute(null=True)
    token_until = UnicodeAttribute(null=True)
    next_at = NumberAttribute(default=0)


def campaign_pk(campaign_id: str) -> str:
    return f"CMP#{campaign_id}"


def coupon_pk(coupon_id: str) -> str:
    return f"CPN#{coupon_id}"


def code_pk(key: str) -> str:
    return f"CODE#{key}"


def customer_pk(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def use_sk(coupon_id: str) -> str:
    return f"USE#{coupon_id}"


def day_sk(day: str) -> str:
    return f"DAY#{day}"


def used_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def flash_pk(sale_id: str) -> str:
    return f"FLASH#{sale_id}"


def shard_pk(sale_id: str, number: int) -> str:
    return f"FLASH#{sale_id}#{number}"


def entry_sk(sale_id: str) -> str:
    return f"FLASH#{sale_id}"


def group_buy_pk(group_buy_id: str) -> str:
    """The offer; also gsi1 of its open groups, by when they end, and beside a customer (`CUS#<id>`) what they have of it."""
    return f"GROUPBUY#{group_buy_id}"


def group_pk(group_id: str) -> str:
    return f"GROUP#{group_id}"


def member_sk(customer_id: str) -> str:
    """Beside a group: who wants to be in it, or is."""
    return f"MEMBER#{customer_id}"


def past_pk(day: str, shard: int) -> str:
    """Paid baskets of a day, for simulations."""
    return f"PAST#{day}#{shard}"


def due_pk(shard: int) -> str:
    return f"DUE#{shard}"
