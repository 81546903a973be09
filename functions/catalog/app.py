"""Entry points of the catalogue: HTTP, and the followers of its table.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "products.api.api",
        "finding.api.search_api",
        "finding.admin_api.searches_api",
        "merchandising.admin_api.search_rules_api",
        "finding.staff_search_api.staff_search_api",
        "feeds.api.feed_api",
        "products.admin_api.admin_api",
        "lifecycle.admin_api.lifecycle_api",
        "groups.admin_api.grouping_api",
        "collections.api.collections_api",
        "collections.admin_api.collections_admin_api",
        "collections.products_api.collection_products_api",
        "safety.admin_api.safety_api",
        "prices.admin_api.price_api",
        "reviews.api.review_api",
        "reviews.admin_api.moderation_api",
        "questions.api.questions_api",
        "questions.admin_api.answers_api",
        "moderation.admin_api.queue_api",
        "moderation.rules_api.moderation_rules_api",
        "moderation.bans_api.bans_api",
        "remembered.api.remembered_api",
        "groups.tag_api.tag_api",
        "products.site.api.site_api",
        "imports.api.imports_api",
        "exports.api.exports_api",
        "media.api.media_api",
        "media.own_media_api.own_media_api",
    ),
    handlers=(
        "count_sales",
        "count_searches",
        "follow_catalogue",
        "follow_prices",
        "grant_review_rights",
        "make_feeds",
        "rebuild_search",
        "take_in_uploads",
        "work_on_jobs",
    ),
)
