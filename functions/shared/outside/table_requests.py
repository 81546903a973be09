"""What DynamoDB is asked, written in one pass of JSON.

botocore walks over the parameters shape by shape to turn bytes and times into what JSON has. PynamoDB makes them ready for JSON, so there
is nothing to turn; the walk was a third of the CPU of a process that writes large transactions. Two of botocore's documented hooks are
for that: `provide-client-params` may put other parameters in place of the given ones, `before-call` may change the request before it is
signed and sent, once or again (docs/adr/0036-what-a-warm-call-costs.md).
"""

from __future__ import annotations

import json
from typing import Any

from botocore.handlers import add_retry_headers
from pydantic_core import to_json

_OPERATIONS = ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "TransactWriteItems", "BatchWriteItem")
_LOOKED_AT: dict[str, dict[str, Any]] = {"BatchGetItem": {"RequestItems": {}}, "BatchWriteItem": {"RequestItems": {}}}
"""botocore asks for the names of its tables, because one written as an ARN may have another endpoint. Ours are never written so."""
_WRITTEN = "written_plainly"


def ask_plainly(client: Any) -> None:
    """For a client that does not check parameters: it finds next to none."""
    for operation in _OPERATIONS:
        client.meta.events.register(f"provide-client-params.dynamodb.{operation}", _set_aside)
        client.meta.events.register(f"before-call.dynamodb.{operation}", _put_back)
    # Two headers by which AWS counts how often its SDKs try again. Whether they do does not depend on them.
    client.meta.events.unregister("request-created", add_retry_headers)
    # After whoever answers instead of AWS, as the doubles of tests do: they look for headers in any case of letters.
    client.meta.events.register_last("before-send", _plain_headers)


def _set_aside(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> dict[str, Any] | None:
    """Leaves botocore what it gives a value to where there is none: the token of a transaction."""
    own = model.idempotent_members
    try:
        context[_WRITTEN] = _json({name: value for name, value in params.items() if name not in own})
    except TypeError:
        # Bytes: botocore knows how they are written.
        return None
    return {name: params[name] for name in own if name in params} if own else _LOOKED_AT.get(model.name, {})


def _put_back(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    written = context.pop(_WRITTEN, None)
    if written is not None:
        rest = params["body"].decode() if model.idempotent_members else "{}"
        params["body"] = written if rest == "{}" else written[:-1] + f",{rest[1:]}".encode()


def _json(params: dict[str, Any]) -> bytes:
    """Raises TypeError for bytes."""
    try:
        written = to_json(params)
    except ValueError:
        # Half of a surrogate pair, which only the standard library writes.
        return json.dumps(params).encode()
    # Bytes would be written as if they were text. In a text these signs stand behind a backslash.
    return json.dumps(params).encode() if b'"B":' in written or b'"BS":' in written else written


def _plain_headers(request: Any, **_: Any) -> None:
    """botocore's own mapping makes an object of each name whenever one is looked at; by now they are only written down."""
    request.headers = dict(request.headers.items())
