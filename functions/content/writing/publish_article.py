"""Publish an edition, now or at a time, and take an article from sight again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.content.model.article import Article, Edition
from functions.content.model.publishing import Status
from functions.content.store.articles import Known, article_write, card_put, edition_of, known_article
from functions.content.writing.make_card import card_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer

Change = Callable[[Article, str], tuple[Article, list[Edition]]]


def publish(article_id: str, number: int | None, at: str | None, *, if_match: int | None, remember: Remember[Known]) -> Known:
    """Raises NotFound for an edition that there is not, Invalid (422 `time_passed`)."""

    def changed(article: Article, now: str) -> tuple[Article, list[Edition]]:
        edition = edition_of(article.id, number or article.latest)
        if at is None:
            # Said twice it is published once: the time from which it is stays.
            is_so = article.live == edition.number and article.plan is None
            return (article if is_so else article.published(edition.number, now)), [edition]
        if at <= now:
            raise Invalid.field("/at", "time_passed", "Leave it out to publish now.")
        return article.planned(edition.number, at), [edition]

    return _changed(article_id, changed, if_match, remember)


def unplan(article_id: str, *, if_match: int | None, remember: Remember[Known]) -> Known:
    """What was planned is not. Raises Conflict (409 `nothing_planned`), also when its time has come."""

    def changed(article: Article, _now: str) -> tuple[Article, list[Edition]]:
        if article.plan is None:
            raise Conflict("Nothing is planned.", code="nothing_planned")
        return replace(article, plan=None), []

    return _changed(article_id, changed, if_match, remember)


def archive(article_id: str, *, if_match: int | None, remember: Remember[Known]) -> Known:
    """From sight at once, with whatever was planned. Raises Conflict (409 `not_published`) for a draft that nobody planned."""

    def changed(article: Article, _now: str) -> tuple[Article, list[Edition]]:
        if article.status is Status.DRAFT and article.plan is None:
            raise Conflict("It was never published.", code="not_published")
        return article.archived(), []

    return _changed(article_id, changed, if_match, remember)


def _changed(article_id: str, change: Change, if_match: int | None, remember: Remember[Known]) -> Known:
    def attempt() -> Known:
        before, now = known_article(article_id), times.iso(clock.now())
        check_version(before.version, if_match)
        article, editions = change(before.article.at(now), now)
        if article == before.article:
            keep_answer(remember(before))
            return before
        known = replace(before, article=article, version=before.version + 1)
        card = card_put(card_of(article, *editions), now, known.version)
        transact([article_write(article, before.version, before.category, before.titles), card, *remember(known)])
        return known

    return again(attempt)
