"""InPost's one pick-up point, as its API tells of it."""

from __future__ import annotations

from typing import Any

POINT = {"provider": "inpost", "id": "WAW01A"}
TOKEN = "of-proofs"
_POINT: dict[str, Any] = {
    "name": POINT["id"],
    "type": ["parcel_locker"],
    "status": "Operating",
    "location": {"latitude": 52.2328, "longitude": 21.0016},
    "location_description": "przy wejściu",
    "opening_hours": "24/7",
    "address_details": {
        "city": "Warszawa", "province": "mazowieckie", "post_code": "00-001", "street": "Emilii Plater", "building_number": "53",
    },
    "functions": ["parcel", "parcel_collect"],
    "payment_available": True,
}  # fmt: skip


def answer(path: str) -> tuple[int, dict[str, Any]]:
    if path == "/v1/points":
        return 200, {"items": [_POINT]}
    return (200, _POINT) if path == f"/v1/points/{POINT['id']}" else (404, {"error": "resource_not_found"})
