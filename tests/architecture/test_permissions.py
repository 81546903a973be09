"""Who may call what, over every operation of every domain. The calls themselves are made by role in the journeys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.platform.service.contract import operations
from functions.shared.auth.roles import PERMISSIONS, PUBLIC, ROLES, SIGNED_IN, STAFF, permissions_of
from functions.shared.http.operation import Operation

WRITES = ("POST", "PUT", "PATCH", "DELETE")
# Who is asked to repeat cannot be told apart by a key: providers have their own event ids, sign-in answers and secrets must not be stored.
# Of questions for lost links nothing is stored but how many there were, and the form of a page sends no key: its payment has one of its
# own. A statement by number has its content as its key, for a day: it cannot be looked up here what an earlier one was answered.
_WITHOUT_KEYS = (
    "/v1/webhooks/", "/v1/auth/", "/v1/me/email", "/v1/me/external", "/v1/me/factors", "/v1/me/phone", "/v1/orders/lookup",
    "/v1/orders/withdrawal", "/o/",
    # Machines: their protocols say what is answered for a key (functions/agents/store/answers.py).
    "/ucp/", "/acp/", "/oauth/",
    # Each event has an id of its own, by which it counts once (ADR 93).
    "/v1/events",
    # Who asks again gets what they got first.
    "/v1/experiments",
    # What is kept is kept once, what is gone is gone, and a day is counted once, however often it is sent.
    "/v1/me/favourites", "/v1/me/history", "/v1/me/check_ins", "/v1/me/linked_agents",
)  # fmt: skip

# Questions that are too long for an address: nothing is stored, and who asks again is answered anew.
_QUESTIONS = {
    "POST /v1/admin/carriers/{code}/quotes",
    "POST /v1/admin/notifications/templates/{id}/preview",
    "POST /v1/admin/orders/delivery_notes",
    "POST /v1/admin/orders/pick_lists",
    "POST /v1/admin/orders/{id}/refunds/preview",
    "POST /v1/admin/risk_settings/dry_run",
    "POST /v1/admin/shipments/labels",
    "POST /v1/gift_cards/balance",
    "POST /v1/orders/{id}/preview",
}


def _all_but(holds: Callable[[Operation], bool]) -> list[str]:
    """The operations of which it does not hold: one loop, for a test of its own for each of them would cost a hundred times as much."""
    every = operations()
    assert len(every) > 800
    return [str(op) for op in every if not holds(op)]


def test_every_operation_declares_who_may_call_it() -> None:
    """H07"""
    assert _all_but(lambda op: op.permission in PERMISSIONS | {PUBLIC, SIGNED_IN, STAFF}) == []


def test_staff_paths_need_a_staff_permission_and_only_they_do() -> None:
    """H07"""
    assert _all_but(lambda op: op.path.startswith("/v1/admin/") == (op.permission in PERMISSIONS | {STAFF})) == []


def test_what_is_mine_needs_a_sign_in() -> None:
    assert _all_but(lambda op: not f"{op.path}/".startswith("/v1/me/") or op.permission == SIGNED_IN) == []


def test_every_write_keeps_its_answer_for_repeated_keys() -> None:
    """X01. Declared, and written too."""
    assert _all_but(lambda op: not _wants_a_key(op) or op.idempotent is not None) == []
    assert _all_but(lambda op: not _wants_a_key(op) or bool({"remember", "remembering"} & _names_used(op.handler))) == []


def _wants_a_key(op: Operation) -> bool:
    return op.method in WRITES and not op.path.startswith(_WITHOUT_KEYS) and str(op) not in _QUESTIONS


# What makes nothing but a copy of what its caller may read.
_COPIES = {"POST /v1/admin/exports", "POST /v1/admin/audit_exports", "POST /v1/admin/report_exports", "POST /v1/admin/share_report"}


def test_no_write_is_done_with_a_reading_permission() -> None:
    """F-B5. The other half, what staff reach as buyers do: tests/integration/orders/placed/test_reading_is_not_writing.py."""
    harmless = _COPIES | _QUESTIONS
    assert _all_but(lambda op: op.method not in WRITES or str(op) in harmless or not op.permission.endswith(".read")) == []


def _names_used(handler: Any) -> set[str]:
    """Names used in the handler, in its lambdas, and in the functions that it calls of its own module or of one that makes answers."""
    codes = [handler.__code__, *(constant for constant in handler.__code__.co_consts if hasattr(constant, "co_names"))]
    names = {name for code in codes for name in code.co_names}
    called = [handler.__globals__.get(name) for name in names]
    near = [
        one for one in called if hasattr(one, "__code__") and (one.__module__ == handler.__module__ or one.__module__.endswith(".answers"))
    ]
    # A handler that another one is made of (`shared/documents`).
    near += [cell.cell_contents for cell in handler.__closure__ or () if hasattr(cell.cell_contents, "__code__")]
    return names.union(*(_names_used(one) for one in near if one is not handler))


def test_reads_change_nothing() -> None:
    assert _all_but(lambda op: op.method != "GET" or (op.idempotent is None and op.body is None)) == []


def test_handlers_are_short() -> None:
    """A handler parses, calls and renders; what needs more lines belongs into a use case."""
    assert _all_but(lambda op: len({line for _, _, line in op.handler.__code__.co_lines() if line is not None}) <= 16) == []


def test_paths_are_plural_nouns_in_snake_case() -> None:
    for op in operations():
        if op.path.startswith(("/ucp/", "/acp/", "/oauth/", "/.well-known/")):
            # Written by those who made the protocols of machines.
            continue
        # `/o/` is the page that people open, `/s/` what they share; such addresses stand in mails and cannot change with a version.
        assert op.path.startswith(("/v1/", "/o/", "/s/"))
        for segment in op.path.split("/")[2:]:
            name, _, kind = segment.partition(".")
            assert kind in ("", "json", "xml", "txt", "csv", "pdf"), op.path
            assert name.strip("{}").replace("_", "").isalnum(), op.path
            assert segment == segment.lower(), op.path


def test_no_operation_is_declared_twice() -> None:
    names = [f"{op.method} {op.path}" for op in operations()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", ROLES)
def test_roles_name_permissions_that_exist(role: str) -> None:
    """H07"""
    areas = {permission.partition(".")[0] for permission in PERMISSIONS}
    for pattern in ROLES[role]:
        assert pattern == "*" or pattern in PERMISSIONS or (pattern.endswith(".*") and pattern.removesuffix(".*") in areas), pattern
    assert permissions_of(frozenset({role}))


def test_only_the_owner_may_everything() -> None:
    assert [role for role in ROLES if permissions_of(frozenset({role})) == PERMISSIONS] == ["owner"]
    assert permissions_of(frozenset({"customer", "unknown"})) == frozenset()
