"""Every operation of every domain is called by every role and by nobody: who may not is turned away, who may is let in."""

from __future__ import annotations

import importlib
import uuid
from collections.abc import Iterator
from functools import lru_cache

import boto3
import pytest

from functions.access.model.register import Role
from functions.access.store.registers import role_write
from functions.platform.service.contract import entry_modules
from functions.shared.auth.roles import PUBLIC, ROLES, SIGNED_IN, STAFF, permissions_of
from functions.shared.http.app import ShopApp
from functions.shared.http.operation import Operation
from functions.shared.plain import settings
from functions.shared.store.transactions import transact
from tests.integration.access.key_makers import a_person
from tests.integration.access.standings import stand
from tests.support.http import Answer, Client
from tests.support.identity import bearer, token

CUSTOMER = ""
"""Signed in, without any group."""
_SIGNED = ("/v1/webhooks/", "/ucp/", "/acp/", "/o/", "/oauth/token", "/oauth/revoke")
"""Whose senders prove themselves by a signature (machines that buy and link, too, those of ACP by a key of the shop), and pages that a
signed link opens; what people send as Authorization is not looked at."""
_NO_INDEX = "/v1/admin/search_rules/explain"
"""503 while nothing can be searched."""


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


def _broken(op: Operation, answer: Answer) -> bool:
    return answer.status >= 500 and (answer.status, op.path) != (503, _NO_INDEX)


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
        if refused is allowed or _broken(op, answer):
            wrong.append((f"{op.method} {op.path}", op.permission, answer.status))
    assert wrong == []


def _staff_doors() -> Iterator[tuple[ShopApp, Operation]]:
    """Those of staff, and of everything else enough to see that what is not staff's is not changed by it. None signs out."""
    doors = [(app, op) for app, op in _doors() if op.path != "/v1/auth/logout"]
    yield from ((app, op) for number, (app, op) in enumerate(doors) if op.path.startswith("/v1/admin/") or number % 10 == 0)


def _wrong(headers: dict[str, str], allowed: frozenset[str]) -> list[tuple[str, str, int]]:
    found = []
    for app, op in _staff_doors():
        answer = _knock(app, op, headers)
        refused = answer.status == 403 and answer.code == "forbidden"
        if refused is (op.permission in allowed) or _broken(op, answer):
            found.append((str(op), op.permission, answer.status))
    return found


@pytest.mark.parametrize(("more", "less"), [({"keys.write"}, set()), (set(), {"orders.read"})], ids=["one_more", "one_less"])
def test_a_role_of_the_shop_s_own_gets_exactly_what_it_says(more: set[str], less: set[str]) -> None:
    """H07: a copy of a built-in one with one permission more or less; nothing of what it was copied from is left."""
    may = (permissions_of(frozenset({"support"})) | more) - less
    transact([role_write("helpers", Role(tuple(sorted(may))))])
    subject = str(uuid.uuid4())
    stand(subject, "helpers")
    assert _wrong(bearer(subject=subject), may | {PUBLIC, SIGNED_IN, STAFF}) == []


def test_a_secret_key_with_one_scope_gets_that_and_what_is_public() -> None:
    """O01, H07: what is of a person is closed to it, whoever made it."""
    made = a_person("owner").make("orders.read", calls_per_minute=0)
    assert made.status == 201, made.text
    assert _wrong({"X-Api-Key": made.json["secret"]}, frozenset({PUBLIC, STAFF, "orders.read"})) == []


def test_a_publishable_key_gets_what_a_guest_does() -> None:
    """O01: known, and not allowed; where customers are meant, signing in would help (401)."""
    secret = a_person("owner").make(kind="publishable", calls_per_minute=0).json["secret"]
    assert _wrong({"X-Api-Key": secret}, frozenset({PUBLIC, SIGNED_IN})) == []


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
