"""F01: the carriers of the shop."""

from __future__ import annotations

from functions.shipping.app import app
from tests.support.http import Client
from tests.support.identity import bearer


def test_the_carriers_are_listed() -> None:
    """F01"""
    answer = Client(app).call("GET", "/v1/admin/carriers", None, bearer("warehouse"))
    listed = {one["code"]: (one["creates_waybills"], one["sends_traces"], one["enabled"]) for one in answer.json["data"]}
    assert (listed["manual"], listed["sandbox"]) == ((False, False, True), (True, True, True))
