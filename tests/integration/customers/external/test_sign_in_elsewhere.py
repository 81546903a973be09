"""Signing in by another provider, against the simulated one: its tokens are judged by the production code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import boto3
import pytest

from functions.customers.external.providers import documents
from functions.customers.external.providers.documents import LOOKED_ANEW
from functions.customers.store import cognito, external_ids
from functions.shared.outside import clock
from functions.shared.plain.ids import subject_of
from infra.simulators.identity import SimulatedIdentity
from infra.simulators.keys import identity_entries
from tests.integration.access.standings import stand
from tests.integration.customers.conftest import Pool, signed_in
from tests.integration.customers.external.conftest import KEYS, PAGE, configure
from tests.integration.customers.external.visits import ADA, as_them, came, sign_in, subject, went
from tests.support.http import Client


def test_an_unknown_external_id_makes_a_customer_and_a_known_one_is_theirs(guest: Client, pool: Pool) -> None:
    """H02"""
    first = sign_in(guest)
    assert (first.status, sorted(first.json)) == (200, ["access_token", "expires_in", "refresh_token"]), first.text
    again = sign_in(guest)
    assert (subject(again), pool.size()) == (subject(first), 1)
    me = as_them(guest, again).get("/v1/me").json
    assert (me["email"], me["phone"]) == (None, None)
    assert [one["provider"] for one in as_them(guest, again).get("/v1/me/external").json["data"]] == ["sandbox"]


def test_what_both_have_verified_joins_them(guest: Client, pool: Pool, provider: SimulatedIdentity) -> None:
    """H02"""
    known = subject_of(signed_in(guest).get("/v1/me").json["id"])
    provider.person |= {"email": "ADA@Example.com", "email_verified": True}
    assert (subject(sign_in(guest)), pool.size()) == (known, 1)


@pytest.mark.parametrize("said", [{}, {"email_verified": False}, {"email_verified": "yes"}, {"email_verified": None}])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    guest: Client, pool: Pool, provider: SimulatedIdentity, said: dict[str, object]
) -> None:
    """H02: somebody writes another's address into their account elsewhere. Known or not, it is not even looked up."""
    signed_in(guest)
    provider.person |= {"email": ADA} | said
    answer = sign_in(guest)
    assert (answer.status, pool.size()) == (200, 2)
    assert as_them(guest, answer).get("/v1/me").json["email"] is None


def test_an_address_that_the_shop_has_not_verified_is_joined_by_its_owner_only(
    guest: Client, pool: Pool, provider: SimulatedIdentity
) -> None:
    """H02"""
    boto3.client("cognito-idp").admin_create_user(UserPoolId=pool.id, Username=ADA, TemporaryPassword="Temporary7x")
    provider.person |= {"email": ADA, "email_verified": True}
    answer = sign_in(guest)
    assert (answer.status, answer.code, pool.size()) == (409, "link_required", 1)


def test_nobody_gets_into_an_account_of_staff_by_an_address(guest: Client, provider: SimulatedIdentity) -> None:
    """H02, findings case 2"""
    me = signed_in(guest).get("/v1/me").json
    stand(subject_of(me["id"]), "support")
    provider.person |= {"email": ADA, "email_verified": True}
    assert sign_in(guest).code == "link_required"


def test_a_provider_that_is_not_trusted_with_addresses_tells_none(
    guest: Client, pool: Pool, provider: SimulatedIdentity, served: tuple[SimulatedIdentity, str]
) -> None:
    signed_in(guest)
    entries = identity_entries(KEYS, f"{served[1]}/sandbox/providers", PAGE)
    configure(entries | {"sandbox": entries["sandbox"] | {"trusts_email": False}})
    provider.person |= {"email": ADA, "email_verified": True}
    assert (sign_in(guest).status, pool.size()) == (200, 2)


@pytest.mark.parametrize(
    "fault", ["wrong_nonce", "expired", "other_audience", "other_issuer", "alg_none", "by_secret", "unknown_key", "no_subject"]
)
def test_a_token_that_is_wrong_signs_nobody_in(guest: Client, pool: Pool, provider: SimulatedIdentity, fault: str) -> None:
    """H02: bad input"""
    provider.faults = {fault: True}
    answer = sign_in(guest)
    assert (answer.status, answer.code, pool.size()) == (401, "external_refused", 0)


def test_a_provider_that_is_down_or_slow_is_503_and_nothing_happened(
    guest: Client, pool: Pool, provider: SimulatedIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H02"""
    monkeypatch.setattr("functions.customers.external.providers.oidc._TIMEOUT", 0.1)
    for faults in ({"http_500": True}, {"slow": 0.3}):
        provider.faults = faults
        answer = sign_in(guest)
        assert (answer.status, answer.code, pool.size()) == (503, "provider_unavailable", 0)
        assert "retry-after" in answer.headers


def test_a_visit_is_ended_once_by_who_began_it(guest: Client, pool: Pool) -> None:
    """H02: state and session; a code that somebody else brought makes nobody somebody else."""
    brought, other = went(guest), went(guest)
    for wrong in (
        brought | {"session": other["session"]},
        brought | {"state": other["state"]},
        brought | {"session": "made-up"},
    ):
        assert came(guest, wrong).code == "invalid_session"
    assert came(guest, brought, "wechat").code == "invalid_session"
    late = went(guest)
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        assert came(guest, late).code == "invalid_session"
    assert pool.size() == 0
    assert came(guest, other).status == 200
    assert came(guest, other).code == "invalid_session"


def test_a_code_of_another_visit_does_not_fit(guest: Client, pool: Pool) -> None:
    """H02: PKCE"""
    mine, theirs = went(guest), went(guest)
    assert came(guest, mine | {"code": theirs["code"]}).code == "external_refused"
    assert pool.size() == 0


def test_keys_that_change_are_found_and_unknown_ones_are_not_asked_for_again_and_again(
    guest: Client, provider: SimulatedIdentity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H02"""
    first = sign_in(guest)
    provider.rotate()
    monkeypatch.setattr(documents, "LOOKED_ANEW", 0)
    assert subject(sign_in(guest)) == subject(first)
    monkeypatch.setattr(documents, "LOOKED_ANEW", LOOKED_ANEW)
    asked: list[str] = []

    def call(_method: str, url: str, **_more: object) -> None:
        asked.append(url)

    monkeypatch.setattr(documents, "call", call)
    provider.faults = {"unknown_key": True}
    assert [sign_in(guest).code for _ in range(3)] == ["external_refused"] * 3
    assert asked == []


def test_two_first_visits_at_once_make_one_customer(guest: Client, pool: Pool) -> None:
    """H02"""
    visits = [went(guest) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda one: came(guest, one), visits))
    assert {one.status for one in answers} == {200}, [one.text for one in answers]
    assert (len({subject(one) for one in answers}), pool.size()) == (1, 1)


def test_who_dies_before_the_link_finds_the_same_account(guest: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """H02"""

    def dies(*_args: object, **_more: object) -> None:
        raise RuntimeError("died")

    with monkeypatch.context() as patch:
        patch.setattr(external_ids, "keep", dies)
        assert sign_in(guest).status == 500
    assert (sign_in(guest).status, pool.size()) == (200, 1)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"redirect_uri": "https://shop.example/back/../elsewhere"}, 422, "invalid"),
        ({"redirect_uri": "https://evil.example/"}, 422, "invalid"),
        ({"redirect_uri": f"{PAGE}?a=b"}, 422, "invalid"),
    ],
)
def test_the_browser_comes_back_to_the_shop_s_own_pages_only(guest: Client, body: dict[str, str], status: int, code: str) -> None:
    """H02: bad input"""
    answer = guest.post("/v1/auth/external/sandbox", body)
    assert (answer.status, answer.json["errors"][0]["code"]) == (status, "unknown_redirect_uri")


def test_bad_input(guest: Client) -> None:
    assert guest.post("/v1/auth/external/nobody", {}).status == 404
    assert guest.post("/v1/auth/external/nobody/finish", {"code": "a", "state": "b", "session": "c"}).status == 401
    for body in ({}, {"code": "", "state": "b", "session": "c"}, {"code": "a", "state": "ä", "session": "c"}, {"code": 5}):
        assert guest.post("/v1/auth/external/sandbox/finish", body).status == 422
    assert guest.get("/v1/me/external").status == 401


def test_a_disabled_account_is_let_in_by_no_provider(guest: Client, pool: Pool) -> None:
    first = sign_in(guest)
    boto3.client("cognito-idp").admin_disable_user(UserPoolId=pool.id, Username=subject(first))
    assert sign_in(guest).status == 401
    assert cognito.account_of(subject(first)) is not None
