"""People of the staff: who they are, what they may do, how they are suspended and leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.access.model.register import Grants
from functions.access.store.records import GrantsRecord
from functions.shared.auth.standing import forget, standing_key, standing_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.access.people import STAFF, Member, register, told
from tests.support.http import Client
from tests.support.identity import bearer


@pytest.fixture
def owner() -> Member:
    return Member("owner", email="a@shop.example")


def test_a_change_of_roles_counts_for_the_next_look(owner: Member) -> None:
    """H07"""
    other = Member("support")
    changed = owner.edit(other, roles=["warehouse", "analyst"], warehouses=["wh_2", "wh_1", "wh_2"], name="Ada")
    assert (changed.status, changed.json["roles"], changed.json["warehouses"]) == (200, ["analyst", "warehouse"], ["wh_1", "wh_2"])
    assert "shipments.write" in changed.json["permissions"]
    who = other.client.get("/v1/admin/whoami").json
    assert (who["roles"], who["warehouses"], who["name"]) == (["analyst", "warehouse"], ["wh_1", "wh_2"], "Ada")
    assert who["timezone"] == settings().store_timezone
    assert abs(times.parse(who["now"]) - clock.now()) < timedelta(minutes=1)
    assert register().people[other.id] == standing_grants(other)
    assert told() == ["staff.edited"]


def standing_grants(member: Member) -> object:
    known = standing_of(member.id)
    merchants, warehouses = (None if one is None else tuple(sorted(one)) for one in (known.merchants, known.warehouses))
    return Grants(tuple(sorted(known.roles or ())), merchants, warehouses, known.suspended)


def test_the_list_finds_by_name_address_role_and_status(owner: Member) -> None:
    """H07"""
    other = Member("support", email="ben@shop.example")
    owner.edit(other, name="Ben Ötker")
    owner.suspend(other)
    for query in ("q=ötker", "q=BEN@shop", "role=support", "status=suspended"):
        assert [one["id"] for one in owner.client.get(f"{STAFF}?{query}").json["data"]] == [other.id], query
    assert [one["id"] for one in owner.client.get(f"{STAFF}?status=active").json["data"]] == [owner.id]
    first = owner.client.get(f"{STAFF}?limit=1").json
    rest = owner.client.get(f"{STAFF}?limit=1&cursor={first['next_cursor']}").json
    assert {first["data"][0]["id"], rest["data"][0]["id"]} == {owner.id, other.id}
    assert rest["next_cursor"] is None


def test_somebody_suspended_is_out_and_comes_back(owner: Member) -> None:
    """H07"""
    other = Member("support")
    assert owner.suspend(other).json["status"] == "suspended"
    assert owner.suspend(other).json == owner.suspend(other).json
    assert (other.client.get("/v1/admin/whoami").status, other.client.get("/v1/admin/whoami").code) == (401, "suspended")
    back = owner.client.post(f"{other.url}/reinstate", {})
    assert (back.status, back.json["status"], other.client.get("/v1/admin/whoami").status) == (200, "active", 200)
    assert told() == ["staff.suspended", "staff.reinstated"]


def test_who_leaves_is_a_customer(owner: Member) -> None:
    """H07"""
    other = Member("support")
    gone = owner.client.delete(other.url, Idempotency_Key="gone")
    assert gone.status == 200
    assert owner.client.delete(other.url, Idempotency_Key="gone").json == gone.json
    # Also what the groups of an old token say is over.
    late = Client(other.client.app, bearer("support", subject=other.subject)).get("/v1/admin/whoami")
    assert (late.status, late.code) == (403, "forbidden")
    assert [one["id"] for one in owner.client.get(STAFF).json["data"]] == [owner.id]
    assert owner.client.get(other.url).status == 404
    assert GrantsRecord.get(standing_key(other.id), standing_key(other.id)).body is None
    assert told() == ["staff.removed"]


def test_nobody_gives_or_touches_more_than_they_hold(owner: Member) -> None:
    """H07: a role that grants itself more."""
    assert owner.client.post("/v1/admin/roles", {"name": "hr", "permissions": ["staff.read", "staff.write", "orders.read"]}).status == 201
    clerk, other = Member("analyst"), Member("support")
    owner.edit(clerk, roles=["hr"])
    forget()
    before = register()
    for answer in (
        clerk.edit(clerk, roles=["hr", "owner"]),
        clerk.edit(other, roles=["hr"]),
        clerk.suspend(owner),
        clerk.client.delete(other.url),
        clerk.client.post(STAFF, {"email": "new@shop.example", "roles": ["finance"]}),
        clerk.client.put("/v1/admin/roles/hr", {"permissions": ["staff.write", "orders.write"]}),
        clerk.client.post("/v1/admin/roles", {"name": "more", "copy_of": "owner"}),
    ):
        assert (answer.status, answer.code) == (403, "more_than_own")
    assert register() == before


def test_who_acts_for_some_warehouses_lets_nobody_act_for_others(owner: Member) -> None:
    """H07"""
    second, other = Member("owner"), Member("warehouse")
    assert owner.edit(second, warehouses=["wh_1"]).status == 200
    assert owner.edit(other, warehouses=["wh_1"]).status == 200
    forget()
    assert second.edit(other, warehouses=["wh_1", "wh_2"]).code == "more_than_own"
    assert second.edit(other, warehouses=None).code == "more_than_own"
    assert second.edit(other, name="Cleo").status == 200
    assert second.edit(owner, name="Dora").code == "more_than_own"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": []}, "too_short"),
        ({"roles": ["none"]}, "unknown_role"),
        ({"roles": ["no role"]}, "string_pattern_mismatch"),
        ({"merchants": [""]}, "string_too_short"),
        ({"suspended": True}, "extra_forbidden"),
    ],
)
def test_bad_input(owner: Member, changes: dict[str, object], code: str) -> None:
    other = Member("support")
    answer = owner.client.patch(other.url, changes)
    assert answer.status == 422
    assert code in answer.text
    assert (told(), owner.client.get(f"{STAFF}/cus_none").status) == ([], 404)


def test_what_another_changed_meanwhile_is_not_overwritten(owner: Member) -> None:
    other = Member("support")
    tag = owner.client.get(other.url).headers["etag"]
    assert owner.client.patch(other.url, {"name": "Eve"}, If_Match=tag).status == 200
    stale = owner.client.patch(other.url, {"roles": ["analyst"]}, If_Match=tag)
    assert (stale.status, stale.code, stale.json["current"]["name"]) == (409, "version_conflict", "Eve")
