"""X04: what a refusal adds of its own replaces nothing that every problem document has."""

from __future__ import annotations

from functions.shared.http.problems import problem
from functions.shared.plain.errors import Conflict


def test_own_members_stand_beside_the_others() -> None:
    """X04"""
    refused = Conflict("It has left.", code="parcel_handed_over", parcel_status="DELIVERED", status="DELIVERED")
    document = problem(refused, instance="/v1/x", request_id="r")
    assert (document["status"], document["code"], document["parcel_status"]) == (409, "parcel_handed_over", "DELIVERED")
