"""The audit log is for ever: nothing of who may want to be forgotten comes into it."""

from __future__ import annotations

from typing import Any

from functions.shared.audit.masking import masked
from functions.shared.audit.paths import about_whom, writes
from tests.architecture.personal.test_ways_in import CONTRACT, texts_of
from tests.architecture.personal.ways_in import PERSONAL

MARK = "zqxvjkwb"
OF_NOBODY_WHO_BUYS = {"staff", "files"}
OF_THE_SHOP = ("/v1/admin/media/", "/v1/admin/return_policies", "/v1/admin/warehouses")
"""Their bodies have the same models, and hold pictures and addresses of the shop's own."""


def _sent(field: str) -> Any:
    """A body with the mark in that field: `lines.[].note`, `metadata.*`."""
    value: Any = MARK
    for name in reversed(field.split(".")):
        value = [value] if name == "[]" else {"key": value} if name == "*" else value if name == "?" else {name: value}
    return value


def test_what_staff_send_of_a_buyer_is_masked_in_the_log() -> None:
    """H14, O09: every field that is listed as personal, in every operation of staff that takes it."""
    checked, told = 0, []
    for path, operations in CONTRACT["paths"].items():
        for method, operation in operations.items():
            if not writes(method.upper(), path) or path.startswith(OF_THE_SHOP):
                continue
            for holder, field in texts_of(operation):
                places = [place for place, fields in PERSONAL.get(holder, {}).items() if field in fields.split()]
                if places and places[0] not in OF_NOBODY_WHO_BUYS:
                    checked += 1
                    told += [f"{method} {path}: {holder}.{field}"] if MARK in str(masked(_sent(field), **about_whom(path))) else []
    assert told == []
    assert checked > 40
