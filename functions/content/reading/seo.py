"""An article for search engines. Source: https://schema.org/Article; https://developers.google.com/search/docs/specialty/international."""

from __future__ import annotations

from functions.content.model.article import Text
from functions.content.model.card import Card, Face
from functions.content.reading.schemas import ArticleSeoView
from functions.shared.plain.settings import settings


def article_url(slug: str) -> str:
    return f"{settings().public_base_url.rstrip('/')}/articles/{slug}"


def seo_of(card: Card, text: Text, face: Face) -> ArticleSeoView:
    """What is not written for search engines is taken from what people read."""
    url, title, description = article_url(card.slug), text.seo_title or text.title, text.seo_description or text.summary
    node = {
        "@context": "https://schema.org", "@type": "Article", "headline": title, "description": description, "url": url,
        "datePublished": face.since, "image": [face.cover] if face.cover else [],
    }  # fmt: skip
    return ArticleSeoView(
        title=title,
        description=description,
        keywords=text.keywords,
        url=url,
        alternates={language: f"{url}?language={language}" for language in sorted(face.texts)},
        json_ld={name: value for name, value in node.items() if value not in ("", [])},
    )
