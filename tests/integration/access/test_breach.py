"""After a breach: the sessions and keys of a scope are over, everywhere and once."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest

from functions.access.app import app
from functions.access.store import lines as drawing
from functions.access.store.lines import draw_line
from functions.access.store.records import AccessTable
from functions.access.store.sessions import draw_for_persons
from functions.catalog.app import app as catalog
from functions.shared.audit.facts import FactRecord
from functions.shared.auth.lines import Lines, lines_in
from functions.shared.auth.standing import forget, standing_of
from functions.shared.plain.ids import customer_id
from tests.integration.access.standings import stand
from tests.support.http import Answer, Client
from tests.support.identity import bearer, token
from tests.support.races import in_between

BREACHES, WHOAMI = "/v1/admin/breaches", "/v1/admin/whoami"
door = Client(app)


def signed_in(subject: str, *, ago: int = 10) -> dict[str, str]:
    at = int(time.time()) - ago
    return {"Authorization": f"Bearer {token(subject=subject, claims={'iat': at, 'auth_time': at})}"}


def breach(scope: dict[str, Any], by: dict[str, str] | None = None, **more: Any) -> Answer:
    return Client(app, by or bearer("owner")).post(BREACHES, {"scope": scope, **more})


def is_over(subject: str, *, ago: int = 10) -> bool:
    forget()
    answer = Client(catalog, signed_in(subject, ago=ago)).get("/v1/brands")
    return answer.status == 401 and answer.code == "session_ended"


@pytest.fixture
def people() -> dict[str, str]:
    subjects = {name: str(uuid.uuid4()) for name in ("shopper", "support", "packer", "seller")}
    stand(subjects["support"], "support")
    stand(subjects["packer"], "warehouse")
    stand(subjects["seller"], "support", merchants=("mer_1",))
    return subjects


@pytest.mark.parametrize(
    ("scope", "over"),
    [
        ({"kind": "everyone"}, {"shopper", "support", "packer", "seller"}),
        ({"kind": "staff"}, {"support", "packer", "seller"}),
        ({"kind": "role", "role": "warehouse"}, {"packer"}),
        ({"kind": "merchant", "merchant": "mer_1"}, {"seller"}),
    ],
)
def test_the_sessions_of_a_scope_end_and_no_others(people: dict[str, str], scope: dict[str, Any], over: set[str]) -> None:
    """O08: also who signs in after it is in; what is told with it is one request, as before."""
    answer = breach(scope)
    assert answer.status == 200, answer.text
    assert {name for name, subject in people.items() if is_over(subject)} == over
    assert {name for name, subject in people.items() if is_over(subject, ago=-1)} == set()
    assert "Sign in again" in answer.json["how_to_return"]


def test_persons_are_named_and_a_dry_run_does_nothing(people: dict[str, str]) -> None:
    """O08"""
    scope = {"kind": "persons", "persons": [customer_id(people["shopper"]), customer_id(people["packer"])]}
    told = breach(scope, dry_run=True)
    assert (told.status, told.json["dry_run"], is_over(people["shopper"])) == (200, True, False)
    assert breach(scope).status == 200
    assert {name for name, subject in people.items() if is_over(subject)} == {"shopper", "packer"}


def test_again_with_the_same_moment_signs_out_nobody_twice(people: dict[str, str]) -> None:
    """O08: safe to repeat; a line is never drawn back."""
    first = breach({"kind": "staff"}).json["before"]
    for before in (first, "2026-01-01T00:00:00.000Z"):
        assert breach({"kind": "staff"}, before=before).json["before"] == before
    assert is_over(people["support"])
    assert not is_over(people["support"], ago=-1)


def test_keys_of_a_scope_are_revoked_once_and_said(people: dict[str, str]) -> None:
    """O08: those that somebody of the scope made."""
    stand(people["support"], "manager")
    maker = Client(app, signed_in(people["support"], ago=0))
    wish = {"name": "books", "kind": "secret", "scopes": ["orders.read"]}
    made = maker.post("/v1/admin/api_keys", wish).json
    scope = {"kind": "persons", "persons": [customer_id(people["support"])]}
    assert [one["id"] for one in breach(scope, dry_run=True, sessions=False).json["api_keys"]] == [made["id"]]
    assert Client(catalog, {"X-Api-Key": made["secret"]}).get("/v1/admin/brands").status != 401
    assert [one["id"] for one in breach(scope, sessions=False).json["api_keys"]] == [made["id"]]
    forget()
    assert Client(catalog, {"X-Api-Key": made["secret"]}).get("/v1/admin/brands").code == "invalid_api_key"
    assert breach(scope, sessions=False).json["api_keys"] == []
    assert not is_over(people["support"])


def test_it_is_written_down_and_only_who_manages_staff_may(people: dict[str, str]) -> None:
    """O08, O04"""
    assert breach({"kind": "staff"}, bearer("manager")).code == "forbidden"
    assert door.post(BREACHES, {"scope": {"kind": "staff"}}).status == 401
    assert breach({"kind": "role", "role": "support"}).status == 200
    (told,) = [json.loads(record.body) for record in FactRecord.scan()]
    assert (told["action"], told["after"]["scope"]) == (f"POST {BREACHES}", {"kind": "role", "role": "support"})
    assert breach({"kind": "role", "role": "suport"}).code == "unknown_role"
    wrong: tuple[dict[str, Any], ...] = (
        {"kind": "role"},
        {"kind": "everyone", "role": "x"},
        {"kind": "persons", "persons": ["x"]},
        {"kind": "nobody"},
        {},
    )
    assert {breach(one).status for one in wrong} == {422}
    assert breach({"kind": "staff"}, before="2199-01-01T00:00:00Z").status == 422


def test_a_line_of_a_person_is_not_drawn_back_by_one_that_comes_late(people: dict[str, str]) -> None:
    """O08: it was drawn at their password's change, after the moment that is repeated."""
    person = customer_id(people["shopper"])
    draw_for_persons([person], 9)
    draw_for_persons([person], 5)
    assert standing_of(person).valid_from == 9


def test_who_is_limited_to_a_merchant_ends_nobody_else_s_sessions(people: dict[str, str]) -> None:
    """O08, H07"""
    stand(people["seller"], "owner", merchants=("mer_1",))
    assert breach({"kind": "everyone"}, signed_in(people["seller"])).code == "out_of_scope"


def test_a_call_that_is_sent_again_under_its_key_is_answered_as_before(people: dict[str, str]) -> None:
    """O08, X01: whoever signed in meanwhile stays."""
    headers = {**bearer("owner", subject=str(uuid.uuid4())), "Idempotency-Key": "breach-1"}
    scope = {"kind": "role", "role": "support"}
    first, second = (breach(scope, headers), breach(scope, headers))
    assert (first.status, second.json) == (200, first.json)


def test_of_two_lines_drawn_at_once_both_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """O08"""
    in_between(monkeypatch, drawing, "find", lambda: draw_line("staff", "", 7))
    draw_line("everyone", "", 5)
    body = AccessTable.get("LINES", "LINES").body
    assert lines_in(body) == Lines(everyone=5, staff=7)
