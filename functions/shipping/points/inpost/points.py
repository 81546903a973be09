"""InPost's resource `points`, read with the account's token.

The account's entry: `{"token"}`, and `"url"` where it is not the usual address; `https://sandbox-api-gateway-pl.easypack24.net` is its
sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from functions.shared.outside.outbound import HttpAnswer
from functions.shared.plain.pickup_point import PickupPoint
from functions.shipping.couriers.asking import ask, document, silent
from functions.shipping.couriers.guard import address_of, entry_of
from functions.shipping.points.inpost.messages import Item, Items
from functions.shipping.points.port import FoundPoint, Near, PickupPoints

USUAL = "https://api.inpost.pl"
_SANDBOX = frozenset({"sandbox-api-gateway-pl.easypack24.net"})
_ID = re.compile(r"[A-Z0-9-]{3,20}")
_FAR_M = 50_000
# A buyer waits for it.
_PATIENCE = 3
_OK, _NOT_FOUND = 200, 404


class InPostPoints(PickupPoints):
    code = "inpost"
    countries = frozenset({"PL"})

    def search(self, near: Near) -> Sequence[FoundPoint]:
        """It takes the postal code as `00-001` and a city by its own name only, with a capital letter."""
        answer = self._ask("?" + urlencode(_where(near) | {"functions": "parcel_collect", "per_page": near.limit}))
        if answer.status != _OK:
            # What it cannot look for (no such postal code) is nowhere.
            return []
        try:
            found = Items.model_validate(document(answer)).read()
        except ValidationError as error:
            raise silent() from error
        return [FoundPoint(one.point(), one.metres) for one in found if one.hands_out]

    def find(self, point_id: str) -> PickupPoint | None:
        if not _ID.fullmatch(point_id):
            return None
        answer = self._ask("/" + quote(point_id, safe=""))
        if answer.status == _NOT_FOUND:
            return None
        try:
            found = Item.model_validate(document(answer))
        except ValidationError as error:
            raise silent() from error
        return found.point() if found.hands_out and found.name == point_id else None

    def _ask(self, path: str) -> HttpAnswer:
        entry = entry_of(self._account, "token")
        url = address_of(entry, USUAL, test=_SANDBOX)
        headers = {"Authorization": f"Bearer {entry['token']}", "Accept": "application/json"}
        return ask("GET", f"{url}/v1/points{path}", headers=headers, seconds=_PATIENCE)


def _where(near: Near) -> dict[str, Any]:
    if near.latitude is not None and near.longitude is not None:
        return {"relative_point": f"{near.latitude:.5f},{near.longitude:.5f}", "max_distance": _FAR_M}
    if near.postal_code:
        digits = re.sub(r"\D", "", near.postal_code)
        return {"relative_post_code": f"{digits[:2]}-{digits[2:]}", "max_distance": _FAR_M}
    return {"city": " ".join(part[:1].upper() + part[1:] for part in near.city.split())}
