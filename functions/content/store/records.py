"""The content table.

| item | pk / sk | attributes |
|---|---|---|
| article | `ART#<id>` / `ARTICLE` | body (slug, state, plan), version, gsi1 `ARTICLES` / id; status, plan_at; newest category, titles;
| | | listed `ARTICLES#<category>#<state>#<shard>`, due `ARTICLES_IN#<state>#<shard>` / id (article_lists) |
| edition | `ART#<id>` / `ED#<number>` | body (texts by language, category, tags, related); written once |
| card | `ART#<id>` / `CARD` | body (what lists and searches know of it), gsi2 `CARDS` / time of change, id, article's version |
| tally | `ART#<id>` / `TALLY` | helpful, not_helpful |
| vote | `ART#<id>` / `VOTE#<hash of a person or an address>` | is_helpful, ttl |
| slug | `SLUG#<slug>` (pk = sk) | body (id of the article it leads to, for ever) |
| slot | `SLOT#<code>` / `SLOT` | body (slot.Slot), version; gsi1 `SLOTS` / code |
| … edition | `SLOT#<code>` / `ED#<number>` | body (blocks, page); written once |
| … card | `SLOT#<code>` / `CARD` | body (what readers see now and later), gsi2 `SLOT_CARDS` / code |
| how many slots | `SLOTS` (pk = sk) | number |
| categories | `CATEGORIES` (pk = sk) | body (the whole tree), version |
"""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

ARTICLE_SK, CARD_SK, TALLY_SK, SLOT_SK = "ARTICLE", "CARD", "TALLY", "SLOT"
ARTICLES, CARDS, CATEGORIES, SLOTS, SLOT_CARDS = "ARTICLES", "CARDS", "CATEGORIES", "SLOTS", "SLOT_CARDS"


class ContentTable(Record):
    class Meta:
        table_name = table_name("content")


class ArticleRecord(ContentTable):
    class Meta:
        table_name = table_name("content")

    status = UnicodeAttribute(null=True)
    plan_at = UnicodeAttribute(null=True)
    category = UnicodeAttribute(null=True)
    # Since 0.3.0; what was saved before has its titles in its edition only, until it is saved again.
    titles = UnicodeAttribute(null=True)


class EditionRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class CardRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class SlugRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class SlotRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class SlotEditionRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class SlotCardRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class SlotCountRecord(ContentTable):
    class Meta:
        table_name = table_name("content")

    number = NumberAttribute(default=0)


class CategoriesRecord(ContentTable):
    class Meta:
        table_name = table_name("content")


class TallyRecord(ContentTable):
    class Meta:
        table_name = table_name("content")

    helpful = NumberAttribute(default=0)
    not_helpful = NumberAttribute(default=0)


class VoteRecord(ContentTable):
    class Meta:
        table_name = table_name("content")

    is_helpful = BooleanAttribute()


def article_pk(article_id: str) -> str:
    return f"ART#{article_id}"


def slot_pk(code: str) -> str:
    return f"SLOT#{code}"


def edition_sk(number: int) -> str:
    return f"ED#{number:06d}"


def slug_key(slug: str) -> str:
    return f"SLUG#{slug}"
