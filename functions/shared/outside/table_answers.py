"""What DynamoDB answers, read in one pass of JSON.

botocore walks over an answer once more, shape by shape, to make bytes and times of what JSON has none of. Tables' data are texts,
numbers written as texts and truth values, so there is nothing to make; errors, and answers that hold bytes, stay botocore's. Its hook
`before-parse` is for that: what a handler puts into `customized_response_dict` is part of the
answer (docs/adr/0036-what-a-warm-call-costs.md).
"""

from __future__ import annotations

import re
from typing import Any

from botocore.session import Session
from pydantic_core import from_json

_OPERATIONS = ("GetItem", "BatchGetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "TransactGetItems")
# As the name of a member. The same in a text is written with a backslash before the quotes.
_BYTES = re.compile(rb'"BS?"\s*:')


def read_plainly(session: Session) -> None:
    """For every client of tables that the session makes from now on."""
    for operation in _OPERATIONS:
        session.register(f"before-parse.dynamodb.{operation}", _read)


def _read(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    body = response_dict["body"]
    if response_dict["status_code"] >= 300 or _BYTES.search(body):
        return
    try:
        # Four times as fast as the standard library with texts in which every other sign is a quote, as bodies are.
        answer = from_json(body, cache_strings="keys")
    except ValueError:
        # Cut off on the way, or half of a surrogate pair: botocore has its own answer to that.
        return
    if isinstance(answer, dict):
        customized_response_dict.update(answer)
        response_dict["body"] = b""
