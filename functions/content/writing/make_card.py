"""What lists and searches will know of an article, made of its editions when it is published: tokens cost a reader nothing then."""

from __future__ import annotations

from functions.catalog import search_tokens
from functions.content.blocks.rendering import plain_of
from functions.content.model.article import Article, Edition, shown_editions
from functions.content.model.card import MOST_TOKENS, Card, CardText, Face
from functions.content.store.articles import edition_of, editions_of

_LONGEST_SEARCHED = 20_000


def card_of(article: Article, *known: Edition) -> Card:
    """Raises NotFound for an edition that there is not. `known`: what was read of them already."""
    editions = {one.number: one for one in known}
    editions |= editions_of(article.id, [number for number in shown_editions(article) if number not in editions])
    live = face_of(editions.get(article.live) or edition_of(article.id, article.live), article.live_since or "") if article.live else None
    plan = article.plan
    coming = face_of(editions.get(plan.edition) or edition_of(article.id, plan.edition), plan.at) if plan else None
    return Card(article.id, article.slug, article.old_slugs, live, coming)


def face_of(edition: Edition, since: str) -> Face:
    content = edition.content
    texts = {}
    for language, text in content.texts.items():
        strong = search_tokens(" ".join((text.title, text.summary, *content.tags)))
        weak = search_tokens(plain_of(text.body)[:_LONGEST_SEARCHED], single=False)
        texts[language] = CardText(text.title, text.summary, " ".join(sorted(strong)), " ".join(sorted(weak - strong)[:MOST_TOKENS]))
    return Face(
        edition.number, since, content.category, content.tags, content.related, content.sort, texts, content.kind, content.cover
    )  # fmt: skip
