"""A shop's own roles."""

from __future__ import annotations

import pytest

from functions.shared.auth.roles import PERMISSIONS, permissions_of
from functions.shared.auth.roles import ROLES as BUILT_IN
from functions.shared.auth.standing import standing_of
from tests.integration.access.people import ROLES, Member, told


@pytest.fixture
def owner() -> Member:
    return Member("owner")


def test_permissions_and_built_in_roles_are_listed(owner: Member) -> None:
    """H07"""
    assert {one["id"] for one in owner.client.get("/v1/admin/permissions").json["data"]} == PERMISSIONS
    listed = {one["name"]: one for one in owner.client.get(ROLES).json["data"]}
    assert list(listed) == list(BUILT_IN)
    assert set(listed["support"]["permissions"]) == permissions_of(frozenset({"support"}))
    assert (listed["owner"]["built_in"], listed["owner"]["people"]) == (True, 1)


def test_a_copy_can_be_changed_and_holds_for_who_has_it(owner: Member) -> None:
    """H07: and a later change of nothing but the copy."""
    body = {"name": "packers", "copy_of": "warehouse", "permissions": ["catalog.read"]}
    made = owner.client.post(ROLES, body, Idempotency_Key="p")
    assert made.status == 201
    assert set(made.json["permissions"]) == permissions_of(frozenset({"warehouse"})) | {"catalog.read"}
    assert owner.client.post(ROLES, body, Idempotency_Key="p").json == made.json
    packer = Member("analyst")
    owner.edit(packer, roles=["packers"])
    assert "stock.write" in standing_of(packer.id).permissions
    changed = owner.client.put(f"{ROLES}/packers", {"permissions": ["orders.read"]})
    assert (changed.status, changed.json["permissions"], changed.json["people"]) == (200, ["orders.read"], 1)
    assert standing_of(packer.id).permissions == frozenset({"orders.read"})
    assert told() == ["role.created", "staff.edited", "role.changed"]


def test_a_role_that_nobody_has_goes(owner: Member) -> None:
    owner.client.post(ROLES, {"name": "packers", "permissions": ["orders.read"]})
    assert owner.client.delete(f"{ROLES}/packers").status == 200
    assert owner.client.get(f"{ROLES}/packers").status == 404
    assert told()[-1] == "role.removed"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "owner", "permissions": ["orders.read"]}, 409, "role_exists"),
        ({"name": "packers", "permissions": ["orders.all"]}, 422, "value_error"),
        ({"name": "packers"}, 422, "value_error"),
        ({"name": "packers", "copy_of": "none"}, 404, "not_found"),
        ({"name": "Packers", "permissions": ["orders.read"]}, 422, "string_pattern_mismatch"),
    ],
)
def test_bad_input(owner: Member, body: dict[str, object], status: int, code: str) -> None:
    answer = owner.client.post(ROLES, body)
    assert answer.status == status
    assert code in answer.text


def test_built_in_roles_stay_as_they_are(owner: Member) -> None:
    """H07"""
    for answer in (owner.client.put(f"{ROLES}/support", {"permissions": ["orders.read"]}), owner.client.delete(f"{ROLES}/support")):
        assert (answer.status, answer.code) == (409, "built_in_role")


def test_two_who_change_a_role_at_once(owner: Member) -> None:
    owner.client.post(ROLES, {"name": "packers", "permissions": ["orders.read"]})
    tag = owner.client.get(f"{ROLES}/packers").headers["etag"]
    assert owner.client.put(f"{ROLES}/packers", {"permissions": ["stock.read"]}, If_Match=tag).status == 200
    assert owner.client.put(f"{ROLES}/packers", {"permissions": ["catalog.read"]}, If_Match=tag).code == "version_conflict"
