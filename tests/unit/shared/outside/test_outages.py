"""Busy or unreachable is not our error, and a wrong request is not an outage."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError, ReadTimeoutError
from pynamodb.exceptions import GetError, QueryError

from functions.shared.outside.last_calls import NoTimeLeft
from functions.shared.outside.outages import is_outage


def _refused(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "GetItem")


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (_refused("ThrottlingException"), True),
        (_refused("ProvisionedThroughputExceededException"), True),
        (_refused("SomethingNew", 503), True),
        (_refused("ValidationException"), False),
        (_refused("AccessDeniedException"), False),
        (GetError(cause=_refused("ThrottlingException")), True),
        (QueryError(cause=_refused("ValidationException")), False),
        (QueryError(), False),
        (ReadTimeoutError(endpoint_url="x"), True),
        (NoTimeLeft(), True),
        (EndpointConnectionError(endpoint_url="x"), True),
        (ParamValidationError(report="x"), False),
    ],
)
def test_what_is_an_outage(error: Exception, outage: bool) -> None:
    """F-A27: 503, never 500, when the tables are busy."""
    assert is_outage(error) is outage
