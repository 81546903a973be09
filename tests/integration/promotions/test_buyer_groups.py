"""The groups that staff put customers into: none of two editors' changes is lost."""

from __future__ import annotations

import pytest

from functions.promotions.campaigns import buyer_api
from functions.promotions.store.records import BUYER_SK, BuyerRecord, customer_pk
from functions.shared.outside import fresh
from functions.shared.store.transactions import Update, transact
from tests.integration.promotions.shop import staff
from tests.support.races import in_between


@pytest.fixture
def customer() -> str:
    return fresh.new_id("cus")


def url(customer: str) -> str:
    return f"/v1/admin/promotion_buyers/{customer}"


def etag(version: int) -> str:
    return f'"{version}"'


def test_groups_have_a_version_that_grows_with_each_change(customer: str) -> None:
    """I13"""
    seen = [staff().get(url(customer)), *(staff().put(url(customer), {"groups": groups}) for groups in (["a"], ["a", "b"], ["b", "a"]))]
    assert [(one.status, one.json["version"], one.headers["etag"].strip('"')) for one in seen] == [
        (200, 0, "0"), (200, 1, "1"), (200, 2, "2"), (200, 2, "2"),
    ]  # fmt: skip


def test_who_edits_what_is_no_longer_there_is_refused(customer: str) -> None:
    """I13: also the very first time."""
    assert staff().put(url(customer), {"groups": ["a"]}, if_match=etag(0)).json["version"] == 1
    late = staff().put(url(customer), {"groups": ["b"]}, if_match=etag(0))
    assert (late.status, late.json["code"], late.json["current"]["groups"]) == (409, "version_conflict", ["a"])
    assert staff().put(url(customer), {"groups": ["b"]}, if_match=etag(1)).json["groups"] == ["b"]


@pytest.mark.parametrize("before", [[], ["a"]])
def test_two_editors_at_the_same_moment_do_not_overwrite_each_other(
    customer: str, before: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """I13: the one with an If-Match is told."""
    version = staff().put(url(customer), {"groups": before}).json["version"] if before else 0
    in_between(monkeypatch, buyer_api, "_read", lambda: staff().put(url(customer), {"groups": ["gold"]}))
    late = staff().put(url(customer), {"groups": ["silver"]}, if_match=etag(version))
    assert (late.status, late.json["code"]) == (409, "version_conflict")
    assert (staff().get(url(customer)).json["groups"], staff().get(url(customer)).json["version"]) == (["gold"], version + 1)


def test_a_counted_order_is_no_change_of_groups(customer: str) -> None:
    """I13: orders count themselves in the same item, also before groups are set."""
    count = Update(BuyerRecord, customer_pk(customer), BUYER_SK, [BuyerRecord.paid_orders.add(1)])
    transact([count])
    assert staff().get(url(customer)).json["version"] == 0
    assert staff().put(url(customer), {"groups": ["a"]}, if_match=etag(0)).json["paid_orders"] == 1
    transact([count])
    assert staff().put(url(customer), {"groups": ["b"]}, if_match=etag(1)).json == {
        "customer_id": customer, "version": 2, "groups": ["b"], "paid_orders": 2, "held_out_of": [], "rfm": None,
    }  # fmt: skip
