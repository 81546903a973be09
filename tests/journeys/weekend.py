"""A campaign that begins in three days: a fifth off one product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.journeys.shopper import Shop

OPENS, LASTS = timedelta(days=3), timedelta(hours=2)


@dataclass(frozen=True)
class Weekend:
    id: str
    variant_id: str
    opens: datetime
    ends: datetime


def launched(shop: Shop) -> Weekend:
    variant, staff = shop.a_variant(stock=50), shop.staff("manager")
    start = shop.now() + OPENS
    body = {"name": {"zh": "周末", "en": "Weekend"}, "starts_at": start.isoformat(), "ends_at": (start + LASTS).isoformat()}
    made = shop.send("POST", "/v1/admin/campaigns", body, 201, **staff)
    rule = {"name": {"zh": "八折", "en": "A fifth off"}, "kind": "percent", "currency": "CNY", "basis_points": 2000}
    rule["scope"] = {"products": [variant["product_id"]]}
    shop.send("POST", f"/v1/admin/campaigns/{made['id']}/promotions", rule, 201, **staff)
    done = shop.send("POST", f"/v1/admin/campaigns/{made['id']}/launch", **staff)
    assert done["state"] == "scheduled"
    return Weekend(made["id"], variant["id"], datetime.fromisoformat(done["starts_at"]), datetime.fromisoformat(done["ends_at"]))
