"""F-E: what ran out between the look at a coupon and its claim is refused by the counter's own condition."""

from __future__ import annotations

from typing import Any

import pytest

from functions.promotions.coupons import claim_coupon
from functions.promotions.store.records import PromotionsTable
from tests.integration.promotions.shop import a_coupon, funds, shopper, staff
from tests.support.events import events_in
from tests.support.races import in_between


@pytest.mark.parametrize(
    ("limits", "field", "left"), [({"budget": 1500}, "budget_left", 500), ({"claims": 1}, "claims_left", 0)], ids=["budget", "claims"]
)
def test_what_another_took_meanwhile_is_gone(monkeypatch: pytest.MonkeyPatch, limits: dict[str, Any], field: str, left: int) -> None:
    coupon = a_coupon(distribution="claim", limits=limits)["id"]
    in_between(monkeypatch, claim_coupon, "coupon_with_funds", lambda: shopper().post(f"/v1/coupons/{coupon}/claim"))
    refused = shopper().post(f"/v1/coupons/{coupon}/claim")
    assert (refused.status, refused.code, getattr(funds(coupon), field)) == (409, "coupon_gone", left)
    assert len(events_in(PromotionsTable, "coupon.claimed")) == 1


def test_a_coupon_stopped_meanwhile_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    coupon = a_coupon(distribution="claim", limits={"claims": 5})["id"]
    change = {"stopped": True}
    in_between(monkeypatch, claim_coupon, "coupon_with_funds", lambda: staff().patch(f"/v1/admin/coupons/{coupon}", change))
    refused = shopper().post(f"/v1/coupons/{coupon}/claim")
    assert (refused.status, refused.code, funds(coupon).claims_left) == (409, "coupon_gone", 5)
