"""Articles, their editions and their slugs: read, and written under what was read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

from pynamodb.expressions.condition import Condition

from functions.content.model.article import Article, Edition
from functions.content.model.card import Card
from functions.content.model.publishing import Status
from functions.content.store.article_lists import all_are_listed, article_places, articles_listed
from functions.content.store.records import (
    ARTICLE_SK,
    ARTICLES,
    CARD_SK,
    CARDS,
    TALLY_SK,
    ArticleRecord,
    CardRecord,
    EditionRecord,
    SlugRecord,
    TallyRecord,
    article_pk,
    edition_sk,
    slug_key,
)
from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.ids import is_id
from functions.shared.store.listing import query_page
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Put, put_new
from functions.shared.store.versions import locked_put

_READ_AT_ONCE = 100
_LONGEST_SLUG = 120
_MISSING = "There is no such article."


@dataclass(frozen=True)
class Known:
    """An article as it is stored, the category and titles of its newest edition, and how often it was called helpful and not."""

    article: Article
    version: int
    category: str
    titles: dict[str, str]
    helpful: int = 0
    not_helpful: int = 0


def known_article(article_id: str) -> Known:
    """Raises NotFound."""
    if not is_id("art", article_id):
        raise NotFound(_MISSING)
    keys: dict[type[Record], list[tuple[str, str]]] = {
        ArticleRecord: [(article_pk(article_id), ARTICLE_SK)],
        TallyRecord: [(article_pk(article_id), TALLY_SK)],
    }
    found = find_many(keys)
    record = found.get((ArticleRecord, article_pk(article_id), ARTICLE_SK))
    if not isinstance(record, ArticleRecord):
        raise NotFound(_MISSING)
    return _known(record, found.get((TallyRecord, article_pk(article_id), TALLY_SK)), _titles_of([record])[record.pk])


def articles_page(status: Status | None, category: str | None, now: str, *, limit: int, cursor: str | None) -> pages.Page[Known]:
    """The newest first; of a state as it is `now`, whatever was planned. The index may lag. Before the table is migrated some hundreds are
    looked through for those of a state or a category: a page may be short then and still have a cursor."""
    if (status or category) and all_are_listed():
        return _whole(articles_listed(status, category, now, limit=limit, cursor=cursor))
    conditions = [*([_is(status, now)] if status else []), *([ArticleRecord.category == category] if category else [])]
    page = query_page(
        ArticleRecord,
        ARTICLES,
        index="gsi1",
        query={"list": "articles", "status": status, "category": category},
        limit=limit,
        cursor=cursor,
        filter_condition=reduce(and_, conditions) if conditions else None,
        newest_first=True,
        page_size=_READ_AT_ONCE if conditions else None,
    )
    return _whole(page)


def _whole(page: pages.Page[ArticleRecord]) -> pages.Page[Known]:
    tallies = find_many({TallyRecord: [(one.pk, TALLY_SK) for one in page.data]}) if page.data else {}
    titles = _titles_of(page.data)
    return pages.Page([_known(one, tallies.get((TallyRecord, one.pk, TALLY_SK)), titles[one.pk]) for one in page.data], page.next_cursor)


def edition_of(article_id: str, number: int) -> Edition:
    """Raises NotFound."""
    record = find(EditionRecord, article_pk(article_id), edition_sk(number))
    if record is None:
        raise NotFound("There is no such edition of the article.")
    return load(Edition, record.body)


def editions_of(article_id: str, numbers: Sequence[int]) -> dict[int, Edition]:
    if not numbers:
        return {}
    found = find_many({EditionRecord: [(article_pk(article_id), edition_sk(number)) for number in numbers]})
    editions = [load(Edition, record.body) for record in found.values()]
    return {one.number: one for one in editions}


def editions_page(article_id: str, *, limit: int, cursor: str | None) -> pages.Page[Edition]:
    """The newest first."""
    page = query_page(
        EditionRecord,
        article_pk(article_id),
        query={"list": "editions", "article": article_id},
        limit=limit,
        cursor=cursor,
        range_condition=EditionRecord.sk.startswith("ED#"),
        newest_first=True,
    )
    return pages.Page([load(Edition, record.body) for record in page.data], page.next_cursor)


def article_of_slug(slug: str) -> str | None:
    if len(slug) > _LONGEST_SLUG:
        return None
    record = find(SlugRecord, slug_key(slug), slug_key(slug))
    return record.body if record is not None else None


def article_write(article: Article, version: int, category: str, titles: dict[str, str]) -> Put:
    """`version`: that which was read, 0 for a new one; `category`, `titles`: of its newest edition."""
    record = ArticleRecord(article_pk(article.id), ARTICLE_SK, kind="article", version=version + 1, body=dump(article))
    record.gsi1pk, record.gsi1sk = ARTICLES, article.id
    record.status, record.category, record.titles = article.status.value, category, dump(titles)
    record.plan_at = article.plan.at if article.plan else None
    for name, value in article_places(article.id, record.status, category, record.plan_at).items():
        setattr(record, name, value)
    return locked_put(record, version)


def edition_put(article_id: str, edition: Edition) -> Put:
    return put_new(EditionRecord(article_pk(article_id), edition_sk(edition.number), kind="edition", body=dump(edition)))


def slug_put(slug: str, article_id: str) -> Put:
    """Nobody else's, now and for ever: what an article was once called still leads to it. Fails with Conflict (409 `slug_taken`)."""
    key = slug_key(slug)
    free = SlugRecord.pk.does_not_exist() | (SlugRecord.body == article_id)
    return Put(SlugRecord(key, key, kind="slug", body=article_id), free, Conflict("Another article has this slug.", code="slug_taken"))


def card_put(card: Card, now: str, version: int) -> Put:
    """`version`: of the article, so that two changes in one millisecond are two."""
    record = CardRecord(article_pk(card.id), CARD_SK, kind="card", body=dump(card))
    record.gsi2pk, record.gsi2sk = CARDS, f"{now}#{card.id}#{version}"
    return Put(record)


def _is(status: Status, now: str) -> Condition:
    was: Condition = ArticleRecord.status == status.value
    came: Condition = ArticleRecord.plan_at <= now
    to_come: Condition = ArticleRecord.plan_at.does_not_exist() | (ArticleRecord.plan_at > now)
    is_now: Condition = was | came if status is Status.PUBLISHED else was & to_come
    return is_now


def _known(record: ArticleRecord, tally: object, titles: dict[str, str]) -> Known:
    counted = (int(tally.helpful), int(tally.not_helpful)) if isinstance(tally, TallyRecord) else (0, 0)
    return Known(load(Article, record.body), int(record.version), str(record.category), titles, *counted)


def _titles_of(records: Sequence[ArticleRecord]) -> dict[str, dict[str, str]]:
    """By key. Editions are read of those alone that were saved before they kept them."""
    kept = {one.pk: load(dict[str, str], one.titles) for one in records if one.titles is not None}
    others = [(one.pk, edition_sk(load(Article, one.body).latest)) for one in records if one.titles is None]
    editions = find_many({EditionRecord: others}) if others else {}
    return kept | {pk: load(Edition, editions[EditionRecord, pk, sk].body).content.titles for pk, sk in others}
