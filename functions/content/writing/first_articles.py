"""The articles that a shop begins with, as items: for whoever has the keys of the account (a local shop). They are published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from functions.content.model.article import Article, Content, Edition, Text
from functions.content.model.categories import Categories, Category
from functions.content.store.articles import article_write, card_put, edition_put, slug_put
from functions.content.store.category_tree import categories_write
from functions.content.writing.make_card import card_of
from functions.shared.plain.ids import derived_id
from functions.shared.store.transactions import Put

Item = Mapping[str, Any]


def first_categories(rows: Sequence[Mapping[str, Any]]) -> Item:
    tree = Categories({row["code"]: Category(row["names"], row["parent"], row["sort"], row["hidden"]) for row in rows})
    return categories_write(tree, 0).record.serialize()


def first_articles(rows: Sequence[Mapping[str, Any]], now: str) -> Iterator[Sequence[Item]]:
    """Of each its items, which belong into one transaction that makes nothing where one of them is there already."""
    for row in rows:
        article_id = derived_id("art", row["slug"])
        texts = {language: Text(**text) for language, text in row["texts"].items()}
        related = [derived_id("art", slug) for slug in row["related"]]
        content = Content(texts, row["category"], row["tags"], related, row["sort"])
        edition = Edition(1, content, "", now)
        article = Article(article_id, row["slug"], 1, now).published(1, now)
        puts: list[Put] = [
            article_write(article, 0, row["category"], content.titles),
            edition_put(article_id, edition),
            slug_put(row["slug"], article_id),
        ]
        yield [put.record.serialize() for put in (*puts, card_put(card_of(article, edition), now, 1))]
