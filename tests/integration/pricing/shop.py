"""Price lists and who buys by them."""

from __future__ import annotations

from typing import Any

from functions.customers.app import app as customers_app
from functions.loyalty.app import app as loyalty_app
from functions.pricing.app import app
from functions.promotions.app import app as promotions_app
from functions.shared.plain import ids
from tests.integration.loyalty.tenders import known
from tests.support.http import Answer, Client
from tests.support.identity import bearer

GOLD = {"code": "gold", "name": "Gold", "currency": "CNY", "groups": ["level:gold"]}
TRADE = {"code": "trade", "name": "Trade", "currency": "CNY", "groups": ["trade"]}
LEVEL = {"code": "gold", "name": {"zh": "金卡", "en": "Gold"}, "begins": 1000, "keeps": 0}


def staff(role: str = "owner") -> Client:
    return Client(app, bearer(role), loyalty_app, promotions_app, customers_app)


def lists(*wanted: dict[str, Any]) -> Answer:
    made = staff().put("/v1/admin/price_lists", {"price_lists": list(wanted)})
    assert made.status == 200, made.text
    return made


def asks(variant_id: str, **prices: int | dict[int, int]) -> Answer:
    """By code of the list: the amount of a piece, or amounts by the number of pieces they begin with."""
    rows = []
    for code, given in prices.items():
        steps = given if isinstance(given, dict) else {1: given}
        rows.append({"price_list": code, "breaks": [{"quantity": n, "amount": amount} for n, amount in steps.items()]})
    made = staff().put(f"/v1/admin/price_lists/prices/{variant_id}", {"prices": rows})
    assert made.status == 200, made.text
    return made


def in_groups(subject: str, *groups: str) -> None:
    made = staff().put(f"/v1/admin/promotion_buyers/{ids.customer_id(subject)}", {"groups": list(groups)})
    assert made.status == 200, made.text


def with_level(subject: str, level: str | None) -> None:
    """Given by staff, or taken away."""
    known(subject)
    version = staff().get("/v1/admin/member_levels").json["version"]
    rules = {"enabled": True, "counted": [{"currency": "CNY", "points": 1, "amount": 1}], "levels": [LEVEL]}
    assert staff().put("/v1/admin/member_levels", rules, **{"if-match": str(version)}).status == 200
    path = f"/v1/admin/members/{ids.customer_id(subject)}/level"
    body = {"level": level, "until": "2099-01-01T00:00:00Z", "reason": "friend"}
    made = staff().post(f"{path}/give", body) if level else staff().post(f"{path}/end", {"reason": "left"})
    assert made.status in (200, 201), made.text
