"""What goes with a product, and what somebody may like."""

from __future__ import annotations

from typing import Any

from functions.pricing import answered
from functions.promotions import shopper_of
from functions.recommendations.model.suggest import related
from functions.recommendations.store.counts import known_of
from functions.recommendations.suggesting.for_caller import recommend
from functions.recommendations.suggesting.schemas import Recommendations, RecommendationsQuery, RelatedQuery
from functions.recommendations.suggesting.show import shown
from functions.shared.auth.caller import CUSTOMER_KIND
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.outside import clock

suggesting_api = Api("recommendations")
_RELATED = "/recommendations/related"


@suggesting_api.operation(
    "GET", "/v1/products/{id}/related", summary="What goes with a product", query=RelatedQuery, response=Recommendations,
    errors=[(404, "not_found")], cache="public, max-age=60, stale-while-revalidate=300",
)  # fmt: skip
def get_related(req: Request[Any, RelatedQuery]) -> Reply:
    """What staff chose first, then what is bought with it, the highest lift first, what the same people look at, and best sellers: of
    what whoever asks may see and buy. Where one of these products is for some, no cache keeps the answer to whoever says who they are."""
    product_id, query = req.path["id"], req.query
    known = known_of([product_id])
    found = related(product_id, known.curated.get(product_id, []), known.neighbours.get(product_id), known.best)
    made = shown(found, query.limit, query, req.languages, shopper_of(req.caller), beside=product_id)
    return answered(req, Recommendations(list=_RELATED, personal=False, data=made.rows), tells_apart=made.tells_apart)


@suggesting_api.operation(
    "GET", "/v1/recommendations", summary="What the caller may like, or best sellers", query=RecommendationsQuery, response=Recommendations,
)  # fmt: skip
def get_recommendations(req: Request[Any, RecommendationsQuery]) -> Recommendations:
    """`for_you` is made of what they bought, with their consent to `personalisation`, and of `viewed`; else it is the best sellers."""
    customer_id = req.caller.id if req.caller.kind == CUSTOMER_KIND else ""
    return recommend(req.query, customer_id, clock.now(), req.languages, shopper_of(req.caller))
