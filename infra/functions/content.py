"""What the shop says: the help centre. Readers' functions read, one of them counts votes, staff's writes."""

from __future__ import annotations

from infra.functions.grants import look_up_key, read, write
from infra.functions.model import Function, Http
from infra.functions.rights.own_prices import OWN_PRICES
from infra.functions.settings import PICTURES

FUNCTIONS = (
    Function(
        name="help-browse",
        domain="content",
        trigger=Http(
            ("GET /v1/articles", "GET /v1/articles/*", "GET /v1/articles.xml", "GET /v1/article_categories", "GET /v1/faq", "GET /v1/home")
        ),
        # Product cards show what the reader may see, at their prices, and stock as of now.
        grants=(read("content", "gsi2"), read("catalog"), *OWN_PRICES, read("stock")),
        settings=PICTURES,
    ),
    Function(
        name="help-pages",
        domain="content",
        trigger=Http(("GET /o/help", "GET /o/help/*")),
        grants=(read("content", "gsi2"),),
        settings=("PUBLIC_BASE_URL",),
    ),
    Function(
        name="help-feedback",
        domain="content",
        trigger=Http(("POST /v1/articles/*/feedback",)),
        # Whose vote it is, and how many came from where, is filed by keyed hashes.
        grants=(read("content"), write("content"), *look_up_key()),
    ),
    Function(
        name="content-admin",
        domain="content",
        trigger=Http(
            (
                "ANY /v1/admin/articles",
                "ANY /v1/admin/articles/*",
                "ANY /v1/admin/article_categories",
                "ANY /v1/admin/article_categories/*",
                "ANY /v1/admin/slots",
                "ANY /v1/admin/slots/*",
            )
        ),
        # A preview shows product cards and articles that are published.
        grants=(read("content", "gsi1", "gsi2", "listed", "due"), write("content"), read("catalog"), read("pricing")),
        settings=PICTURES,
    ),
)
