"""Bundles for shoppers. To buy one: POST /v1/carts/{id}/bundles."""

from __future__ import annotations

from functions.promotions.bundles.find_bundles import is_named
from functions.promotions.bundles.known_bundles import bundle_called, known_bundles, running_bundles
from functions.promotions.bundles.schemas import BundlePage, BundlesQuery, BundleView
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.outside import clock
from functions.shared.plain import pages
from functions.shared.plain.errors import NotFound, Unreadable

bundle_api = Api("bundles")
_LIVE = "public, max-age=1, stale-while-revalidate=5"


@bundle_api.operation(
    "GET", "/v1/bundles", summary="Bundles that run now", query=BundlesQuery, response=BundlePage, errors=[(400, "invalid_cursor")],
    cache=_LIVE, headers=("Accept-Language",),
)  # fmt: skip
def get_bundles(req: Request[NoBody, BundlesQuery]) -> BundlePage:
    """Those for everybody; a new one is there within a minute. Words are those of the search for products, in any language."""
    wanted, listed = req.query.variant_id, {"list": "bundles", "variant": req.query.variant_id, "q": req.query.q}
    after = pages.decode(req.query.cursor, listed)
    if after is not None and not isinstance(after, str):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    rules = [rule for rule in running_bundles(clock.now()) if wanted is None or wanted in {one for one, _ in rule.components}]
    if req.query.q.strip():
        rules = [known.rule for known in known_bundles(rules) if known.is_for_all and is_named(known, req.query.q)]
    rest = [rule for rule in rules if after is None or rule.id > after]
    shown = rest[: req.query.limit]
    cursor = pages.encode(shown[-1].id, listed) if len(rest) > len(shown) else None
    return BundlePage(data=[BundleView.of(one, req.languages) for one in known_bundles(shown) if one.is_for_all], next_cursor=cursor)


@bundle_api.operation(
    "GET", "/v1/bundles/{id}", summary="A bundle", response=BundleView, errors=[(404, "not_found")], cache=_LIVE,
    headers=("Accept-Language",),
)  # fmt: skip
def get_bundle(req: Request[NoBody, NoQuery]) -> BundleView:
    (known,) = known_bundles([bundle_called(req.path["id"], clock.now())])
    if not known.is_for_all:
        raise NotFound("There is no such bundle.")
    return BundleView.of(known, req.languages)
