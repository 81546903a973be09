"""Another address or number to sign in with: proven on both sides, moved in one walk, told to the former one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.customers import change_notice, code_message, customer_contact
from functions.customers.logins import confirm_change
from functions.customers.model.contact_change import CLAIM, LEASE
from functions.customers.model.one_time_code import LASTS, MOST_TRIES, Purpose
from functions.customers.store import cognito
from functions.customers.store.login_keys import claim_places
from functions.customers.store.records import ClaimRecord, CodeRecord, ContactChangeRecord, CustomersTable
from functions.shared.auth import standing
from functions.shared.outside import aws, clock
from tests.integration.customers.conftest import PASSWORD, Pool, sent, signed_in
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.races import in_between

ADA, NEW, PHONE = "ada@example.com", "ada@example.org", "+8613800138000"


WAITS = {"test_an_address_moves_when_both_codes_come_back", "test_a_number_is_added_by_a_code_to_the_address"}
"""For the second in which tokens are good again (ADR 58). The others look at no token of afterwards."""


@pytest.fixture(autouse=True)
def _seconds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.node.name not in WAITS:
        monkeypatch.setattr("functions.access.store.sessions.until_second", lambda _line: None)
    standing.forget()
    yield
    standing.forget()


def ask(me: Client, new: str = NEW, kind: str = "email") -> dict[str, str]:
    """The codes that were sent, by purpose."""
    before = len(events_in(CustomersTable, "code.requested"))
    asked = me.post(f"/v1/me/{kind}", {kind: new})
    assert (asked.status, asked.json["status"]) == (202, "codes_sent"), asked.text
    told = [code_message(event.subject) for event in events_in(CustomersTable, "code.requested")[before:]]
    return {one.purpose: one.code for one in told if one is not None}


def confirm(me: Client, codes: dict[str, str], kind: str = "email", **other: str) -> Answer:
    given = {"code": codes["new_contact"], "own_code": codes.get("own_contact", "")}
    return me.post(f"/v1/me/{kind}/confirm", given | other)


def login(guest: Client, name: str) -> Answer:
    return guest.post("/v1/auth/login", {"login": name, "password": PASSWORD})


def claimed() -> list[str]:
    return [one.pk for one in ClaimRecord.scan(ClaimRecord.kind == "login_claim") if int(one.ttl or 0) > clock.now().timestamp() + 60]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def client(guest: Client, answer: Answer) -> Client:
    return Client(guest.app, {"Authorization": f"Bearer {answer.json['access_token']}"})


def test_an_address_moves_when_both_codes_come_back(guest: Client, pool: Pool) -> None:
    """H04: the pool, the record and the sign-in move together; the former address is told, and every other session ends."""
    me, other = signed_in(guest), client(guest, login(guest, ADA))
    assert me.get("/v1/me").json["email"] == ADA
    asked = me.post("/v1/me/email", {"email": NEW.upper()})
    assert asked.json["own_code_to"] == "a***@example.com"
    messages = [code_message(event.subject) for event in events_in(CustomersTable, "code.requested")[-2:]]
    assert {(one.email, one.purpose, one.minutes) for one in messages if one} == {(NEW, "new_contact", 5), (ADA, "own_contact", 5)}
    assert (login(guest, ADA).status, login(guest, NEW).status) == (200, 401), "nothing moved yet"
    done = confirm(me, {one.purpose: one.code for one in messages if one})
    assert (done.status, done.headers["cache-control"]) == (200, "no-store")
    assert (login(guest, ADA).status, login(guest, NEW).status, pool.size()) == (401, 200, 1)
    mine = client(guest, done).get("/v1/me").json
    assert mine["email"] == NEW
    contact = customer_contact(mine["id"])
    assert contact is not None
    assert contact.email == NEW
    assert other.get("/v1/me").code == me.get("/v1/me").code == "session_ended"
    told = events_in(CustomersTable, "contact.changed")
    assert [sorted(event.data) for event in told] == [["change_id", "contact", "customer_id"]]
    notice = change_notice(mine["id"], "email", told[0].data["change_id"])
    assert notice is not None
    assert (notice.email, notice.contact, notice.now) == (ADA, "email", "a***@example.org")
    assert claimed() == []
    assert all(text not in str(event) for event in events_in(CustomersTable) for text in (ADA, NEW))


def test_a_number_is_added_by_a_code_to_the_address(guest: Client, pool: Pool) -> None:
    """H04: where there is none of its kind, the other one proves whose the account is."""
    me = signed_in(guest)
    codes = ask(me, "138 0013 8000", "phone")
    done = confirm(me, codes, "phone")
    assert done.status == 200, done.text
    mine = client(guest, done).get("/v1/me").json
    assert (mine["email"], mine["phone"]) == (ADA, PHONE)
    assert ([one["kind"] for one in mine["verified"]], mine["phone_verified"]) == (["email", "phone"], True), "H03"
    message = sent(guest.post("/v1/auth/code", {"login": "0086 138-0013-8000"}))
    assert guest.post("/v1/auth/login", {"login": PHONE, "code": message.code}).status == 200
    assert pool.size() == 1


@pytest.mark.parametrize("which", ["code", "own_code"])
def test_one_right_code_is_not_enough_and_costs_a_try_of_both(guest: Client, which: str) -> None:
    """H04: bad input"""
    me = signed_in(guest)
    codes = ask(me)
    given = {"code": codes["new_contact"], "own_code": codes["own_contact"]}
    for _ in range(MOST_TRIES):
        assert confirm(me, codes, **{which: wrong(given[which])}).code == "invalid_code"
    assert (confirm(me, codes).status, confirm(me, codes).code) == (429, "too_many_attempts")
    assert login(guest, NEW).status == 401
    assert confirm(me, ask(me)).status == 200


def test_codes_are_over_after_five_minutes_and_are_another_change_s_no_more(guest: Client) -> None:
    """H04: bad input"""
    me = signed_in(guest)
    first = ask(me, "first@example.org")
    second = ask(me)
    assert confirm(me, first).code == "invalid_code"
    with clock.frozen(clock.now() + LASTS[Purpose.NEW_CONTACT] + timedelta(seconds=1)):
        assert confirm(me, second).code == "invalid_code"


def test_codes_of_another_person_open_nothing(guest: Client) -> None:
    """H04: bad input"""
    ada, bob = signed_in(guest), signed_in(guest, "bob@example.com")
    codes = ask(ada)
    assert confirm(bob, codes).code == "invalid_code"
    theirs = ask(bob)
    assert confirm(bob, codes | {"own_contact": theirs["own_contact"]}).code == "invalid_code"
    assert guest.post("/v1/auth/login", {"login": NEW, "code": codes["new_contact"]}).code == "invalid_code"


def test_whose_login_it_is_is_told_to_who_reads_it_alone(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H01, H04: asking answers and does the same, taken or not; the conflict is told after the proof, and nothing moved."""
    signed_in(guest, "bob@example.com")
    me = signed_in(guest)
    made: list[list[str]] = []
    for new in ("bob@example.com", "nobody@example.com"):
        calls: list[str] = []
        noted = aws.client("cognito-idp").meta.events
        noted.register("before-call.cognito-idp", lambda model, into=calls, **_: into.append(model.name), unique_id=new)
        answer = me.post("/v1/me/email", {"email": new})
        noted.unregister("before-call.cognito-idp", unique_id=new)
        assert (answer.status, sorted(answer.json)) == (202, ["expires_at", "own_code_to", "status"])
        made.append(calls)
    assert made[0] == made[1]
    refused = confirm(me, ask(me, "bob@example.com"))
    assert (refused.status, refused.code) == (409, "login_taken")
    assert login(guest, ADA).status == login(guest, "bob@example.com").status == 200
    assert claimed() == []
    assert confirm(me, ask(me)).status == 200, "and another one can be asked for"


def test_two_who_take_one_address_at_once(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H04: both read it; the second one is refused by the claim, whatever the pool says."""
    ada, bob = signed_in(guest), signed_in(guest, "bob@example.com")
    hers, theirs = ask(ada), ask(bob)
    answers: list[Answer] = []
    in_between(monkeypatch, confirm_change, "find", lambda: answers.append(confirm(bob, theirs)))
    answers.append(confirm(ada, hers))
    assert sorted(one.status for one in answers) == [200, 409]
    assert [one.code for one in answers if one.status == 409] == ["login_taken"]
    assert login(guest, NEW).status == 200


def test_a_claim_that_was_left_behind_lasts_an_hour(guest: Client) -> None:
    """H04: whoever proved the address first and died has an hour to go on."""
    me = signed_in(guest)
    pk, until = claim_places(NEW)[0], int((clock.now() + CLAIM).timestamp())
    ClaimRecord(pk=pk, sk=pk, kind="login_claim", body="cus_somebody", ttl=until).save()
    refused = confirm(me, ask(me))
    assert (refused.status, refused.code) == (409, "login_taken")
    with clock.frozen(clock.now() + CLAIM + timedelta(seconds=1)):
        assert confirm(me, ask(me)).status == 200


def _waiting() -> ContactChangeRecord:
    return next(iter(ContactChangeRecord.scan(ContactChangeRecord.kind == "contact_change")))


DONE = {("_end", "after"), ("cognito.open_session", "before"), ("cognito.open_session", "after")}
LINES = ["cognito.move_login", "_write", "end_all", "_end", "cognito.open_session"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("when", ["before", "after"])
def test_who_dies_between_two_lines_goes_on(guest: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch, line: str, when: str) -> None:
    """H04: the same call finishes what was proven; the notice is told of once."""
    me, ended = signed_in(guest), list[str]()
    codes = ask(me)
    monkeypatch.setattr(confirm_change, "end_all", ended.append)
    names = line.split(".")
    module: Any = cognito if len(names) > 1 else confirm_change
    real = getattr(module, names[-1])

    def dying(*args: Any) -> Any:
        if when == "after":
            real(*args)
        raise ClientError({"Error": {"Code": "InternalError", "Message": "died"}}, "died")

    with monkeypatch.context() as patch:
        patch.setattr(module, names[-1], dying)
        assert confirm(me, codes).status >= 500
    again = confirm(me, codes)
    if (line, when) in DONE:
        assert again.code == "invalid_code"
    else:
        assert again.code == "change_running", "not beside somebody who lives"
        with clock.frozen(clock.now() + LEASE + timedelta(seconds=1)):
            assert confirm(me, codes).status == 200
    assert ended
    assert (login(guest, ADA).status, login(guest, NEW).status, pool.size()) == (401, 200, 1)
    assert len(events_in(CustomersTable, "contact.changed")) == 1
    assert me.get("/v1/me").json["email"] == NEW
    assert claimed() == []


def test_the_same_one_ten_times_at_once_moves_once(guest: Client) -> None:
    """H04"""
    me = signed_in(guest)
    codes = ask(me)
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda _: confirm(me, codes), range(10)))
    assert [one.status for one in answers].count(200) == 1
    assert {one.code for one in answers if one.status != 200} <= {"invalid_code", "change_running", "too_many_attempts", "session_ended"}
    assert len(events_in(CustomersTable, "contact.changed")) == 1


@pytest.mark.parametrize(
    ("new", "status", "code"),
    [(ADA, 422, None), (" ADA@EXAMPLE.com ", 422, None), ("ada", 422, None), ("\u0430da@example.com", 422, None), (5, 422, None)],
)
def test_bad_input_sends_nothing(guest: Client, new: object, status: int, code: None) -> None:
    """H04: bad input"""
    me = signed_in(guest)
    answer = me.post("/v1/me/email", {"email": new})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (status, "/email")
    assert list(CodeRecord.scan(CodeRecord.kind == "code")) == []


def test_nobody_is_asked_to_change(guest: Client) -> None:
    for path in ("/v1/me/email", "/v1/me/email/confirm", "/v1/me/phone", "/v1/me/phone/confirm"):
        assert guest.post(path, {"email": NEW, "phone": PHONE, "code": "123456"}).status == 401


def test_no_code_and_no_address_in_the_log(guest: Client, caplog: pytest.LogCaptureFixture) -> None:
    """X12"""
    me = signed_in(guest)
    codes = ask(me)
    confirm(me, codes)
    assert all(text not in caplog.text for text in (ADA, NEW, *codes.values()))


def test_what_is_kept_of_a_change_is_sealed(guest: Client) -> None:
    """H14"""
    me = signed_in(guest)
    confirm(me, ask(me))
    assert all(text not in (item.body or "") for item in [_waiting()] for text in (ADA, NEW))


def test_so_many_changes_an_hour(guest: Client) -> None:
    """O02: whoever is signed in cannot flood other people's mailboxes."""
    me = signed_in(guest)
    statuses = [me.post("/v1/me/email", {"email": f"victim{n}@example.com"}).status for n in range(11)]
    assert statuses == [202] * 10 + [429]


def test_a_disabled_account_gets_no_tokens(guest: Client, pool: Pool) -> None:
    me = signed_in(guest)
    codes = ask(me)
    boto3.client("cognito-idp").admin_disable_user(UserPoolId=pool.id, Username=ADA)
    assert confirm(me, codes).status == 401
    assert cognito.account_of(NEW) is not None
