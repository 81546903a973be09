"""Catalogue: shoppers read, staff write."""

from __future__ import annotations

from infra.functions.catalog.texts import TEXTS
from infra.functions.grants import (
    append,
    change,
    check,
    delete_objects,
    keep_versions,
    list_objects,
    read,
    read_objects,
    remove,
    send,
    unless_erased,
    write,
    write_objects,
)
from infra.functions.model import Function, Http, Queue, Schedule, Streams
from infra.functions.rights.engines import ask_opensearch, write_opensearch
from infra.functions.rights.own_prices import OWN_PRICES
from infra.functions.settings import PICTURES, SEARCH

_MEDIA = (
    read_objects("uploads/media"), write_objects("uploads/media"), delete_objects("uploads/media"), write_objects("media"),
    delete_objects("media"),
)  # fmt: skip
"""Make the sizes of an image and throw it away again; signing an upload form is writing."""

_SEARCH_INDEX = (
    read_objects("search"), write_objects("search"), delete_objects("search"), list_objects("search"), write_opensearch(),
)  # fmt: skip

_OFFERED = ",".join(f'{{"prefix":"STATUS#{status}#"}}' for status in ("published", "unpublished", "archived"))
_CARDS_ON_SALE = '{"dynamodb":{"NewImage":{"kind":{"S":["card"]},"listed_pk":{"S":[' + _OFFERED + "]}}}}"
"""The card changes with everything of a product that shoppers see; drafts wake nobody."""
_CARDS_LISTED_BEFORE = '{"dynamodb":{"NewImage":{"kind":{"S":["card"]},"gsi1pk":{"S":["STATUS#published","STATUS#unpublished"]}}}}'
"""By version 0.1, and not moved to the index `listed` yet."""
_EDITED = '{"eventName":["MODIFY"],"dynamodb":{"NewImage":{"kind":{"S":["category","tag","product","brand"]}}}}'
_FIELDS = '{"dynamodb":{"NewImage":{"kind":{"S":["field_definition"]}}}}'
"""The stream of the platform table; at most five filters for one mapping, says AWS."""
_DELETED_CARDS = '{"eventName":["REMOVE"],"dynamodb":{"OldImage":{"kind":{"S":["card"]}}}}'

_CATALOGUE = (read("catalog", "gsi1", "gsi2", "listed"),)
_SEARCHES = (read_objects("search"), ask_opensearch(), send("searches"))

FUNCTIONS = (
    *TEXTS,
    Function(
        name="catalog-browse",
        domain="catalog",
        trigger=Http(
            (
                "GET /v1/categories",
                "GET /v1/categories/*",
                "GET /v1/brands",
                "GET /v1/brands/*",
                "GET /v1/collections",
                "GET /v1/collections/*",
                "GET /v1/tags",
                "GET /v1/sitemap.xml",
                "GET /v1/robots.txt",
                "GET /v1/products/*",
            )
        ),
        # What price lists ask whoever is signed in depends on their groups, and on their level; what is there, on their channel.
        grants=(read("catalog", "gsi1", "gsi2", "listed"), read("pricing"), read("promotions"), read("loyalty"), read("stock")),
        settings=PICTURES,
        memory=1024,
        timeout=10,
    ),
    Function(
        name="catalog-search",
        domain="catalog",
        trigger=Http(
            (
                "GET /v1/products",
                "GET /v1/products/suggest",
                "GET /v1/search",
                "GET /v1/search/*",
                "GET /v1/categories/*/products",
                "GET /v1/brands/*/products",
                "GET /v1/collections/*/products",
                "GET /v1/admin/collections/*/products",
                "GET /v1/admin/products/search",
            )
        ),
        grants=(read("catalog", "gsi1", "gsi2", "listed"), *OWN_PRICES, read("platform"), *_SEARCHES),
        # The time zone: a day that a field of times is filtered by is the store's.
        settings=SEARCH,
        memory=1024,
        timeout=15,
        disk=1024,
    ),
    Function(
        name="search-rules",
        domain="catalog",
        memory=1024,
        timeout=15,
        disk=1024,
        trigger=Http(("ANY /v1/admin/search_rules", "ANY /v1/admin/search_rules/*")),
        grants=(
            read("catalog"),
            read("platform"),
            read("pricing"),
            write("catalog"),
            remove("catalog"),
            read_objects("search"),
            ask_opensearch(),
        ),
        settings=SEARCH,
    ),
    # Two parts share one reader, because a stream feeds two and the event publisher is the other (ADR 24).
    Function(
        name="catalog-follower",
        domain="catalog",
        handler="follow_catalogue",
        trigger=Streams(
            ("catalog", "platform"),
            pattern=_CARDS_ON_SALE,
            further=(_CARDS_LISTED_BEFORE, _DELETED_CARDS, _EDITED, _FIELDS),
            batch_size=1000,
        ),
        grants=(*_CATALOGUE, change("catalog"), remove("catalog"), read("platform"), read("pricing"), *_SEARCH_INDEX),
        settings=SEARCH,
        memory=1024,
        timeout=900,
        concurrency=1,
        disk=1024,
    ),
    Function(
        name="search-rebuild",
        domain="catalog",
        handler="rebuild_search",
        trigger=Schedule("cron(40 18 * * ? *)"),
        grants=(read("catalog", "gsi1", "listed"), read("platform"), read("pricing"), *_SEARCH_INDEX),
        settings=SEARCH,
        memory=2048,
        timeout=900,
        concurrency=1,
        disk=1024,
    ),
    Function(
        name="sales-counter",
        domain="catalog",
        handler="count_sales",
        # Every card that it changes wakes the search indexer: the sales of half a minute are one commit of the index.
        trigger=Queue("sales-counts", batch_size=100, concurrency=2, window=30),
        # A deal may change what a discount is compared with: an edit of its product.
        grants=(read("catalog", "gsi1"), write("catalog")),
        timeout=60,
    ),
    Function(
        name="search-words",
        domain="catalog",
        handler="count_searches",
        trigger=Queue("searches", batch_size=100, concurrency=2, window=30),
        grants=(append("catalog"), change("catalog")),
        timeout=30,
    ),
    Function(
        name="remembered",
        domain="catalog",
        trigger=Http(("ANY /v1/me/favourites", "ANY /v1/me/favourites/*", "ANY /v1/me/history", "ANY /v1/me/history/*")),
        grants=(read("catalog"), write("catalog"), read("pricing"), read("promotions"), read("loyalty"), read("stock"), unless_erased()),
        settings=PICTURES,
    ),
    Function(
        name="catalog-admin",
        domain="catalog",
        trigger=Http(
            (
                "ANY /v1/admin/products",
                "ANY /v1/admin/products/*",
                "ANY /v1/admin/categories",
                "ANY /v1/admin/categories/*",
                "ANY /v1/admin/brands",
                "ANY /v1/admin/brands/*",
                "ANY /v1/admin/collections",
                "ANY /v1/admin/collections/*",
                "ANY /v1/admin/price_floor",
                "GET /v1/admin/safety_gaps",
                "GET /v1/admin/searches",
                "ANY /v1/admin/reviews/*",
                "ANY /v1/admin/tags",
                "ANY /v1/admin/tags/*",
            )
        ),
        # The platform table for definitions of custom fields.
        grants=(
            read("catalog", "gsi1", "gsi2", "listed"),
            write("catalog"),
            remove("catalog"),
            read("stock"),
            check("stock"),
            read("platform"),
            keep_versions(),
        ),
        settings=PICTURES,
    ),
    Function(
        name="prices-due",
        domain="catalog",
        handler="follow_prices",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("catalog", "due"), change("catalog")),
        timeout=60,
        concurrency=1,
    ),
    Function(
        name="feeds",
        domain="catalog",
        handler="make_feeds",
        trigger=Schedule("rate(5 minutes)"),
        grants=(
            read("catalog", "gsi1", "listed"),
            write("catalog"),
            read("pricing"),
            remove("catalog"),
            read_objects("feeds"),
            write_objects("feeds"),
            delete_objects("feeds"),
        ),
        settings=("PUBLIC_BASE_URL",),
        memory=1769,
        timeout=900,
        concurrency=1,
    ),
    Function(
        name="feeds-api",
        domain="catalog",
        trigger=Http(("GET /v1/feeds/*", "ANY /v1/admin/feeds", "ANY /v1/admin/feeds/*")),
        grants=(read("catalog"), write("catalog"), keep_versions(), read_objects("feeds")),
        settings=("PUBLIC_BASE_URL",),
        timeout=10,
    ),
    Function(
        name="catalog-import",
        domain="catalog",
        trigger=Http(("POST /v1/admin/imports", "POST /v1/admin/imports/*", "POST /v1/admin/products/bulk", "POST /v1/admin/exports")),
        grants=(
            read("platform"),
            write("platform"),
            write_objects("jobs"),
            read_objects("uploads/imports"),
            write_objects("uploads/imports"),
        ),
    ),
    Function(
        name="catalog-jobs",
        domain="catalog",
        handler="work_on_jobs",
        trigger=Queue("catalog-jobs", batch_size=1, concurrency=5),
        grants=(
            read("catalog", "gsi1", "gsi2", "listed"),
            write("catalog"),
            remove("catalog"),
            read("stock"),
            write("stock"),
            read("platform"),
            write("platform"),
            read_objects("jobs"),
            write_objects("jobs"),
            read_objects("uploads/imports"),
        ),
        settings=PICTURES,
        memory=1769,
        timeout=30,
    ),
    Function(
        name="media-admin",
        domain="catalog",
        trigger=Http(("ANY /v1/admin/media", "ANY /v1/admin/media/*", "ANY /v1/admin/media_settings")),
        grants=(read("catalog", "gsi1", "listed"), write("catalog"), remove("catalog"), keep_versions(), *_MEDIA),
        settings=("PUBLIC_BASE_URL",),
        memory=1769,
        timeout=29,
    ),
    Function(
        name="media-browse",
        domain="catalog",
        trigger=Http(("GET /v1/media/*",)),
        grants=(read("catalog"), read_objects("media")),
        settings=("MEDIA_BASE_URL", "PUBLIC_BASE_URL"),
        timeout=10,
    ),
    Function(
        name="uploads",
        domain="catalog",
        handler="take_in_uploads",
        trigger=Queue("uploads", batch_size=2),
        grants=(read("catalog"), write("catalog"), read("platform"), write("platform"), read_objects("uploads/imports"), *_MEDIA),
        settings=("PUBLIC_BASE_URL",),
        memory=1769,
        timeout=30,
    ),
)
