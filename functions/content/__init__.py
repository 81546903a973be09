"""What the shop says beside its goods: articles of the help centre. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.content.reading.find_articles import search_articles
    from functions.content.store.article_lists import article_places
    from functions.content.writing.first_articles import first_articles, first_categories
else:
    __getattr__ = lazily(
        __name__,
        {
            "reading.find_articles": "search_articles",
            "store.article_lists": "article_places",
            "writing.first_articles": "first_articles first_categories",
        },
    )

__all__ = ["article_places", "first_articles", "first_categories", "search_articles"]
