"""Entry points of the catalogue: HTTP, and the followers of its table."""

from __future__ import annotations

from typing import Any

from functions.catalog.consumers import FOLLOWERS, take_in_upload
from functions.catalog.exports.api import exports_api
from functions.catalog.exports.run_export import run_export
from functions.catalog.finding.api import search_api
from functions.catalog.finding.count_sales import count_sale
from functions.catalog.finding.rebuild_search import rebuild_search as _rebuild_search
from functions.catalog.finding.searched_words import count_batch
from functions.catalog.groups.admin_api import grouping_api
from functions.catalog.groups.tag_api import tag_api
from functions.catalog.imports import job_files
from functions.catalog.imports.api import imports_api
from functions.catalog.imports.run_import import run_import
from functions.catalog.media.api import media_api
from functions.catalog.media.own_media_api import own_media_api
from functions.catalog.prices.admin_api import price_api
from functions.catalog.prices.follow_prices import touch_due_prices
from functions.catalog.products.admin_api import admin_api
from functions.catalog.products.api import api
from functions.catalog.products.site_api import site_api
from functions.catalog.reviews.api import review_api
from functions.catalog.reviews.review_rights import record_completion, record_delivery, record_purchase
from functions.platform import work_on_jobs as _work_on_jobs
from functions.shared.events.batches import each_event, each_record
from functions.shared.events.contracts.orders import OrderCompleted, OrderDelivered, OrderPaid
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

_RUNNERS = {job_files.IMPORT: run_import, job_files.EXPORT: run_export}
app = make_app(
    "catalog",
    api,
    search_api,
    admin_api,
    grouping_api,
    price_api,
    review_api,
    tag_api,
    site_api,
    imports_api,
    exports_api,
    media_api,
    own_media_api,
)


def follow_prices(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Schedule `prices-due`, every minute: products whose price began or ended are indexed anew."""
    return {"touched": touch_due_prices()}


@in_time
def grant_review_rights(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `review-rights`: who bought what, and what has arrived."""
    handlers = {OrderPaid.TYPE: record_purchase, OrderDelivered.TYPE: record_delivery, OrderCompleted.TYPE: record_completion}
    return each_event(event, handlers, consumer="review-rights")


def follow_catalogue(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """The streams of the catalogue and of field definitions → variants and cards that mirror a product or a brand; the search index."""
    return FOLLOWERS.follow(event)


@in_time
def work_on_jobs(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `catalog-jobs`: imports and exports, some seconds of work per call."""
    return _work_on_jobs(event, _RUNNERS, consumer="catalog-jobs")


@in_time
def take_in_uploads(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `uploads`, fed by the bucket: an uploaded image gets its sizes, an uploaded import starts."""
    return each_record(event, take_in_upload, consumer="uploads")


def rebuild_search(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Schedule `search-rebuild`, and every deployment: a new search index from the table."""
    return _rebuild_search(event)


@in_time
def count_sales(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `sales-counts`: pieces sold per product."""
    return each_event(event, {OrderPaid.TYPE: count_sale}, consumer="sales-counter")


@in_time
def count_searches(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `searches`: what shoppers search for, added up."""
    return each_record(event, count_batch, consumer="search-words")
