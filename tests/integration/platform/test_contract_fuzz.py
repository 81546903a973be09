"""What the contract tells is what is answered, whatever is sent: in the process, where settings may be changed at will."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest

from functions.shared.outside.observability import logger
from functions.shared.plain.settings import settings
from tests.integration.platform.test_every_role_at_every_door import _doors
from tests.support.contract_fuzz import Fuzz
from tests.support.depth import DEPTH
from tests.support.identity import bearer
from tests.support.template import contract

_ELSEWHERE = ("/v1/auth/", "/v1/me/factors", "/v1/search", "/v1/webhooks/")
"""Whose pool, index and queues this process has not got: the journey asks them."""


def _sent(method: str, path: str, address: str, headers: Mapping[str, str], raw: bytes) -> tuple[int, Mapping[str, str], bytes]:
    app = next(app for app, op in _doors() if (op.method, op.path) == (method, path))
    split = urlsplit(address)
    pairs = zip(path.split("/"), split.path.split("/"), strict=True)
    query = parse_qs(split.query, keep_blank_values=True)
    named = {name.lower(): value for name, value in headers.items()}
    event = {
        "resource": path,
        "path": split.path,
        "httpMethod": method,
        "headers": named,
        "multiValueHeaders": {name: [value] for name, value in named.items()},
        "multiValueQueryStringParameters": query or None,
        "pathParameters": {name[1:-1]: unquote(given) for name, given in pairs if name.startswith("{")} or None,
        "stageVariables": None,
        "requestContext": {"resourcePath": path, "httpMethod": method, "requestId": "r", "identity": {"sourceIp": "127.0.0.1"}},
        "body": base64.b64encode(raw).decode(),
        "isBase64Encoded": True,
    }
    answer = app(event, None)
    content = base64.b64decode(answer["body"]) if answer.get("isBase64Encoded") else answer["body"].encode()
    more = {name: values[0] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    return answer["statusCode"], answer["headers"] | more, content


def test_every_answer_is_in_the_contract(caplog: pytest.LogCaptureFixture) -> None:
    """X04: at one operation in four; PROOF_DEPTH=4 asks at all of them."""
    logger()  # made before its level is changed, or the level it is given back later is none
    caplog.set_level(logging.CRITICAL, "test")
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    document = contract()
    document["paths"] = {path: item for path, item in document["paths"].items() if not path.startswith(_ELSEWHERE)}
    fuzz = Fuzz(document, _sent, {"customer": bearer(), "owner": bearer("owner")})
    # What nobody is answered is the same at every door (test_every_role_at_every_door.py).
    # What is right reaches further on the shop that is served, where a function has its role's rights and no more: the journey asks that.
    one_in = max(1, 4 // DEPTH)
    fuzz.run(number=7, right=False, one_in=one_in)
    assert fuzz.answered > 400 // one_in
    assert fuzz.wrong == []
