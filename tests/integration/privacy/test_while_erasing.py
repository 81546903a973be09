"""Who opens somebody whose key is destroyed, before and after their items are gone; and what dies between two steps."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from functions.customers.app import app as customers_app
from functions.invoices.app import app as invoices_app
from functions.platform.store.records import PlatformTable
from functions.privacy.app import app, work_requests
from functions.privacy.erasing import erase_person
from functions.privacy.store.tombstones import destroy_key
from functions.shared.events.contracts.jobs import JobQueued
from functions.shared.plain.settings import settings
from functions.shared.sealing import forget
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.test_erasure import ERASURE, erased, in_clear
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

WAITING = ("LOGIN#", "CODE#", "CLAIM#", "REG#")


def test_staff_are_told_that_somebody_is_not_there_and_are_not_signed_out(person: Person) -> None:
    """H14: 401 is for the person themselves; a console that hears it asks its own user to sign in again."""
    staff, path = Client(customers_app, bearer("owner")), f"/v1/admin/customers/{person.id}"
    note = staff.post(f"{path}/notes", {"text": "rings twice"})
    assert note.status == 201
    destroy_key(person.id)
    forget()
    asked = [staff.get(path + end) for end in ("", "?unmask=true", "/overview", "/overview?unmask=true", "/notes")]
    asked += [staff.patch(path, {"metadata": {"a": "b"}}), staff.post(f"{path}/notes", {"text": "x"})]
    asked += [
        staff.patch(f"{path}/notes/{note.json['id']}", {"text": "x"}),
        Client(app, bearer("owner")).get(f"/v1/admin/consents?customer_id={person.id}"),
    ]
    assert {(answer.status, answer.code) for answer in asked[:-1]} == {(404, "person_erased")}
    assert asked[-1].status == 200
    for mine in (
        Client(customers_app, bearer(subject=person.subject)).get("/v1/me"),
        Client(customers_app, bearer(subject=person.subject)).patch("/v1/me", {"name": "x"}),
        Client(invoices_app, bearer(subject=person.subject)).post("/v1/invoice_titles", {"kind": "personal", "name": "x"}),
    ):
        assert (mine.status, mine.code) == (401, "person_erased")
    erased(Client(app, bearer(subject=person.subject)))
    assert {staff.get(path + end).status for end in ("", "/overview", "/notes")} == {404}


@pytest.mark.parametrize("dies_at", ["delete_account", "destroy_key", "forget_risk", "take_files_back", "_end"])
def test_a_job_that_died_anywhere_finds_the_rest(person: Person, monkeypatch: pytest.MonkeyPatch, dies_at: str) -> None:
    """H14: also what waits under logins, which only the account knows; and two jobs side by side leave what one does."""
    me = Client(app, bearer(subject=person.subject))
    assert me.post(ERASURE).status == 202
    real, died = getattr(erase_person, dies_at), list[str]()

    def once(*given: Any, **named: Any) -> Any:
        if not died:
            died.append(dies_at)
            raise ConnectionError(dies_at)
        # Beside it another one is as far.
        return real(*given, **named)

    monkeypatch.setattr(erase_person, dies_at, once)
    asked = sqs_of_events(events_in(PlatformTable, JobQueued.TYPE))
    assert work_requests(asked, None)["batchItemFailures"]
    assert died
    assert work_requests(asked, None)["batchItemFailures"] == []
    assert me.get(ERASURE).json["state"] == "done"
    assert in_clear() == []
    assert [key for key in map(str, _keys("customers")) if key.startswith(WAITING)] == []
    assert boto3.client("cognito-idp").list_users(UserPoolId=settings().user_pool_id)["Users"] == []


def _keys(table: str) -> list[str]:
    return [item["pk"]["S"] for item in boto3.client("dynamodb").scan(TableName=table)["Items"]]
