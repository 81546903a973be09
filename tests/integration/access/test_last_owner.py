"""Somebody who can manage staff is always left, however many act at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.access.model.rights import managers
from functions.access.roles import manage_roles
from functions.access.staff import edit_people
from functions.access.store import registers
from tests.integration.access.people import ROLES, STAFF, Member, register
from tests.support.http import Answer
from tests.support.races import in_between

Act = Callable[[Member, Member], Answer]
ACTS: dict[str, Act] = {
    "demote": lambda one, other: one.edit(other, roles=["support"]),
    "suspend": lambda one, other: one.suspend(other),
    "remove": lambda one, other: one.client.delete(other.url),
    "limit": lambda one, other: one.edit(other, warehouses=["wh_1"]),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_last_owner_stays(act: str) -> None:
    """H07: however they would cease to be one; an open invitation and somebody suspended do not count."""
    owner, other = Member("owner"), Member("owner")
    assert owner.suspend(other).status == 200
    assert owner.client.post(STAFF, {"email": "next@shop.example", "roles": ["owner"]}).status == 201
    refused = ACTS[act](owner, owner)
    assert (refused.status, refused.code) == (409, "last_owner")
    assert managers(register()) == {owner.id}


@pytest.mark.parametrize("act", ACTS)
def test_two_owners_who_shut_out_each_other(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 13, case 3: the second one acts between the first one's read and write."""
    one, other = Member("owner"), Member("owner")
    answers: list[Answer] = []
    in_between(monkeypatch, edit_people, "person_of", lambda: answers.append(ACTS[act](other, one)))
    answers.append(ACTS[act](one, other))
    assert [answer.status for answer in answers] == [200, 409]
    assert answers[1].code == "last_owner"
    assert managers(register()) == {other.id}


def test_many_owners_at_once_leave_one() -> None:
    """Issue 13, case 3"""
    owners = [Member("owner") for _ in range(4)]
    pairs = list(zip(owners, [*owners[1:], owners[0]], strict=True))
    with ThreadPoolExecutor(4) as pool:
        statuses = [answer.status for answer in pool.map(lambda pair: ACTS["suspend"](*pair), pairs)]
    left = managers(register())
    assert len(left) >= 1
    assert statuses.count(200) == 4 - len(left)


def test_the_only_role_that_manages_staff_keeps_the_right() -> None:
    """Issue 13, case 3: also when its holder gave up being an owner, and for the one who has another such role besides."""
    owner = Member("owner")
    for name in ("chiefs", "deputies"):
        assert owner.client.post(ROLES, {"name": name, "copy_of": "owner"}).status == 201
    assert owner.edit(owner, roles=["chiefs", "deputies"]).status == 200
    bare = {"permissions": ["orders.read"]}
    assert owner.client.put(f"{ROLES}/deputies", bare).status == 200
    refused = owner.client.put(f"{ROLES}/chiefs", bare)
    assert (refused.status, refused.code) == (409, "last_owner")
    assert managers(register()) == {owner.id}


def test_an_edit_of_a_role_while_the_other_manager_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 13, case 3"""
    owner, chief = Member("owner"), Member("analyst")
    assert owner.client.post(ROLES, {"name": "chiefs", "copy_of": "owner"}).status == 201
    assert owner.edit(chief, roles=["chiefs"]).status == 200
    gone: list[Answer] = []
    in_between(monkeypatch, manage_roles, "known_register", lambda: gone.append(chief.client.delete(owner.url)))
    refused = chief.client.put(f"{ROLES}/chiefs", {"permissions": ["staff.read"]})
    assert (gone[0].status, refused.status, refused.code) == (200, 409, "last_owner")


def test_a_role_that_is_given_while_it_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, other = Member("owner"), Member("support")
    owner.client.post(ROLES, {"name": "packers", "permissions": ["shipments.write"]})
    in_between(monkeypatch, manage_roles, "known_register", lambda: owner.edit(other, roles=["packers"]))
    refused = owner.client.delete(f"{ROLES}/packers")
    assert (refused.status, refused.code, refused.json["people"]) == (409, "role_in_use", 1)


def test_where_owners_are_known_by_groups_only_nobody_is_kept_from_leaving() -> None:
    """A stage from before there were standings: its owners are not in the register, so none of them can be the last of it."""
    clerk = Member("support")
    assert registers.known_register().becomes(register().with_person(clerk.id, None)) is not None
