"""The marketing table. What is of a person lies in their partition, so that erasing them is reading one.

| item | pk | sk | attributes |
|---|---|---|---|
| known person | `CUS#<person>` | `KNOWN` | body (known.Known), version; listed `KNOWN#<shard>` by the person |
| order of theirs | `CUS#<person>` | `ORDER#<order id>` | body (known.Bought), version |
| told, or to be told | `CUS#<person>` | `TO#<what>` | body (campaign.Recipient), version; due while they are to be told; ttl |
| segment | `SEG#<id>` | `SEGMENT` | body, version; listed `SEGMENTS#<shard>` by its id |
| campaign | `MCP#<id>` | `CAMPAIGN` | body, version, state; listed `CAMPAIGNS#<shard>` by its id; due while it is scheduled or being sent |
| … how far it is | `MCP#<id>` | `PROGRESS` | cursor, walked, looked, told, held_out, waiting, version |
| … figures | `MCP#<id>` | `FIGURE#<name>` | number |
| … orders put down to it | `MCP#<id>` | `RESULT#<group>#<days>#<currency>` | number (orders), amount |
| waits for a variant | `CUS#<person>` | `WAITS#<variant>` | body (wish.Wish), version; listed `WAITS#<variant>#<shard>` by time; ttl |
| … when that is looked at | `VAR#<variant>` | `ROUND` | due while somebody waits and pieces are there |
| cart that was left | `CUS#<person>` | `CART#<cart>` | body (left_cart.LeftCart), version; due until its last step; ttl |
| broadcast | `BRC#<id>` | `BROADCAST` | body (broadcast.Broadcast), version; listed `BROADCASTS#<shard>` by its id; due while it is told |
| … who was told | `BRC#<id>` | `TOLD#<whom>` | of whom, keyed; ttl |
| what the shop sets of carts | `REMINDERS` | `REMINDERS` | body (left_cart.Reminders), version |
| the list of tags | `TAGS` | `TAGS` | body (tagging.TagRules), version |
| taking in everybody | `REBUILD` | `REBUILD` | body (rebuild.Rebuild), version; due while it runs |
| everybody counted | `PEOPLE` | `PEOPLE` | body (people_count.PeopleCount), version; due each night, or while it runs |
| share link | `CUS#<customer>` or `INF#<influencer>` | `SHARE#<product>` | body (share.ShareLink), version |
| … by its code | `CODE#<code>` | `CODE` | body (share.ShareLink): whose it is, and for what |
| … figures | `CODE#<code>` | `FIGURE#opens`, `FIGURE#orders#<currency>` | number; amount (commission) |
| … opened by a device | `CODE#<code>` | `OPEN#<day>#<device>` | of whom, keyed; ttl |
| influencer | `INF#<id>` | `INFLUENCER` | body (share.Influencer), version; listed `INFLUENCERS#<shard>` by its id |
| order by a share link | `ORDER#<order>` | `SHARED` | body (commission.SharedOrder), version; listed `SHARED#<owner>`; due until released |
| commission | `ACC#<owner>` | `SUM#<currency>` | pending, payable, paid |
| … of a month | `ACC#<owner>` | `MONTH#<month>#<currency>` | number, payout; listed `MONTHS#<month>#<shard>` by owner |
| … each move | `ACC#<owner>` | `ENTRY#<time>#<id>` | body (commissions.Entry) |
| what the shop sets of shares | `SHARES` | `SHARES` | body (share.ShareRules), version |
| event | the partition of what it is of | `EVT#…` | body |

A person is a customer, or the key of an address that subscribed (`eml_…`).
"""

from __future__ import annotations

import zlib

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

SHARDS = 4
KNOWN, SEGMENTS, CAMPAIGNS, BROADCASTS = "KNOWN", "SEGMENTS", "CAMPAIGNS", "BROADCASTS"
KNOWN_SK, SEGMENT_SK, CAMPAIGN_SK, PROGRESS_SK = "KNOWN", "SEGMENT", "CAMPAIGN", "PROGRESS"
INFLUENCERS, SHARES_KEY, CODE_SK, INFLUENCER_SK, SHARED_SK = "INFLUENCERS", "SHARES", "CODE", "INFLUENCER", "SHARED"
ROUND_SK, BROADCAST_SK, REMINDERS_KEY, REBUILD_KEY, PEOPLE_KEY = "ROUND", "BROADCAST", "REMINDERS", "REBUILD", "PEOPLE"
TAGS_KEY = "TAGS"


class MarketingTable(Record):
    class Meta:
        table_name = table_name("marketing")


class KnownRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class BoughtRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class RecipientRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class SegmentRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class CampaignRecord(MarketingTable):
    """`state`: also in the body; what is written to somebody depends on it."""

    class Meta:
        table_name = table_name("marketing")

    state = UnicodeAttribute(null=True)


class ProgressRecord(MarketingTable):
    """`cursor`: the last person looked at; its `version` is how often that moved. `waiting`: people whose own time has not come."""

    class Meta:
        table_name = table_name("marketing")

    cursor = UnicodeAttribute(null=True)
    walked = BooleanAttribute(default=False)
    looked = NumberAttribute(default=0)
    told = NumberAttribute(default=0)
    held_out = NumberAttribute(default=0)
    waiting = NumberAttribute(default=0)


class FigureRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")

    number = NumberAttribute(default=0)
    amount = NumberAttribute(default=0)


class WishRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class RoundRecord(MarketingTable):
    """`looked_at`: when it was looked at last; an event of before is old news."""

    class Meta:
        table_name = table_name("marketing")

    looked_at = UnicodeAttribute(null=True)


class LeftCartRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class RemindersRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class TagRulesRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class RebuildRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class PeopleCountRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class BroadcastRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class ShareRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class OpenRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class SharedOrderRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


class CommissionRecord(MarketingTable):
    """What lies in which book, in minor units."""

    class Meta:
        table_name = table_name("marketing")

    pending = NumberAttribute(default=0)
    payable = NumberAttribute(default=0)
    paid = NumberAttribute(default=0)


class CommissionMonthRecord(MarketingTable):
    """`number`: what came into the book of what is payable in that month, less what left it for other reasons than a payout. `payout`: that
    which paid it; nothing comes to it any more."""

    class Meta:
        table_name = table_name("marketing")

    number = NumberAttribute(default=0)
    payout = UnicodeAttribute(null=True)


class CommissionEntryRecord(MarketingTable):
    class Meta:
        table_name = table_name("marketing")


def wish_sk(variant_id: str) -> str:
    return f"WAITS#{variant_id}"


def waits_for(variant_id: str) -> str:
    """The list of who waits for it."""
    return f"WAITS#{variant_id}"


def variant_pk(variant_id: str) -> str:
    return f"VAR#{variant_id}"


def cart_sk(cart_id: str) -> str:
    return f"CART#{cart_id}"


def broadcast_pk(broadcast_id: str) -> str:
    return f"BRC#{broadcast_id}"


def told_sk(whom: str) -> str:
    return f"TOLD#{whom}"


def person_pk(person: str) -> str:
    return f"CUS#{person}"


def order_sk(order_id: str) -> str:
    return f"ORDER#{order_id}"


def to_sk(what: str) -> str:
    return f"TO#{what}"


def segment_pk(segment_id: str) -> str:
    return f"SEG#{segment_id}"


def campaign_pk(campaign_id: str) -> str:
    return f"MCP#{campaign_id}"


def figure_sk(name: str) -> str:
    return f"FIGURE#{name}"


def result_sk(group: str, days: int, currency: str) -> str:
    return f"RESULT#{group}#{days:03d}#{currency}"


def owner_pk(owner: str) -> str:
    """Of a share link: a customer's own partition, so that erasing them ends their links, or an influencer's."""
    return f"INF#{owner}" if owner.startswith("inf_") else person_pk(owner)


def share_sk(product_id: str) -> str:
    return f"SHARE#{product_id}"


def code_pk(code: str) -> str:
    return f"CODE#{code}"


def shared_pk(order_id: str) -> str:
    return f"ORDER#{order_id}"


def commission_pk(owner: str) -> str:
    return f"ACC#{owner}"


def due_shard(name: str) -> str:
    return f"DUE#{zlib.crc32(name.encode()) % SHARDS}"


def due_shards() -> list[str]:
    return [f"DUE#{shard}" for shard in range(SHARDS)]
