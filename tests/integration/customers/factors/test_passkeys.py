"""Passkeys: made in a session, asked for by every way in, each answer good once; and a sign-in by a passkey alone (H06, ADR 125)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.access.passkeys.settings import PasskeySites
from functions.access.store.records import AccessTable
from functions.customers.accounts import sign_in
from functions.customers.model.challenge import LASTS
from functions.customers.model.factors import MOST_WRONG
from functions.customers.model.passkeys import BEGUN_LASTS, MOST_PASSKEYS
from functions.customers.store.records import CustomersTable, FactorsRecord
from functions.privacy.store.tombstones import destroy_key
from functions.shared.auth.passkey_sites import PASSKEYS_KEY, Site
from functions.shared.auth.standing import forget
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from tests.integration.customers.conftest import Pool
from tests.integration.customers.factors.enrolled import ADA, Enrolled, a_customer, answer, login, only_a_session, with_token
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.passkeys.authenticator import Authenticator
from tests.support.races import in_between

PATH = "/v1/me/factors/passkeys"


@dataclass
class Holder:
    client: Client
    authenticator: Authenticator
    id: str
    recovery: list[str]


def begin(client: Client, **body: str) -> dict[str, Any]:
    begun = client.post(PATH, body)
    assert begun.status == 201, begun.text
    return dict(begun.json["options"])


def confirm(client: Client, credential: dict[str, Any], name: str = "My telephone") -> Answer:
    return client.post(f"{PATH}/confirm", {"name": name, "credential": credential})


def holder(client: Client) -> Holder:
    authenticator = Authenticator()
    made = confirm(client, authenticator.create(begin(client)))
    assert made.status == 201, made.text
    return Holder(client, authenticator, made.json["passkey"]["id"], made.json["recovery_codes"])


@pytest.fixture
def bea(guest: Client, pool: Pool) -> Holder:
    """With a passkey and nothing else."""
    return holder(a_customer(guest))


def shown(guest: Client, session: str, credential: dict[str, Any]) -> Answer:
    return guest.post("/v1/auth/challenge", {"session": session, "kind": "passkey", "passkey": credential})


def come_in(guest: Client, asked: Answer, authenticator: Authenticator, **other: Any) -> Answer:
    return shown(guest, asked.json["session"], authenticator.get(asked.json["passkeys"][0], **other))


def test_a_passkey_is_made_with_recovery_codes_and_then_asked_for(guest: Client, bea: Holder) -> None:
    """H06: as the first factor; told by an event without what it is called."""
    assert len(bea.recovery) == 10
    (event,) = events_in(CustomersTable, "factor.added")
    assert sorted(event.data.items()) == [("factor", "passkey"), ("person", event.subject)]
    asked = login(guest)
    assert only_a_session(asked)
    assert (asked.json["challenge"], asked.json["kinds"]) == ("passkey", ["passkey", "recovery_code"])
    (options,) = asked.json["passkeys"]
    assert (options["rpId"], options["allowCredentials"][0]["transports"]) == ("localhost", ["internal", "hybrid"])
    tokens = come_in(guest, asked, bea.authenticator)
    fresh = with_token(tokens)
    (told,) = fresh.get("/v1/me/factors").json["passkeys"]
    assert (told["name"], told["site"], bool(told["used"]), told["synced"]) == ("My telephone", "localhost", True, False)
    assert answer(guest, login(guest), bea.recovery[0], "recovery_code").status == 200
    everything = str([item.attribute_values for item in CustomersTable.scan()])
    assert "My telephone" not in everything
    assert options["allowCredentials"][0]["id"] not in everything


def test_an_answer_is_good_once_and_in_its_own_session(guest: Client, bea: Holder) -> None:
    """H06: replayed, in another session, late, and without the proof."""
    first, second = login(guest), login(guest)
    credential = bea.authenticator.get(first.json["passkeys"][0])
    assert shown(guest, second.json["session"], credential).code == "invalid_passkey"
    assert (
        guest.post("/v1/auth/challenge", {"session": first.json["session"], "kind": "passkey", "answer": "123456"}).code == "proof_required"
    )
    assert guest.post("/v1/auth/challenge", {"session": first.json["session"], "kind": "recovery_code"}).code == "proof_required"
    assert shown(guest, first.json["session"], credential).status == 200
    assert shown(guest, first.json["session"], credential).code == "invalid_session"
    late = bea.authenticator.get(second.json["passkeys"][0])
    with clock.frozen(clock.now() + LASTS + timedelta(seconds=1)):
        assert shown(guest, second.json["session"], late).code == "invalid_session"
    assert events_in(CustomersTable, "factor.passkey_copied") == []


def test_one_answer_that_comes_twice_at_once_is_one_sign_in(guest: Client, bea: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    """H06: and no passkey looks like a copy for it."""
    asked = login(guest)
    credential = bea.authenticator.get(asked.json["passkeys"][0])
    tokens: list[Answer] = []
    in_between(monkeypatch, sign_in, "shown_passkey", lambda: tokens.append(shown(guest, asked.json["session"], credential)))
    assert shown(guest, asked.json["session"], credential).code == "invalid_session"
    assert [one.status for one in tokens] == [200]
    assert events_in(CustomersTable, "factor.passkey_copied") == []


def test_what_proves_nothing_opens_nothing(guest: Client, bea: Holder) -> None:
    """H06: another page, another domain, no PIN, another person's, after five tries."""
    bob = holder(a_customer(guest, "bob@example.com"))
    asked = login(guest)
    assert come_in(guest, asked, bea.authenticator, origin="https://localhost.evil.example").code == "invalid_passkey"
    assert come_in(guest, asked, bea.authenticator, site="evil.example").code == "invalid_passkey"
    assert come_in(guest, asked, bob.authenticator).code == "invalid_passkey"
    bea.authenticator.verifies = False
    assert come_in(guest, asked, bea.authenticator).code == "invalid_passkey"
    bea.authenticator.verifies = True
    # Bob's own signature under Bea's name, as if it were hers.
    forged = bob.authenticator.get(asked.json["passkeys"][0]) | {
        "id": (mine := asked.json["passkeys"][0]["allowCredentials"][0]["id"]),
        "rawId": mine,
    }
    assert shown(guest, asked.json["session"], forged).code == "invalid_passkey"
    assert come_in(guest, asked, bea.authenticator).code == "invalid_session"
    assert come_in(guest, login(guest), bea.authenticator).status == 200


@pytest.mark.parametrize(
    "body", [{"passkey": {}}, {"passkey": "x"}, {"passkey": {"id": "a", "rawId": "a", "type": "password", "response": {}}}]
)
def test_unreadable_answers_are_told_by_their_field(guest: Client, bea: Holder, body: dict[str, Any]) -> None:
    refused = guest.post("/v1/auth/challenge", {"session": login(guest).json["session"], "kind": "passkey"} | body)
    assert (refused.status, refused.json["errors"][0]["pointer"][:8]) == (422, "/passkey")


def test_it_is_made_in_the_session_that_asked_once_and_in_time(guest: Client, pool: Pool) -> None:
    """H06"""
    ada = a_customer(guest)
    assert confirm(ada, Authenticator().create({"rp": {"id": "localhost"}, "user": {"id": ""}, "challenge": "AAAA"})).code == "not_begun"
    first = begin(ada)
    options = begin(ada)
    assert confirm(ada, Authenticator().create(first)).code == "invalid_passkey", "new options end those of before"
    assert confirm(with_token(login(guest)), Authenticator().create(options)).code == "not_begun", "another session of theirs"
    authenticator = Authenticator()
    assert confirm(ada, authenticator.create(options)).status == 201
    assert confirm(ada, authenticator.create(options)).code == "not_begun"
    other = with_token(come_in(guest, login(guest), authenticator))
    again = begin(other)
    assert again["excludeCredentials"][0]["id"] == authenticator.create(again)["id"]
    assert confirm(other, authenticator.create(again)).code == "already_made"
    late = begin(other)
    with clock.frozen(clock.now() + BEGUN_LASTS + timedelta(seconds=1)):
        assert confirm(other, Authenticator().create(late)).code == "not_begun"
    assert ada.post(PATH, {"site": "evil.example"}).code == "challenge_required"
    assert other.post(PATH, {"site": "evil.example"}).code == "unknown_site"


def test_passkeys_are_renamed_and_removed_with_a_fresh_factor(guest: Client, ada: Enrolled) -> None:
    """H06: beside an app; and the app may go while a passkey stays."""
    assert ada.client.post(PATH, {}).code == "challenge_required"
    fresh = with_token(answer(guest, login(guest), ada.code()))
    mine = holder(fresh)
    assert mine.recovery == [], "those of the app go on"
    asked = login(guest)
    assert asked.json["kinds"] == ["software_token_mfa", "passkey", "recovery_code"]
    one = f"{PATH}/{mine.id}"
    for refused in (ada.client.patch(one, {"name": "Key"}), ada.client.delete(one)):
        assert refused.code == "challenge_required"
    token = with_token(come_in(guest, asked, mine.authenticator))
    assert token.patch(one, {"name": "Key"}).json["name"] == "Key"
    assert [token.patch(one, {"name": name}).status for name in ("", "a\x1bb", "x" * 61)] == [422] * 3
    assert token.patch(f"{PATH}/psk_1", {"name": "x"}).status == 404
    assert token.delete("/v1/me/factors/app").status == 204
    assert login(guest).json["kinds"] == ["passkey", "recovery_code"]
    assert token.delete("/v1/me/factors/app").code == "no_factor"
    assert token.delete(one).status == 204
    assert token.delete(one).status == 404
    assert (token.get("/v1/me/factors").json["recovery_codes_left"], login(guest).status) == (0, 200)
    assert [event.data["factor"] for event in events_in(CustomersTable, "factor.removed")] == ["app", "passkey"]


def test_a_passkey_alone_is_the_whole_sign_in(guest: Client, bea: Holder) -> None:
    """H06: it says whose it is; the answer is fresh, and nothing else answers that question."""
    asked = guest.post("/v1/auth/passkey", {})
    assert (asked.status, asked.json["options"]["allowCredentials"], asked.headers["cache-control"]) == (200, [], "no-store")
    session, options = asked.json["session"], asked.json["options"]
    for kind in ("recovery_code", "software_token_mfa", "password", "new_password_required"):
        assert guest.post("/v1/auth/challenge", {"session": session, "kind": kind, "answer": bea.recovery[0]}).code == "wrong_kind"
    bea.authenticator.verifies = False
    assert shown(guest, session, bea.authenticator.get(options)).code == "invalid_passkey"
    bea.authenticator.verifies, mine = True, bea.authenticator.handle
    for handle in ("", "not base64url", base64.urlsafe_b64encode(b"cus_01JD0000000000000000000000").decode().rstrip("=")):
        bea.authenticator.handle = handle.replace(" ", "")
        assert shown(guest, session, bea.authenticator.get(options)).code == "invalid_passkey"
    bea.authenticator.handle = mine
    tokens = shown(guest, session, bea.authenticator.get(options))
    assert with_token(tokens).get("/v1/me").json["email"] == ADA
    assert with_token(tokens).get("/v1/me/factors").json["is_fresh"] is True


def test_a_payment_is_not_proven_by_an_app_that_is_not_there(guest: Client, bea: Holder) -> None:
    """E08: and asking for it is no wrong answer, else it would shut out the recovery codes."""
    order = {"order_id": "ord_01JD0000000000000000000000", "kind": "software_token_mfa", "answer": "123456"}
    assert {bea.client.post("/v1/me/factors/payment_proof", order).code for _ in range(MOST_WRONG + 1)} == {"no_factor"}
    assert answer(guest, login(guest), bea.recovery[0], "recovery_code").status == 200


def test_a_passkey_of_somebody_erased_is_nobodys(guest: Client, bea: Holder) -> None:
    """H06, O01: while their items are still being removed; who asks is told nothing of them."""
    asked = guest.post("/v1/auth/passkey", {}).json
    destroy_key(base64.urlsafe_b64decode(f"{bea.authenticator.handle}==").decode())
    refused = shown(guest, asked["session"], bea.authenticator.get(asked["options"]))
    assert (refused.status, refused.code) == (422, "invalid_passkey")


def test_a_copy_is_refused_and_its_person_told(guest: Client, bea: Holder) -> None:
    """H06: the counter went back; the one that counts on still opens."""
    assert come_in(guest, login(guest), bea.authenticator).status == 200
    bea.authenticator.count = 0
    refused = come_in(guest, login(guest), bea.authenticator)
    assert (refused.status, refused.code) == (422, "passkey_copied")
    (event,) = events_in(CustomersTable, "factor.passkey_copied")
    assert event.data == {"person": event.subject, "passkey": bea.id}
    assert come_in(guest, login(guest), bea.authenticator).status == 200


def named(*sites: Site) -> None:
    AccessTable(PASSKEYS_KEY, PASSKEYS_KEY, kind="passkeys", body=dump(PasskeySites(sites))).save()
    forget()


def test_passkeys_of_a_domain_that_is_named_no_more_open_nothing(guest: Client, bea: Holder) -> None:
    """H06: of several, those of each; who has nothing else uses a recovery code."""
    both = (Site("shop.example", ("https://shop.example",)), Site("localhost", ("http://localhost:8000",)))
    named(*both)
    fresh = with_token(come_in(guest, login(guest), bea.authenticator))
    second = Authenticator(origin="https://shop.example")
    assert confirm(fresh, second.create(begin(fresh))).json["passkey"]["site"] == "shop.example", "the first where nothing is said"
    asked = login(guest)
    assert [one["rpId"] for one in asked.json["passkeys"]] == ["shop.example", "localhost"]
    assert shown(guest, asked.json["session"], second.get(asked.json["passkeys"][0])).status == 200
    assert guest.post("/v1/auth/passkey", {"site": "localhost"}).json["options"]["rpId"] == "localhost"
    asked = login(guest)
    named(both[0])
    assert shown(guest, asked.json["session"], bea.authenticator.get(asked.json["passkeys"][1])).code == "invalid_passkey"
    named(Site("other.example", ("https://other.example",)))
    assert login(guest).json["kinds"] == ["recovery_code"]
    assert answer(guest, login(guest), bea.recovery[0]).status == 200


def test_ten_are_the_most(guest: Client, bea: Holder) -> None:
    fresh = with_token(come_in(guest, login(guest), bea.authenticator))
    for _ in range(MOST_PASSKEYS - 1):
        assert confirm(fresh, Authenticator().create(begin(fresh))).status == 201
    assert fresh.post(PATH, {}).code == "too_many_passkeys"
    (item,) = FactorsRecord.scan(FactorsRecord.kind == "factors")
    assert len(item.body) < 10_000
