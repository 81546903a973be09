"""Every operation of every domain is called by every role and by nobody: who may not is turned away, who may is let in."""

from __future__ import annotations

import importlib
from functools import lru_cache

import pytest

from functions.platform.contract import entry_modules
from functions.shared.api import Operation, ShopApp
from functions.shared.auth.roles import PUBLIC, ROLES, SIGNED_IN, permissions_of
from tests.support.http import Answer, Client
from tests.support.identity import bearer

CUSTOMER = ""
"""Signed in, without any group."""


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
    headers = bearer(role) if role else bearer()
    may = permissions_of(frozenset({role}))
    wrong = []
    for app, op in _doors():
        allowed = op.permission in may | {PUBLIC, SIGNED_IN}
        answer = _knock(app, op, headers)
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
