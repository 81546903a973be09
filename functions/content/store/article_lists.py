"""Articles by state and category as staff ask for them (ADR 179): keys of the article itself, which change in the write that changes it.

What is planned is published from a moment on that nobody writes at: it stands under `planned`, beside each state that it may be in by now.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

from functions.content.model.article import Article
from functions.content.model.publishing import Status
from functions.content.store.records import ArticleRecord
from functions.shared.plain.bodies import load
from functions.shared.plain.pages import Page
from functions.shared.store.owned import picked, position_in, read_rows
from functions.shared.store.shards import SHARDS, Row, is_migrated, place, rows

STEP = 2
"""Of the migration of the content table: from then on all articles stand in these lists."""
_PLANNED = "planned"
_FEWEST = 8


def article_places(article_id: str, status: str, category: str, plan_at: str | None) -> dict[str, str]:
    """Attribute → value."""
    state = _PLANNED if plan_at and status != Status.PUBLISHED.value else status
    (listed_pk, listed_sk), (due_pk, due_at) = place(_filed(state, category), article_id), place(_in_state(state), article_id)
    return {"listed_pk": listed_pk, "listed_sk": listed_sk, "due_pk": due_pk, "due_at": due_at}


def all_are_listed() -> bool:
    """Whether no article of before is missing."""
    return is_migrated(ArticleRecord, STEP)


def articles_listed(status: Status | None, category: str | None, now: str, *, limit: int, cursor: str | None) -> Page[ArticleRecord]:
    """The newest first, of a state, a category or both, as they are `now`. Raises Unreadable (400 `invalid_cursor`)."""
    query = {"list": "articles by state", "status": status, "category": category}
    states = [*([status] if status else Status), _PLANNED]
    at_once = max(_FEWEST, 2 * (limit + 1) // (SHARDS * len(states)))
    asked: dict[str, Any] = {"after": position_in(cursor, query), "newest_first": True, "page_size": at_once}
    lists = [
        rows(ArticleRecord, _filed(one, category), **asked) if category else rows(ArticleRecord, _in_state(one), index="due", **asked)
        for one in states
    ]
    # On its way from one list to another an article stands in both for a moment, and comes once.
    walked = (next(same) for _, same in groupby(merge(*lists, key=attrgetter("at"), reverse=True), key=attrgetter("at")))

    def read(chunk: Sequence[Row]) -> dict[str, ArticleRecord]:
        """The index may lag, and what was planned may have come: the item says what it is."""
        there = read_rows(ArticleRecord, chunk).items()
        return {
            at: one for at, one in there if category in (None, one.category) and status in (None, load(Article, one.body).at(now).status)
        }

    return picked(walked, read, limit=limit, query=query, at_once=limit + 1)


def _filed(state: str, category: str) -> str:
    return f"ARTICLES#{category}#{state}"


def _in_state(state: str) -> str:
    return f"ARTICLES_IN#{state}"
