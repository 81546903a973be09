"""Lists, searches and single articles, out of memory but for the text of an article that nobody here read before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from functions.catalog import search_tokens, search_words
from functions.content.blocks.briefs import brief_of, language_of, live_face
from functions.content.blocks.rendering import html_of
from functions.content.blocks.show_blocks import Reader, Shown, shown_together
from functions.content.model.article import ArticleKind, Content
from functions.content.model.card import Card
from functions.content.model.help_index import AskedWord
from functions.content.reading.schemas import ArticleCategoryView, ArticleList, ArticlesFound, ArticleView
from functions.content.reading.seo import seo_of
from functions.content.store.articles import edition_of
from functions.content.store.shelf import listed, shelf
from functions.shared.outside import clock
from functions.shared.plain import pages, times
from functions.shared.plain.errors import NotFound, Renamed, Unreadable
from functions.shared.plain.i18n import localized
from functions.shared.plain.settings import settings

MOST_FOUND = 50
_TIERS = (1.0, 0.5, 0.25)
"""Of a text in the language that the reader gets the article in; in the shop's; in another."""
_STEM = "~"


def list_articles(
    category: str | None, tag: str | None, wanted: Sequence[str], *, kind: ArticleKind | None = None, limit: int, cursor: str | None
) -> ArticleList:
    """By `sort`, then as they were made. A category that there is not has none. Raises Unreadable (400 `invalid_cursor`)."""
    query = {"list": "articles", "category": category, "tag": tag} | ({"kind": kind.value} if kind else {})
    after = _position(pages.decode(cursor, query))
    found = sorted((face.sort, article) for article, face in listed(shelf(), category, tag, kind).items())
    part = [one for one in found if after is None or one > after][: limit + 1]
    shown, cards = part[:limit], shelf().cards
    more = pages.encode(list(shown[-1]), query) if len(part) > limit else None
    return ArticleList(data=[brief_of(cards[article], wanted) for _, article in shown], next_cursor=more)


def search_articles(q: str, category: str | None, wanted: Sequence[str]) -> ArticlesFound:
    known = shelf()
    words = [_readings(word.grams, word.near, word.text) for word in search_words(q)]
    if not words:
        return ArticlesFound(data=[])
    inside = None if category is None else listed(known, category, None)
    shown: dict[tuple[str, ...], str] = {}

    def tier(article: str, language: str) -> float:
        face = known.face(article)
        languages = tuple(face.texts) if face is not None else ()
        if languages not in shown and face is not None:
            shown[languages] = language_of(face, wanted)[0]
        return _TIERS[0] if language == shown.get(languages) else _TIERS[1] if language == settings().default_language else _TIERS[2]

    hits = known.index.search(words, inside=inside, tier=tier, most=MOST_FOUND)
    return ArticlesFound(data=[brief_of(known.cards[hit.article], wanted, hit.language) for hit in hits])


def read_article(name: str, wanted: Sequence[str], reader: Reader | None = None) -> tuple[ArticleView, bool]:
    """By slug or id, and whether others are shown something else; its blocks for a reader, without one none. Raises NotFound, Renamed for a
    slug that it once had."""
    known = shelf()
    card = known.find(name)
    if card is None or card.live is None:
        raise NotFound("There is no such article.")
    if name in card.old_slugs:
        raise Renamed("slug", card.slug)
    return article_view(card, _content(card.id, card.live.edition), wanted, reader)


def article_view(card: Card, content: Content, wanted: Sequence[str], reader: Reader | None) -> tuple[ArticleView, bool]:
    """As readers of its live face get it, whose content that is."""
    known, face, brief = shelf(), live_face(card), brief_of(card, wanted)
    related = [known.cards[one] for one in face.related if known.face(one) is not None]
    category, text = known.categories.by_code.get(face.category), content.texts[brief.language]
    shown = shown_together([content.blocks], reader, times.iso(clock.now())) if reader else Shown([[]], tells_apart=False)
    view = ArticleView(
        **vars(brief),
        html=html_of(text.body),
        languages=sorted(face.texts),
        category_name=localized(category.names, wanted) if category else None,
        related=[brief_of(one, wanted) for one in related],
        edition=face.edition,
        published_at=face.since,
        blocks=shown.groups[0],
        seo=seo_of(card, text, face),
    )
    return view, shown.tells_apart


def list_categories(wanted: Sequence[str]) -> list[ArticleCategoryView]:
    known = shelf()
    counts = {code: len(listed(known, code, None)) for code in known.categories.listed()}
    return [
        ArticleCategoryView(code=code, name=localized(one.names, wanted), parent=one.parent, articles=counts[code])
        for code, one in known.categories.listed().items()
    ]


@lru_cache(maxsize=256)
def _content(article_id: str, edition: int) -> Content:
    """Editions never change."""
    return edition_of(article_id, edition).content


def _readings(grams: tuple[str, ...], near: tuple[str, ...], text: str) -> AskedWord:
    """As it stands, as one with its neighbour, and by its stem: who asks for returning also finds return, and the other way round."""
    stems = [token for token in search_tokens(text) if token.startswith(_STEM)]
    by_stem = [(token,) for stem in stems for token in (stem, stem.removeprefix(_STEM))]
    return AskedWord(tuple(dict.fromkeys((grams, *((one,) for one in near), *by_stem, (_STEM + text,)))))


def _position(position: object) -> tuple[int, str] | None:
    """Where a page ended."""
    match position:
        case None:
            return None
        case [int(sort), str(article)]:
            return sort, article
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
