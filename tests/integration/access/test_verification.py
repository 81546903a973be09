"""What has to be proven of customers is the shop's to say; what is for verified customers alone asks for it."""

from __future__ import annotations

import pytest

from functions.catalog.app import app as catalog
from functions.shared.auth.standing import forget
from tests.integration.access.people import Member, told
from tests.integration.platform.test_every_role_at_every_door import _doors
from tests.support.http import Client
from tests.support.identity import bearer

SETTINGS = "/v1/admin/verification_settings"
MARKED = {
    "POST /v1/products/{id}/reviews",
    "PATCH /v1/products/{id}/reviews/{review_id}",
    "POST /v1/products/{id}/reviews/{review_id}/follow_up",
    "POST /v1/products/{id}/questions",
    "POST /v1/products/{id}/questions/{question_id}/answers",
    "POST /v1/orders/express",
    "PUT /v1/me/factors/payment_password",
}


def test_what_is_for_verified_customers_alone() -> None:
    """H03: and the contract names the refusal."""
    marked = [op for _, op in _doors() if op.verified_only]
    assert {str(op) for op in marked} == MARKED
    assert all((403, "verification_required") in op.errors for op in marked)


def test_the_shop_says_what_is_proven() -> None:
    """H03: under its version, told once, by who may change settings."""
    owner = Member("owner").client
    first = owner.get(SETTINGS)
    assert (first.json, first.headers["etag"]) == ({"required": [], "version": 0}, '"0"')
    saved = owner.put(SETTINGS, {"required": ["phone", "email", "phone"]})
    assert saved.status == 422, "a kind twice is one too many"
    saved = owner.put(SETTINGS, {"required": ["phone", "email"]})
    assert saved.json == {"required": ["email", "phone"], "version": 1}
    assert owner.put(SETTINGS, {"required": ["email", "phone"]}).json["version"] == 1
    assert owner.put(SETTINGS, {"required": []}, **{"If-Match": '"0"'}).code == "version_conflict"
    assert told().count("staff.verification_required") == 1
    manager = Member("manager").client
    assert (manager.get(SETTINGS).status, manager.put(SETTINGS, {"required": []}).status) == (200, 403)
    assert Member("warehouse").client.get(SETTINGS).status == 403


@pytest.mark.parametrize("body", [{}, {"required": "email"}, {"required": ["fax"]}, {"required": None}, {"required": [], "verified": 1}])
def test_bad_input(body: dict[str, object]) -> None:
    """H03"""
    assert Member("owner").client.put(SETTINGS, body).status == 422


def test_customers_are_asked_and_who_works_here_is_not() -> None:
    """H03: before what was sent is looked at."""
    Member("owner").client.put(SETTINGS, {"required": ["email"]})
    forget()
    door, path = Client(catalog), "/v1/products/prd_none/reviews"
    refused = door.post(path, {}, **bearer())
    assert (refused.status, refused.code, refused.json["missing"]) == (403, "verification_required", ["email"])
    assert door.post(path, {}, **Member("support").client.headers).status == 422
    assert door.post(path, {}).status == 401
