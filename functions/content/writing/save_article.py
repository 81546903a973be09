"""Make an article, and save what it says: each save is an edition, which never changes."""

from __future__ import annotations

from dataclasses import replace

from functions.content.model.article import Article, Content, Edition
from functions.content.store.articles import Known, article_write, card_put, edition_of, edition_put, known_article, slug_put
from functions.content.store.category_tree import known_categories
from functions.content.writing.make_card import card_of
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer

Saved = tuple[Known, Edition]


def create_article(slug: str, content: Content, note: str, *, caller: Caller, remember: Remember[Known, Edition]) -> Saved:
    """A draft. Raises Invalid (422 `unknown_category`), Conflict (409 `slug_taken`)."""
    article_id = fresh.new_id("art")

    def attempt() -> Saved:
        _check_category(content)
        now = times.iso(clock.now())
        article = Article(article_id, slug, 1, now)
        known, edition = Known(article, 1, content.category, content.titles), Edition(1, content, caller.id, now, note)
        writes = [
            article_write(article, 0, content.category, content.titles),
            edition_put(article_id, edition),
            slug_put(slug, article_id),
        ]
        transact([*writes, *remember(known, edition)])
        return known, edition

    return again(attempt)


def save_article(
    article_id: str, slug: str, content: Content, note: str, *, if_match: int | None, caller: Caller, remember: Remember[Known, Edition]
) -> Saved:
    """What readers see stays as it is until it is published, but for the slug, which is the article's own."""

    def attempt() -> Saved:
        before = known_article(article_id)
        check_version(before.version, if_match)
        return _saved(before, slug, content, note, None, caller, remember)

    return again(attempt)


def roll_back(
    article_id: str, number: int, note: str, *, if_match: int | None, caller: Caller, remember: Remember[Known, Edition]
) -> Saved:
    """A new edition that says what an old one did. Raises NotFound."""

    def attempt() -> Saved:
        before = known_article(article_id)
        check_version(before.version, if_match)
        return _saved(before, before.article.slug, edition_of(article_id, number).content, note, number, caller, remember)

    return again(attempt)


def _saved(
    before: Known, slug: str, content: Content, note: str, repeats: int | None, caller: Caller, remember: Remember[Known, Edition]
) -> Saved:
    now = times.iso(clock.now())
    article_now = before.article.at(now)
    latest = edition_of(article_now.id, article_now.latest)
    if content == latest.content and slug == article_now.slug:
        keep_answer(remember(before, latest))
        return before, latest
    edition, writes = latest, list[Write]()
    article = article_now.renamed(slug)
    if content != latest.content:
        edition = Edition(article_now.latest + 1, content, caller.id, now, note, repeats)
        article = replace(article, latest=edition.number)
        _check_category(content)
        writes.append(edition_put(article_now.id, edition))
    if slug != article_now.slug:
        writes += [slug_put(slug, article_now.id), card_put(card_of(article), now, before.version + 1)]
    known = replace(before, article=article, version=before.version + 1, category=content.category, titles=content.titles)
    transact([article_write(article, before.version, content.category, content.titles), *writes, *remember(known, edition)])
    return known, edition


def _check_category(content: Content) -> None:
    """Categories never go, so what there is stays."""
    if content.category not in known_categories()[0].by_code:
        raise Invalid.field("/category", "unknown_category", "There is no such category.")
