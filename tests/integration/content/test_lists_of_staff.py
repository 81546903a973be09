"""X54, ADR 179: articles as staff ask for them by state and category, read as many as shown, also what is planned and what was there
before these lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3

from benchmarks.lists.counted import counted
from functions.content.model.article import Article
from functions.content.model.publishing import Plan, Status
from functions.content.store.article_lists import all_are_listed
from functions.content.store.articles import article_write, articles_page
from functions.content.store.records import ArticleRecord
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store import listing, shards
from infra.migrate import migrate


def an_article(category: str, **said: Any) -> str:
    now = times.iso(clock.now())
    article = Article(id=fresh.new_id("art"), slug=fresh.new_id("art"), latest=1, created_at=now, **said)
    article_write(article, 0, category, {"en": category}).record.save()
    return article.id


def found(status: Status | None, category: str | None, limit: int = 5) -> list[str]:
    """All, page by page."""
    ids, cursor = list[str](), None
    while True:
        page = articles_page(status, category, times.iso(clock.now()), limit=limit, cursor=cursor)
        assert len(page.data) <= limit
        ids += [one.article.id for one in page.data]
        if (cursor := page.next_cursor) is None:
            return ids


def migrated() -> None:
    assert not migrate(boto3.client("dynamodb"), "content", "content").overtaken
    shards.forget()
    assert all_are_listed()


def test_a_state_and_a_category_read_what_they_show() -> None:
    migrated()
    usual = [an_article("usual", status=Status.PUBLISHED) for _ in range(60)]
    odd = [an_article("odd", status=Status.PUBLISHED), an_article("odd")]
    assert found(Status.PUBLISHED, None) == [odd[0], *reversed(usual)]
    assert (found(Status.DRAFT, None), found(None, "odd"), found(Status.ARCHIVED, "odd")) == ([odd[1]], odd[::-1], [])
    for status, category, shown in ((Status.DRAFT, None, 1), (None, "odd", 2), (Status.DRAFT, "odd", 1), (Status.DRAFT, "usual", 0)):
        with counted() as read:
            page = articles_page(status, category, times.iso(clock.now()), limit=25, cursor=None)
        # Of each its keys, itself, and how often it was called helpful.
        assert (len(page.data), page.next_cursor) == (shown, None)
        assert read.rows <= 3 * shown


def test_what_is_planned_is_found_as_it_is_now() -> None:
    migrated()
    later = times.iso(clock.now() + timedelta(hours=1))
    coming = an_article("news", plan=Plan(1, later))
    again = an_article("news", status=Status.PUBLISHED, live=1, live_since=times.iso(clock.now()), plan=Plan(2, later))
    assert (found(Status.DRAFT, "news"), found(Status.PUBLISHED, "news")) == ([coming], [again])
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert (found(Status.DRAFT, None), found(Status.PUBLISHED, None), found(None, "news")) == ([], [again, coming], [again, coming])


def test_those_of_before_are_found_until_they_are_moved_and_then_by_their_lists() -> None:
    names = [an_article("old", status=Status.PUBLISHED) for _ in range(3)]
    for name in names:
        one = ArticleRecord.get(f"ART#{name}", "ARTICLE")
        one.update([getattr(ArticleRecord, key).remove() for key in ("listed_pk", "listed_sk", "due_pk", "due_at")])
    shards.forget()
    assert not all_are_listed()
    assert found(Status.PUBLISHED, "old", limit=2) == names[::-1]
    migrated()
    assert found(Status.PUBLISHED, "old", limit=2) == found(None, "old") == names[::-1]


def test_before_they_are_moved_a_call_looks_at_so_many_and_goes_on(monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "MOST_LOOKED", 100)
    rare = an_article("rare")
    for _ in range(230):
        an_article("usual")
    with counted() as read:
        first = articles_page(None, "rare", times.iso(clock.now()), limit=5, cursor=None)
    assert (first.data, first.next_cursor is None, read.rows) == ([], False, 100)
    assert found(None, "rare") == [rare]
