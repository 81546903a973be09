"""A call of AWS that sends something: made once, and what its failure says of whether it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
from botocore.parsers import ResponseParserError

from functions.notifications.model.channel import NotSent

NO_ANSWER, UNREACHABLE = "no_answer", "unreachable"


@contextmanager
def asked_once(*, word_follows: bool = False) -> Iterator[None]:
    """Raises NotSent. Where the answer is lost or cannot be read, or the service failed (5xx), nobody knows; `word_follows`: the service
    tells later.
    The client is to be one that does not ask again by itself (`aws.client(…, repeats=False)`)."""
    try:
        yield
    except ConnectionError as error:
        raise NotSent(UNREACHABLE) from error
    except (HTTPClientError, ResponseParserError) as error:
        raise NotSent(NO_ANSWER, word_follows=word_follows) from error
    except ClientError as error:
        failed = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) >= 500
        raise NotSent(str(error.response.get("Error", {}).get("Code", "unknown")), word_follows=word_follows and failed) from error
