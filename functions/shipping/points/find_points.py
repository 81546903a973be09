"""Where parcels can be collected: asked of the providers, an answer kept for a minute."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from functions.shared.plain.errors import Invalid, NotFound, Unavailable
from functions.shared.plain.pickup_point import PickupPoint
from functions.shipping.points.discovery import provider, providers
from functions.shipping.points.port import FoundPoint, Near, PickupPoints

KEEP_SECONDS = 60
_MOST_KEPT = 500
_kept: dict[tuple[str, Near], tuple[float, Sequence[FoundPoint]]] = {}


def forget() -> None:
    """For tests: everybody is asked again."""
    _kept.clear()


def points_near(near: Near, code: str = "") -> list[FoundPoint]:
    """Of the provider of that code, or of all that know the country: nearest first. While one of several does not answer, what the others
    say. Raises Invalid (422 `unknown_provider`), Unavailable (503 `pickup_points_unavailable`)."""
    found: list[FoundPoint] = []
    silent: Unavailable | None = None
    asked = [one for one in _asked(code) if near.country in one.countries]
    answered = 0
    for one in asked:
        try:
            found += _searched(one, near)
            answered += 1
        except Unavailable as error:
            silent = error
    if silent is not None and not answered:
        raise _unavailable() from silent
    return sorted(found, key=_distance)[: near.limit]


def point_of(code: str, point_id: str) -> PickupPoint | None:
    """As it is at this moment; None for one that is not there or hands nothing out. Raises Unavailable (503
    `pickup_points_unavailable`)."""
    try:
        return provider(code).find(point_id)
    except NotFound:
        return None
    except Unavailable as error:
        raise _unavailable() from error


def _asked(code: str) -> list[PickupPoints]:
    if not code:
        return providers()
    try:
        return [provider(code)]
    except NotFound as error:
        raise Invalid.field("/provider", "unknown_provider", "The shop has no such provider of pick-up points.") from error


def _searched(one: PickupPoints, near: Near) -> Sequence[FoundPoint]:
    now = time.monotonic()
    until, known = _kept.get((one.code, near), (0.0, ()))
    if now < until:
        return known
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    answer = one.search(near)
    _kept[one.code, near] = (now + KEEP_SECONDS, answer)
    return answer


_unavailable = partial(
    Unavailable, "Pick-up points cannot be looked up at the moment.", retry_after=5, code="pickup_points_unavailable"
)  # fmt: skip


def _distance(one: FoundPoint) -> tuple[bool, int]:
    return one.distance_m is None, one.distance_m or 0
