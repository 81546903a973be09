"""What staff say goes with a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.recommendations.curating.choose import choose, chosen_for
from functions.recommendations.curating.schemas import CuratedIn, CuratedView
from functions.recommendations.store.records import RecommendationsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

curating_api = Api("recommendations")
_PATH, _MISSING = "/v1/admin/related_products/{id}", (404, "not_found")


def _reply(chosen: Sequence[str], version: int) -> Reply:
    return Reply(CuratedView(product_ids=list(chosen), version=version), etag=str(version))


@curating_api.operation(
    "GET", _PATH, summary="What staff chose to go with a product", permission="catalog.read", response=CuratedView, errors=[_MISSING]
)
def get_curated(req: Request[Any, NoQuery]) -> Reply:
    return _reply(*chosen_for(req.path["id"]))


@curating_api.operation(
    "PUT", _PATH, summary="Choose what goes with a product", permission="catalog.write", body=CuratedIn, response=CuratedView,
    idempotent=RecommendationsTable, headers=("If-Match",),
    errors=[_MISSING, (409, "version_conflict"), (422, "itself"), (422, "twice"), (422, "unknown_product")],
)  # fmt: skip
def put_curated(req: Request[CuratedIn, NoQuery]) -> Reply:
    """Seen by shoppers within the minute that caches keep what they have."""
    chosen = req.body.product_ids
    return _reply(*choose(req.path["id"], chosen, if_match=req.if_match(), remember=req.remembering(_reply)))
