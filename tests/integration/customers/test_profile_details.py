"""Birth date and gender: told by their owner, kept while they agree to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.customers.app import list_customers
from functions.customers.profile import details
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable, customer_pk
from functions.privacy import Consent, Purpose, Source, note_consents
from functions.privacy.app import app as privacy
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import PrivacyTable
from tests.integration.customers.conftest import signed_in
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.races import in_between

TOLD = {"birth_date": "1990-02-28", "gender": "female"}


def agree(me: Client, given: bool = True) -> Envelope:
    """The event of the decision."""
    body = {"consents": [{"purpose": "profile_details", "given": given, "text_version": "1"}]}
    assert Client(privacy, me.headers).put("/v1/me/consents", body).status == 200
    return events_in(PrivacyTable, "consent.decided")[-1]


def shown(answer: Answer) -> tuple[object, object]:
    return answer.json["birth_date"], answer.json["gender"]


def test_they_are_kept_while_their_owner_agrees(guest: Client) -> None:
    """H04: without the consent nothing is kept; with it sealed; taken back, forgotten."""
    me = signed_in(guest)
    assert shown(me.get("/v1/me")) == (None, None)
    refused = me.patch("/v1/me", TOLD)
    assert (refused.status, refused.code) == (409, "consent_required")
    assert me.patch("/v1/me", {"birth_date": None, "name": "Ada"}).status == 200, "to tell nothing needs no consent"
    agree(me)
    assert shown(me.patch("/v1/me", TOLD)) == tuple(TOLD.values())
    person = me.get("/v1/me").json["id"]
    assert "1990" not in str(CustomerRecord.get(customer_pk(person), CUSTOMER_SK).body)
    assert all("1990" not in str(event) for event in events_in(CustomersTable))
    back = agree(me, given=False)
    for _ in range(2):
        assert list_customers(sqs_of_events([back]), None)["batchItemFailures"] == []
    assert shown(me.get("/v1/me")) == (None, None)
    assert me.patch("/v1/me", TOLD).code == "consent_required"


def test_who_agrees_again_before_it_was_heeded_keeps_them(guest: Client) -> None:
    """H04: an event of before undoes nothing of now."""
    me = signed_in(guest)
    agree(me)
    me.patch("/v1/me", TOLD)
    late = agree(me, given=False)
    agree(me)
    list_customers(sqs_of_events([late]), None)
    assert shown(me.get("/v1/me")) == tuple(TOLD.values())


def test_a_consent_that_is_taken_back_during_the_write(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H04"""
    me = signed_in(guest)
    agree(me)
    in_between(monkeypatch, details, "still_agreed", lambda: agree(me, given=False))
    assert me.patch("/v1/me", TOLD).code == "consent_required"
    assert shown(me.get("/v1/me")) == (None, None)


def tomorrow() -> str:
    return (clock.now() + timedelta(days=2)).date().isoformat()


@pytest.mark.parametrize(
    "body",
    [
        {"birth_date": "1899-12-31"},
        {"birth_date": "2023-02-29"},
        {"birth_date": "1990-2-3"},
        {"birth_date": "1990-02-03T00:00:00Z"},
        {"birth_date": 631152000},
        {"birth_date": ""},
        {"birth_date": "9999-12-31"},
        {"gender": "F"},
        {"gender": ""},
        {"gender": 1},
    ],
)
def test_bad_input(guest: Client, body: dict[str, object]) -> None:
    """H04: bad input"""
    me = signed_in(guest)
    agree(me)
    answer = me.patch("/v1/me", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, f"/{next(iter(body))}")


def test_nobody_is_born_tomorrow_and_somebody_was_on_a_leap_day(guest: Client) -> None:
    """H04: bad input"""
    me = signed_in(guest)
    agree(me)
    assert me.patch("/v1/me", {"birth_date": tomorrow()}).status == 422
    for day in ("2024-02-29", "1900-01-01"):
        assert me.patch("/v1/me", {"birth_date": day}).json["birth_date"] == day


@pytest.mark.parametrize("source", [Source.STAFF, Source.IMPORT, Source.UNSUBSCRIBE])
def test_taken_back_by_another_way(guest: Client, source: Source) -> None:
    """H04: staff noted it, a file said it, a link was opened: the same follows."""
    me = signed_in(guest)
    agree(me)
    me.patch("/v1/me", TOLD)
    person = me.get("/v1/me").json["id"]
    back = Consent(Purpose.PROFILE_DETAILS, False, "", source, times.iso(clock.now() + timedelta(seconds=1)))
    note_consents(person, [back], actor=SYSTEM, remember=lambda _: [])
    list_customers(sqs_of_events([events_in(PrivacyTable, "consent.decided")[-1]]), None)
    assert shown(me.get("/v1/me")) == (None, None)
