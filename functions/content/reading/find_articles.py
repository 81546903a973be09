"""Lists, searches and single articles, out of memory but for the text of an article that nobody here read before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from functions.catalog import search_tokens, search_words
from functions.content.model.article import Content
from functions.content.model.card import Card, Face
from functions.content.model.help_index import AskedWord
from functions.content.reading.rendering import html_of
from functions.content.reading.schemas import ArticleBrief, ArticleCategoryView, ArticleList, ArticlesFound, ArticleView
from functions.content.store.articles import edition_of
from functions.content.store.shelf import listed, shelf
from functions.shared.plain import pages
from functions.shared.plain.errors import NotFound, Renamed, Unreadable
from functions.shared.plain.i18n import best_of, localized
from functions.shared.plain.settings import settings

MOST_FOUND = 50
_TIERS = (1.0, 0.5, 0.25)
"""Of a text in the language that the reader gets the article in; in the shop's; in another."""
_STEM = "~"


def list_articles(category: str | None, tag: str | None, wanted: Sequence[str], *, limit: int, cursor: str | None) -> ArticleList:
    """By `sort`, then as they were made. A category that there is not has none. Raises Unreadable (400 `invalid_cursor`)."""
    query = {"list": "articles", "category": category, "tag": tag}
    after = _position(pages.decode(cursor, query))
    found = sorted((face.sort, article) for article, face in listed(shelf(), category, tag).items())
    part = [one for one in found if after is None or one > after][: limit + 1]
    shown, cards = part[:limit], shelf().cards
    more = pages.encode(list(shown[-1]), query) if len(part) > limit else None
    return ArticleList(data=[_brief(cards[article], wanted) for _, article in shown], next_cursor=more)


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
            shown[languages] = _language(face, wanted)[0]
        return _TIERS[0] if language == shown.get(languages) else _TIERS[1] if language == settings().default_language else _TIERS[2]

    hits = known.index.search(words, inside=inside, tier=tier, most=MOST_FOUND)
    return ArticlesFound(data=[_brief(known.cards[hit.article], wanted, hit.language) for hit in hits])


def read_article(name: str, wanted: Sequence[str]) -> ArticleView:
    """By slug or id. Raises NotFound, Renamed for a slug that it once had."""
    known = shelf()
    card = known.find(name)
    if card is None or card.live is None:
        raise NotFound("There is no such article.")
    if name in card.old_slugs:
        raise Renamed("slug", card.slug)
    face, brief = card.live, _brief(card, wanted)
    related = [known.cards[one] for one in face.related if known.face(one) is not None]
    category = known.categories.by_code.get(face.category)
    return ArticleView(
        **vars(brief),
        html=html_of(_content(card.id, face.edition).texts[brief.language].body),
        languages=sorted(face.texts),
        category_name=localized(category.names, wanted) if category else None,
        related=[_brief(one, wanted) for one in related],
        edition=face.edition,
        published_at=face.since,
    )


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


def _brief(card: Card, wanted: Sequence[str], found_in: str | None = None) -> ArticleBrief:
    face = card.live
    if face is None:
        raise NotFound("There is no such article.")
    language, is_asked_for = _language(face, wanted)
    if found_in is not None and found_in != language:
        language, is_asked_for = found_in, best_of([found_in], wanted) is not None
    text = face.texts[language]
    return ArticleBrief(
        id=card.id,
        slug=card.slug,
        title=text.title,
        summary=text.summary,
        category=face.category,
        tags=face.tags,
        language=language,
        fallback=bool(wanted) and not is_asked_for,
    )


def _language(face: Face, wanted: Sequence[str]) -> tuple[str, bool]:
    """What the reader gets it in: what they want, else the shop's language, else any; and whether they wanted it."""
    found = best_of(face.texts, wanted)
    if found is not None:
        return found, True
    return best_of(face.texts, [settings().default_language]) or next(iter(face.texts)), False


def _position(position: object) -> tuple[int, str] | None:
    """Where a page ended."""
    match position:
        case None:
            return None
        case [int(sort), str(article)]:
            return sort, article
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
