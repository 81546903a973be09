"""Every operation of every domain is called by every role and by nobody: who may not is turned away, who may is let in."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import lru_cache

import boto3
import pytest

from functions.platform.service.contract import entry_modules
from functions.shared.auth.roles import PUBLIC, ROLES, SIGNED_IN, STAFF, permissions_of
from functions.shared.http.app import ShopApp
from functions.shared.http.operation import Operation
from functions.shared.plain import settings
from tests.support.http import Answer, Client
from tests.support.identity import bearer, token

CUSTOMER = ""
"""Signed in, without any group."""
_SIGNED = ("/v1/webhooks/", "/o/")
"""Whose senders prove themselves by a signature, and pages that a signed link opens; what is sent as Authorization is not looked at."""


@pytest.fixture(autouse=True)
def _pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has an account there."""
    monkeypatch.setenv("USER_POOL_ID", boto3.client("cognito-idp").create_user_pool(PoolName="shop")["UserPool"]["Id"])
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@lru_cache(maxsize=1)
def _doors() -> list[tuple[ShopApp, Operation]]:
    apps: list[ShopApp] = [importlib.import_module(name).app for name in entry_modules()]
    return [(app, op) for app in apps for op in app.operations]


def _knock(app: ShopApp, op: Operation, headers: dict[str, str]) -> Answer:
    """With an id nobody has and without a body: past the permission the call ends as 404 or 422, having changed nothing."""
    path = op.path
    while "{" in path:
        path = path[: path.index("{")] + "nobody" + path[path.index("}") + 1 :]
    return Client(app).call(op.method, path, None, headers)


@pytest.mark.parametrize("role", [*ROLES, CUSTOMER])
def test_a_role_gets_exactly_what_its_permissions_allow(role: str) -> None:
    """H07"""
    may = permissions_of(frozenset({role}))
    wrong = []
    for app, op in _doors():
        allowed = op.permission in may | {PUBLIC, SIGNED_IN} | ({STAFF} if may else set())
        # One door signs out: somebody else knocks at the next.
        answer = _knock(app, op, bearer(role) if role else bearer())
        refused = answer.status == 403 and answer.code == "forbidden"
        if refused is allowed or answer.status >= 500:
            wrong.append((f"{op.method} {op.path}", op.permission, answer.status))
    assert wrong == []


def test_nobody_gets_what_is_public_and_nothing_else() -> None:
    """H07"""
    wrong = []
    for app, op in _doors():
        answer = _knock(app, op, {})
        turned_away = answer.status == 401 and answer.headers["content-type"] == "application/problem+json"
        if turned_away is (op.permission == PUBLIC) or answer.status >= 500:
            wrong.append((f"{op.method} {op.path}", op.permission, answer.status, answer.text))
    assert wrong == []


@pytest.mark.parametrize("groups", [(), ("owner",)], ids=["customer", "owner"])
def test_who_is_signed_in_is_let_in_everywhere_the_public_is(groups: tuple[str, ...]) -> None:
    """F-B1: a good token never makes a public read fail."""
    guest = {(op.method, op.path): _knock(app, op, {}).status for app, op in _doors() if op.permission == PUBLIC}
    signed_in = {(op.method, op.path): _knock(app, op, bearer(*groups)).status for app, op in _doors() if op.permission == PUBLIC}
    reads = {name: status for name, status in guest.items() if name[0] == "GET"}
    assert len(reads) > 20
    assert {name: signed_in[name] for name in reads} == reads
    assert 401 not in {status for (_, path), status in signed_in.items() if not path.startswith(_SIGNED)}


@pytest.mark.parametrize("text", [token(claims={"exp": 1}), "garbage"], ids=["expired", "garbage"])
def test_a_bad_token_is_refused_also_where_none_is_needed(text: str) -> None:
    """F-B1: the client believes itself signed in; an answer for guests would hide that it is not."""
    for app, op in _doors():
        if not op.path.startswith(_SIGNED):
            answer = _knock(app, op, {"Authorization": f"Bearer {text}"})
            assert (answer.status, answer.code, answer.headers["www-authenticate"]) == (401, "invalid_token", "Bearer"), op.path
