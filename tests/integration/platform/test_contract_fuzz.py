"""What the contract tells is what is answered, whatever is sent: in the process, where settings may be changed at will."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import boto3
import pytest

from functions.shared.outside.observability import logger
from functions.shared.plain.settings import settings
from tests.integration.platform.test_every_role_at_every_door import _doors
from tests.support.contract_fuzz import Fuzz, sent
from tests.support.depth import DEPTH
from tests.support.identity import bearer
from tests.support.template import contract

_ELSEWHERE = ("/v1/auth/", "/v1/me/factors", "/v1/search", "/v1/webhooks/")
"""Whose pool, index and queues this process has not got: the journey asks them."""


def _sent(method: str, path: str, address: str, headers: Mapping[str, str], raw: bytes) -> tuple[int, Mapping[str, str], bytes]:
    app = next(app for app, op in _doors() if (op.method, op.path) == (method, path))
    return sent(app, method, path, address, headers, raw)


def test_every_answer_is_in_the_contract(caplog: pytest.LogCaptureFixture) -> None:
    """X04: two calls at one operation in eight; PROOF_DEPTH=8 asks at all of them, the proof `contract` as six roles."""
    logger()  # made before its level is changed, or the level it is given back later is none
    caplog.set_level(logging.CRITICAL, "test")
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    document = contract()
    document["paths"] = {path: item for path, item in document["paths"].items() if not path.startswith(_ELSEWHERE)}
    fuzz = Fuzz(document, _sent, {"customer": bearer(), "owner": bearer("owner")})
    # What nobody is answered is the same at every door (test_every_role_at_every_door.py).
    # What is right reaches further on the shop that is served, where a function has its role's rights and no more: the journey asks that.
    one_in = max(1, 8 // DEPTH)
    fuzz.run(number=7, right=False, one_in=one_in, calls=2)
    assert fuzz.answered > 400 // one_in
    assert fuzz.wrong == []
