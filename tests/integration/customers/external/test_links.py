"""External accounts linked, unlinked and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.customers.store import external_ids
from functions.customers.store.records import CustomersTable, ExternalIdRecord, ExternalLinksRecord
from functions.privacy.app import app as privacy
from functions.privacy.app import work_requests
from functions.shared.outside import clock
from functions.shared.plain.ids import subject_of
from infra.simulators.identity import SimulatedIdentity
from tests.integration.customers.conftest import Pool, signed_in
from tests.integration.customers.external.visits import ADA, as_them, came, link, sign_in, subject, went
from tests.integration.customers.factors.enrolled import answer as answer_factor
from tests.integration.customers.factors.enrolled import enrolled, only_a_session, with_token
from tests.support.buckets import data_bucket
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.jobs import run_jobs
from tests.support.races import in_between


def test_one_external_id_is_one_customer_s(guest: Client) -> None:
    """H02: a second link of the same id is 409."""
    ada, bob = signed_in(guest), signed_in(guest, "bob@example.com")
    assert [one["provider"] for one in link(ada).json["data"]] == ["sandbox"]
    assert link(ada).status == 200, "again: the same"
    answer = link(bob)
    assert (answer.status, answer.code) == (409, "already_linked")
    assert bob.get("/v1/me/external").json["data"] == []
    assert as_them(guest, sign_in(guest)).get("/v1/me").json["email"] == ADA


def test_one_account_of_a_provider_at_a_time(guest: Client, provider: SimulatedIdentity) -> None:
    me = signed_in(guest)
    link(me)
    provider.person = {"sub": "ada-2"}
    assert link(me).code == "provider_linked"


def test_two_who_link_one_external_id_at_once(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H02"""
    ada, bob = signed_in(guest), signed_in(guest, "bob@example.com")
    hers, theirs = went(ada, base="/v1/me/external"), went(bob, base="/v1/me/external")
    answers: list[Answer] = []
    in_between(monkeypatch, external_ids, "links_of", lambda: answers.append(came(bob, theirs, base="/v1/me/external")))
    answers.append(came(ada, hers, base="/v1/me/external"))
    assert sorted((one.status, one.json.get("code")) for one in answers)[1] == (409, "already_linked")
    assert len(list(ExternalIdRecord.scan(ExternalIdRecord.kind == "external_id"))) == 1


def test_the_last_way_in_stays(guest: Client, provider: SimulatedIdentity) -> None:
    """H02: also when two are given up at once."""
    me = as_them(guest, sign_in(guest))
    answer = me.delete("/v1/me/external/sandbox")
    assert (answer.status, answer.code) == (409, "last_way_in")
    provider.person |= {"openid": "o1"}
    assert link(me, "wechat").status == 200
    assert me.delete("/v1/me/external/sandbox").status == 200
    assert me.delete("/v1/me/external/wechat").code == "last_way_in"
    assert me.delete("/v1/me/external/sandbox").status == 404
    with_address = signed_in(guest)
    provider.person = {"sub": "ada-9"}
    link(with_address)
    assert with_address.delete("/v1/me/external/sandbox").json["data"] == []
    assert subject(sign_in(guest)) != subject_of(with_address.get("/v1/me").json["id"]), "it is nobody's then, and somebody new's"


def test_two_ways_given_up_at_once_leave_one(guest: Client, provider: SimulatedIdentity, monkeypatch: pytest.MonkeyPatch) -> None:
    """H02"""
    me = as_them(guest, sign_in(guest))
    provider.person |= {"openid": "o1"}
    link(me, "wechat")
    answers: list[Answer] = []
    in_between(monkeypatch, external_ids, "links_of", lambda: answers.append(me.delete("/v1/me/external/wechat")))
    answers.append(me.delete("/v1/me/external/sandbox"))
    assert sorted(one.status for one in answers) == [200, 409]
    assert len(me.get("/v1/me/external").json["data"]) == 1


def test_who_was_erased_comes_back_as_nobody(guest: Client, pool: Pool) -> None:
    """H02, findings case 8: a visit that began before ends in nothing; what was kept of them is gone; later they are somebody new."""
    me = as_them(guest, sign_in(guest))
    late, late_link = went(guest), went(me, base="/v1/me/external")
    erase(me)
    assert came(guest, late).status == 401
    assert came(me, late_link, base="/v1/me/external").status == 401
    assert pool.size() == 0
    assert [one.body for one in ExternalIdRecord.scan(ExternalIdRecord.kind == "external_id")] == []
    assert list(ExternalLinksRecord.scan(ExternalLinksRecord.kind == "external_links")) == []
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
        assert sign_in(guest).status == 200


def erase(me: Client) -> None:
    with data_bucket():
        assert Client(privacy, me.headers).post("/v1/me/erasure").status == 202
        run_jobs(work_requests)


def test_no_external_id_stands_in_clear_or_in_the_log(guest: Client, provider: SimulatedIdentity, caplog: pytest.LogCaptureFixture) -> None:
    """H14, X12"""
    provider.person = {"sub": "plainly-ada", "name": "Ada", "openid": "plainly-o", "unionid": "plainly-u"}
    sign_in(guest)
    sign_in(guest, "wechat")
    items = [str(item.attribute_values) for item in CustomersTable.scan()]
    assert len(list(ExternalIdRecord.scan(ExternalIdRecord.kind == "external_id"))) == 3
    assert not [item for item in items if "plainly" in item]
    assert "plainly" not in caplog.text
    assert {event.type for event in events_in(CustomersTable)} >= {"external_login.linked"}


def test_a_link_asks_for_a_sign_in_of_just_now(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H02: a link is a way in for good; a stolen session alone makes none."""
    me = signed_in(guest)
    now = clock.of_tokens()
    monkeypatch.setattr(clock, "of_tokens", lambda: now + 601)
    answer = me.post("/v1/me/external/sandbox", {})
    assert (answer.status, answer.code) == (403, "sign_in_again")


def test_who_has_a_second_factor_is_asked_for_it(guest: Client) -> None:
    """H06, findings case 2: by another provider there is a session and no token; a link and an unlink ask for a fresh one."""
    ada = enrolled(guest)
    assert only_a_session(ada.client.post("/v1/me/external/sandbox", {}))
    assert only_a_session(ada.client.delete("/v1/me/external/sandbox"))
    with clock.frozen(ada.later()):
        fresh = with_token(answer_factor(guest, ada.client.post("/v1/me/external/sandbox", {}), ada.code()))
        assert link(fresh).status == 200
    refused = sign_in(guest)
    assert only_a_session(refused), refused.text
    assert refused.json["challenge"] == "software_token_mfa"
