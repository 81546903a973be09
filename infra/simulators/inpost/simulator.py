"""The simulated InPost: some points in Warsaw and Kraków, looked for by postal code, city or place.

POST /sandbox/points/inpost/{id}: `gone` (it is closed), `moved` (another street); for id `next`: `down`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import asin, cos, radians, sin, sqrt
from typing import Any

from aiohttp import web

from infra.simulators.answers import Refused
from infra.simulators.provider import NEXT, World

_KIND = "inpost point"
_EARTH_M = 6_371_000
Point = dict[str, Any]
# name, type, post code, city, province, street, house, latitude, longitude, opening hours, payment there, how it is found
_POINTS = (
    (
        "WAW01A",
        "parcel_locker",
        "00-001",
        "Warszawa",
        "mazowieckie",
        "Emilii Plater",
        "53",
        52.23280,
        21.00160,
        "24/7",
        True,
        "przy wejściu",
    ),
    (
        "WAW02M",
        "parcel_locker",
        "00-001",
        "Warszawa",
        "mazowieckie",
        "Świętokrzyska",
        "31",
        52.23530,
        21.00850,
        "24/7",
        False,
        "w podwórzu",
    ),
    ("POP-WAW03", "pop", "00-021", "Warszawa", "mazowieckie", "Chmielna", "10", 52.23240, 21.01530, "PN-SB 08:00-21:00", True, "kiosk"),
    ("WAW99N", "parcel_locker", "00-001", "Warszawa", "mazowieckie", "Złota", "44", 52.23090, 21.00230, "24/7", True, "zamknięty"),
    ("KRA010", "parcel_locker", "31-042", "Kraków", "małopolskie", "Rynek Główny", "1", 50.06170, 19.93730, "24/7", True, "przy rynku"),
)
_CLOSED = frozenset({"WAW99N"})


class InPost:
    code = "inpost"

    def __init__(self, world: World, shop: dict[str, Any]) -> None:
        self._store, self._token = world.store, str(shop["token"])

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/points", self._answering(self._search)),
            web.get("/v1/points/{name}", self._answering(self._show)),
        ]

    def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        if reference == NEXT:
            self._store.put(self.code, NEXT, {"down": bool(body.get("down"))})
            return {"down": bool(body.get("down"))}
        point = self._point(reference)
        changes: dict[str, Any] = {name: body[name] for name in ("gone", "moved") if name in body}
        self._store.put(_KIND, reference, (self._store.get(_KIND, reference) or {}) | changes)
        return {"id": point["name"]} | changes

    def describe(self, reference: str) -> dict[str, Any]:
        return self._point(reference)

    def _answering(self, work: Callable[[web.Request], Awaitable[web.Response]]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.Response:
            if (self._store.get(self.code, NEXT) or {}).get("down"):
                return web.Response(status=503, text="down")
            if request.headers.get("Authorization") != f"Bearer {self._token}":
                return web.json_response({"status": 401, "error": "unauthorized"}, status=401)
            return await work(request)

        return handle

    async def _search(self, request: web.Request) -> web.Response:
        asked = request.query
        points = [self._changed(point) for point in map(_point, _POINTS)]
        wanted = asked.get("functions", "")
        points = [one for one in points if not wanted or wanted in one["functions"]]
        centre = _centre(asked.get("relative_point"), asked.get("relative_post_code"), points)
        if asked.get("relative_point") or asked.get("relative_post_code"):
            points = _around(points, centre, float(asked.get("max_distance", 50_000)))
        if asked.get("city"):
            points = [one for one in points if one["address_details"]["city"] == asked["city"]]
        room = int(asked.get("per_page", 25))
        page = {"count": len(points), "page": 1, "per_page": room, "total_pages": 1}
        return web.json_response(page | {"items": points[:room]})

    async def _show(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._point(request.match_info["name"]))
        except Refused:
            return web.json_response({"status": 404, "key": "resource_not_found", "error": "resource_not_found"}, status=404)

    def _point(self, name: str) -> Point:
        for point in map(_point, _POINTS):
            if point["name"] == name:
                return self._changed(point)
        raise Refused(404, "not_found", f"there is no point {name}")

    def _changed(self, point: Point) -> Point:
        known = self._store.get(_KIND, point["name"]) or {}
        if known.get("gone"):
            point |= {"status": "Disabled"}
        if known.get("moved"):
            point["address_details"] |= {"street": known["moved"]}
        return point


def _point(given: tuple[Any, ...]) -> Point:
    name, kind, post_code, city, province, street, house, latitude, longitude, hours, payment, hint = given
    return {
        "name": name,
        "type": [kind],
        "status": "Disabled" if name in _CLOSED else "Operating",
        "location": {"latitude": latitude, "longitude": longitude},
        "location_description": hint,
        "distance": None,
        "opening_hours": hours,
        "address": {"line1": f"{street} {house}", "line2": f"{post_code} {city}"},
        "address_details": {
            "city": city, "province": province, "post_code": post_code, "street": street, "building_number": house, "flat_number": None,
        },
        "functions": ["parcel", "parcel_collect", "parcel_send"],
        "payment_available": payment,
        "location_247": hours == "24/7",
    }  # fmt: skip


def _centre(at: str | None, post_code: str | None, points: list[Point]) -> tuple[float, float] | None:
    if at:
        latitude, _, longitude = at.partition(",")
        return float(latitude), float(longitude)
    for one in points:
        if post_code and one["address_details"]["post_code"] == post_code:
            return one["location"]["latitude"], one["location"]["longitude"]
    return None


def _around(points: list[Point], centre: tuple[float, float] | None, far: float) -> list[Point]:
    if centre is None:
        return []
    near = [one | {"distance": _metres(centre, (one["location"]["latitude"], one["location"]["longitude"]))} for one in points]
    return sorted((one for one in near if one["distance"] <= far), key=lambda one: (one["distance"], one["name"]))


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH_M * asin(sqrt(half)), 1)
