"""A second factor can be required of staff: who has none can do nothing but enrol one, within a minute and without a new sign-in."""

from __future__ import annotations

import time
import uuid

import boto3
import pyotp
import pytest

import functions.customers as customers
from functions.access.app import app as staff_app
from functions.access.staff import policy
from functions.access.store.records import GrantsRecord
from functions.customers.app import app as customers_app
from functions.customers.factors import remove
from functions.customers.factors.asked import note_fresh
from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable, FactorsRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.privacy.app import app as privacy_app
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import FactRecord
from functions.shared.auth import factor_policy, standing
from functions.shared.auth.standing import forget, standing_key
from functions.shared.outside import clock
from functions.shared.plain import ids, settings
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Unavailable
from tests.integration.access.people import Member, told
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer, token
from tests.support.passkeys.authenticator import Authenticator
from tests.support.races import in_between

SETTINGS, ON, OFF = "/v1/admin/staff_settings", {"mfa_required_for_staff": True}, {"mfa_required_for_staff": False}


@pytest.fixture(autouse=True)
def _pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER_POOL_ID", boto3.client("cognito-idp").create_user_pool(PoolName="shop")["UserPool"]["Id"])
    settings.settings.cache_clear()


def everywhere(member: Member) -> Client:
    return Client(staff_app, member.client.headers, customers_app, privacy_app)


def enrol(member: Member) -> list[str]:
    client = everywhere(member)
    secret = client.post("/v1/me/factors/app").json["secret"]
    confirmed = client.post("/v1/me/factors/app/confirm", {"code": pyotp.TOTP(secret).at(int(clock.now().timestamp()))})
    assert confirmed.status == 200, confirmed.text
    codes: list[str] = confirmed.json["recovery_codes"]
    return codes


def switched_on() -> Member:
    owner = Member("owner")
    enrol(owner)
    assert owner.client.put(SETTINGS, ON).status == 200
    return owner


def refused(answer: Answer) -> bool:
    return (answer.status, answer.code) == (403, "factor_required")


def test_it_is_off_at_first() -> None:
    """H06"""
    owner, support = Member("owner"), Member("support")
    shown = owner.client.get(SETTINGS)
    assert (shown.json, shown.headers["etag"]) == ({"mfa_required_for_staff": False, "version": 0}, '"0"')
    assert support.client.get("/v1/admin/whoami").status == 200
    assert support.client.put(SETTINGS, ON).code == "forbidden"


def test_who_switches_it_on_has_a_factor() -> None:
    """H06: nobody locks everybody out unawares."""
    owner = Member("owner")
    missing = owner.client.put(SETTINGS, ON)
    assert (missing.status, missing.code) == (409, "own_factor_missing")
    enrol(owner)
    assert owner.client.put(SETTINGS, ON).json == {**ON, "version": 1}
    assert owner.client.put(SETTINGS, ON).json == {**ON, "version": 1}, "again: nothing changes"
    assert owner.client.put(SETTINGS, OFF, If_Match='"7"').code == "version_conflict"
    assert owner.client.get("/v1/admin/whoami").status == 200
    assert owner.client.put(SETTINGS, OFF).json == {**OFF, "version": 2}
    assert told().count("staff.policy_changed") == 2


def test_a_factor_that_is_removed_meanwhile_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Member("owner")
    enrol(owner)
    key = standing_key(owner.id)
    in_between(monkeypatch, policy, "find", lambda: GrantsRecord(key, key).update([GrantsRecord.factor.remove()]))
    assert owner.client.put(SETTINGS, ON).code == "own_factor_missing"


@pytest.mark.parametrize("body", [{}, {"mfa_required_for_staff": "maybe"}, {"mfa_required_for_staff": None}, {**ON, "other": 1}])
def test_bad_settings_are_told(body: dict[str, object]) -> None:
    assert Member("owner").client.put(SETTINGS, body).status == 422


def test_staff_without_one_can_do_nothing_but_enrol() -> None:
    """H06: findings, case 2"""
    switched_on()
    support = Member("support")
    client = everywhere(support)
    asked = [
        client.get("/v1/admin/whoami"),
        client.get("/v1/admin/customers/cus_00000000000000000000000000"),
        client.get("/v1/me"),
        client.patch("/v1/me", {"name": "Ada"}),
        client.get("/v1/me/addresses"),
        client.get("/v1/me/consents"),
        client.post("/v1/me/erasure"),
        client.post("/v1/auth/change_password", {"old_password": "x", "new_password": "Correct7horse"}),
    ]
    assert [one.status for one in asked if not refused(one)] == []
    assert client.get("/v1/me/factors").json["app"] is None
    enrol(support)
    assert client.get("/v1/admin/whoami").status == 200, "at once, and without a new sign-in"


def test_customers_and_machines_are_asked_for_nothing() -> None:
    switched_on()
    assert everywhere(Member()).get("/v1/me/factors").status == 200
    assert everywhere(Member()).get("/v1/me/consents").status == 200


def test_it_holds_when_what_was_read_is_half_a_minute_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """H06: within a minute, for a process that had looked just before."""
    owner, support = Member("owner"), Member("support")
    enrol(owner)
    now = [time.monotonic()]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    assert support.client.get("/v1/admin/whoami").status == 200
    monkeypatch.setattr(policy, "forget", lambda _key: None)
    assert owner.client.put(SETTINGS, ON).status == 200
    assert support.client.get("/v1/admin/whoami").status == 200, "as it was kept"
    now[0] += standing.KEEP_SECONDS
    assert refused(support.client.get("/v1/admin/whoami"))
    # Another process had looked before they enrolled: it looks again before it refuses.
    monkeypatch.undo()
    forget()
    assert refused(support.client.get("/v1/admin/whoami"))


def test_nobody_is_refused_by_what_was_read_before_they_enrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    switched_on()
    support = Member("support")
    assert refused(support.client.get("/v1/admin/whoami"))
    before = dict(standing._known)
    enrol(support)
    standing._known.clear()
    standing._known.update(before)
    assert support.client.get("/v1/admin/whoami").status == 200


def test_what_cannot_be_read_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    support = Member("support")
    read = standing._read

    def fails(keys: tuple[str, ...]) -> object:
        if factor_policy.POLICY_KEY in keys:
            raise Unavailable("no answer")
        return read(keys)

    monkeypatch.setattr(standing, "_read", fails)
    assert support.client.get("/v1/admin/whoami").status == 503


def test_staff_keep_theirs_while_it_is_required() -> None:
    """H06"""
    owner = switched_on()
    key = FactorsRecord.scan(FactorsRecord.kind == "factors").next()
    assert key.pk == f"CUS#{owner.id}"
    asked = everywhere(owner).delete("/v1/me/factors/app")
    assert (asked.status, asked.code) == (403, "challenge_required")
    note_fresh(owner.subject, ids.token_hash(owner.client.headers["Authorization"].removeprefix("Bearer ")))
    kept = everywhere(owner).delete("/v1/me/factors/app")
    assert (kept.status, kept.code) == (409, "factor_required")
    assert owner.client.put(SETTINGS, OFF).status == 200
    assert everywhere(owner).delete("/v1/me/factors/app").status == 204


def test_a_passkey_counts_and_the_last_factor_stays_whichever_it_is() -> None:
    """H06"""
    owner, passkeys = Member("owner"), "/v1/me/factors/passkeys"
    client = everywhere(owner)
    credential = Authenticator().create(client.post(passkeys, {}).json["options"])
    made = client.post(f"{passkeys}/confirm", {"name": "Key", "credential": credential})
    assert owner.client.put(SETTINGS, ON).status == 200
    note_fresh(owner.subject, ids.token_hash(owner.client.headers["Authorization"].removeprefix("Bearer ")))
    only = f"{passkeys}/{made.json['passkey']['id']}"
    assert client.delete(only).code == "factor_required"
    enrol(owner)
    assert client.delete(only).status == 204
    assert client.delete("/v1/me/factors/app").code == "factor_required"
    assert owner.client.get("/v1/admin/whoami").status == 200


def test_a_reset_that_dies_on_its_way_leaves_no_session_without_its_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """H06: factor and sessions end in one transaction; what is asked again would be 409 `no_factor` and end nothing."""
    owner, support = Member("owner"), Member("support")
    enrol(support)

    def dies(_: int) -> None:
        raise Unavailable("The wire is cut.")

    with monkeypatch.context() as cut:
        cut.setattr(remove, "until_second", dies)
        assert everywhere(owner).post(f"{support.url}/reset_factor").status == 503
    assert support.client.get("/v1/admin/whoami").code == "session_ended"
    assert everywhere(owner).post(f"{support.url}/reset_factor").code == "no_factor"


def test_others_take_away_the_factor_of_who_lost_it() -> None:
    """H06"""
    owner, support = Member("owner"), Member("support")
    enrol(support)
    assert everywhere(support).post(f"{owner.url}/reset_factor").code == "forbidden"
    assert everywhere(owner).post(f"{support.url}/reset_factor").json == {"status": "reset"}
    assert support.client.get("/v1/admin/whoami").code == "session_ended"
    assert everywhere(owner).post(f"{support.url}/reset_factor").code == "no_factor"
    removed = events_in(CustomersTable, "factor.removed")[-1]
    assert (removed.data, removed.actor.id) == ({"person": support.id, "factor": "all"}, owner.id)
    assert everywhere(owner).post("/v1/admin/staff/cus_00000000000000000000000000/reset_factor").status == 404


def a_customer() -> Member:
    """With a record, as their first sign-in makes it."""
    one = Member()
    body = customer_body(Customer(one.id, one.email, "", "en", "2026-01-01T00:00:00.000Z"))
    CustomerRecord(customer_pk(one.id), CUSTOMER_SK, kind="customer", body=body).save()
    return one


def test_staff_take_away_the_factor_of_a_customer_who_lost_it() -> None:
    """H06: by a permission of its own; sessions end, the customer hears of it, and the log has who did it."""
    manager, buyer = Member("manager"), a_customer()
    url = f"/v1/admin/customers/{buyer.id}/reset_factor"
    assert everywhere(manager).post(url).code == "no_factor"
    enrol(buyer)
    for other in (Member("support"), buyer):
        assert everywhere(other).post(url).code == "forbidden"
    assert everywhere(manager).post(url).json == {"status": "reset"}
    assert everywhere(buyer).get("/v1/me/factors").code == "session_ended"
    removed = events_in(CustomersTable, "factor.removed")[-1]
    assert (removed.data, removed.actor.id) == ({"person": buyer.id, "factor": "all"}, manager.id)
    facts = [load(Fact, record.body) for record in FactRecord.scan()]
    assert [(one.actor, one.subject) for one in facts if one.action.endswith("/reset_factor")] == [(manager.id, buyer.id)]
    assert everywhere(manager).post("/v1/admin/customers/cus_00000000000000000000000000/reset_factor").status == 404


def test_who_works_here_is_no_customer_to_be_reset() -> None:
    """H06: however much they shop; nobody gets at an owner by the door of customers."""
    manager, owner = Member("manager"), Member("owner")
    body = customer_body(Customer(owner.id, owner.email, "", "en", "2026-01-01T00:00:00.000Z"))
    CustomerRecord(customer_pk(owner.id), CUSTOMER_SK, kind="customer", body=body).save()
    enrol(owner)
    assert everywhere(manager).post(f"/v1/admin/customers/{owner.id}/reset_factor").code == "works_here"


def test_the_first_app_asks_for_a_recent_sign_in() -> None:
    """H06: a session that was left open shuts its owner out by no app of another's; to replace one it is shown itself."""
    subject = str(uuid.uuid4())
    old = Client(customers_app, {"Authorization": f"Bearer {token(subject=subject, claims={'auth_time': int(time.time()) - 601})}"})
    refused = old.post("/v1/me/factors/app")
    assert (refused.status, refused.code) == (403, "sign_in_again")
    assert Client(customers_app, bearer(subject=subject)).post("/v1/me/factors/app").status == 201


def test_never_ones_own_and_never_of_who_holds_more() -> None:
    """H06"""
    owner, lead = Member("owner"), Member("owner")
    enrol(owner)
    own = everywhere(owner).post(f"{owner.url}/reset_factor")
    assert (own.status, own.code) == (403, "own_factor")
    made = owner.client.post("/v1/admin/roles", {"name": "people", "permissions": ["staff.read", "staff.write"]})
    assert made.status == 201, made.text
    assert owner.edit(lead, roles=["people"]).status == 200
    forget()
    assert everywhere(lead).post(f"{owner.url}/reset_factor").code == "more_than_own"


def test_the_last_owner_is_helped_from_the_command_line() -> None:
    """H06"""
    owner = Member("owner", email="a@shop.example")
    enrol(owner)
    assert customers.operator_resets_factor("A@shop.example") == owner.id
    assert list(FactorsRecord.scan(FactorsRecord.kind == "factors")) == []
    with pytest.raises(Exception, match="Nobody on the staff"):
        customers.operator_resets_factor("none@shop.example")
