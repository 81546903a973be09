"""What judges the requests of a restore finds what is wrong with them; without that the proof would say nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from proofs.restore.shapes import faults

GOOD = {
    "SourceTableName": "shop-prod-orders",
    "TargetTableName": "shop-prod-orders-safe",
    "RestoreDateTime": datetime(2026, 11, 26, 8, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ""),
        ({"TargetTableName": "a b c"}, "does not match"),
        ({"TargetTableName": "ab"}, "is not within 3 and 255"),
        ({"RestoreDateTime": "2026-11-26"}, "is str, not timestamp"),
        ({"RestoreDateTime": datetime(2026, 11, 26, 8)}, "has no time zone"),  # noqa: DTZ001 — that is the fault
        ({"Moment": 1}, "Moment is unknown"),
        ({"BillingModeOverride": "FREE"}, "is none of"),
        ({"SSESpecificationOverride": {"Enabled": "yes"}}, "is str, not boolean"),
        ({"TargetTableName": None}, "TargetTableName is missing"),
    ],
)
def test_a_request_for_a_point_in_time(change: dict[str, Any], told: str) -> None:
    """X43"""
    shape = boto3.client("dynamodb", region_name="us-east-1").meta.service_model.operation_model("RestoreTableToPointInTime").input_shape
    found = list(faults(shape, {name: value for name, value in {**GOOD, **change}.items() if value is not None}, "request"))
    assert (told in " ".join(found)) if told else (found == [])
