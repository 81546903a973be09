"""`shop staff`: the same rules with the keys of the account."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import functions.access as access
from infra.cli.redrive import Target
from infra.cli.staff import acting
from infra.local.trouble import Trouble
from infra.outputs import Outputs
from tests.integration.access.people import Member, told


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Target:
    monkeypatch.setenv("TABLE_ACCESS", "access")
    monkeypatch.setenv("TABLE_CUSTOMERS", "customers")
    nothing: dict[str, Any] = dict.fromkeys(Outputs.__dataclass_fields__, "")
    return Target(boto3.Session(region_name="us-east-1"), Outputs(**{**nothing, "tables": {"access": "access", "customers": "customers"}}))


def test_somebody_is_invited_listed_and_suspended(place: Target) -> None:
    """H07"""
    Member("owner")
    other = Member("support", email="ben@shop.example")
    acting(place, lambda: access.operator_invites(" New@Shop.example", ["finance"], "en"))
    assert acting(place, lambda: access.operator_suspends("ben@shop.example")) == other.id
    listed = {one.email: (one.status.value, one.roles) for one in acting(place, lambda: access.operator_lists())}
    assert listed["ben@shop.example"] == ("suspended", ["support"])
    assert listed["new@shop.example"] == ("invited", ["finance"])
    assert told() == ["staff.invited", "staff.suspended"]


def test_what_the_shop_refuses_is_said_in_a_sentence(place: Target) -> None:
    """H07: the last owner, also from the command line."""
    Member("owner", email="a@shop.example")
    with pytest.raises(Trouble, match="last_owner"):
        acting(place, lambda: access.operator_suspends("a@shop.example"))
    with pytest.raises(Trouble, match="not_found"):
        acting(place, lambda: access.operator_suspends("none@shop.example"))
    with pytest.raises(Trouble, match="unknown_role"):
        acting(place, lambda: access.operator_invites("x@shop.example", ["none"], "en"))
