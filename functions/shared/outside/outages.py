"""What AWS could not do just now, told from what we did wrong: the first is 503 and safe to repeat, the second our own error."""

from __future__ import annotations

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from pynamodb.exceptions import PynamoDBException

from functions.shared.outside.last_calls import NoTimeLeft

FAILURES = (ClientError, BotoCoreError, PynamoDBException)
_UNREACHABLE = (ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, NoTimeLeft, ReadTimeoutError)
_BUSY = {
    "InternalError",
    "InternalServerError",
    "InternalFailure",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionConflictException",
    "TransactionInProgressException",
}


def is_outage(error: BaseException) -> bool:
    """Whether AWS was busy or did not answer."""
    cause = error.cause if isinstance(error, PynamoDBException) else error
    if isinstance(cause, ClientError):
        return cause.response.get("Error", {}).get("Code") in _BUSY or _status(cause) >= 500
    return isinstance(cause, _UNREACHABLE)


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
