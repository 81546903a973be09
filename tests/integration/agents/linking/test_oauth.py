"""OAuth between an agent and a customer, as RFC 6749, 7009, 7523, 7636, 8414 and 9207 and UCP's identity linking want it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from functions.agents.app import app
from functions.agents.linking import tokens
from functions.agents.store.links import find_secret
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.agents.agent import basket
from tests.integration.agents.linking.oauth import (
    ADA,
    BACK,
    BUYS,
    FORMER,
    READS,
    URL,
    Linking,
    allowed,
    asking,
    back_with,
    code,
    entry,
    named,
    page,
    with_token,
)
from tests.integration.orders.buyer import a_variant
from tests.support.http import Answer, Client
from tests.support.identity import bearer


def test_what_is_told_of_it(link: Linking) -> None:
    base = settings().public_base_url
    told = Client(app).get("/.well-known/oauth-authorization-server")
    assert (told.json["issuer"], told.json["authorization_endpoint"]) == (base, f"{base}/oauth/authorize")
    assert told.json["scopes_supported"] == [BUYS, READS, FORMER]
    assert told.json["code_challenge_methods_supported"] == ["S256"]
    assert (
        told.json["token_endpoint_auth_methods_supported"] == told.json["revocation_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    )
    (capability,) = Client(app).get("/.well-known/ucp").json["ucp"]["capabilities"]["dev.ucp.common.identity_linking"]
    assert capability["config"] == {"scopes": {}}
    assert named().status == 200
    assert "dev.ucp.common.identity_linking" not in Client(app).get("/.well-known/ucp").json["ucp"]["capabilities"]


def test_staff_name_agents_and_where_they_may_lead(link: Linking) -> None:
    wrong = {
        "ftp://agent.example/linked": "https_only", "https://10.0.0.8/linked": "address_not_allowed",
        "https://agent.example/linked#token": "invalid_url", "javascript:alert(1)": "https_only",
        "https://u:p@agent.example/": "credentials_in_url",
    }  # fmt: skip
    told = {back: named(entry(URL, back)).json["code"] for back in wrong}
    assert told == wrong
    assert named(entry(URL), entry(URL)).json["code"] == "named_twice"
    assert named(entry(URL, "http://127.0.0.1/back", BACK)).status == 200
    for port in ("", ":8765"):
        assert page(asking(URL, redirect_uri=f"http://127.0.0.1{port}/back")).status == 200
    for other in (
        "http://127.0.0.1:0/back",
        "http://127.0.0.1/other",
        "http://u@127.0.0.1/back",
        "http://[::1]/back",
        "http://127.0.0.1:x/back",
    ):
        assert page(asking(URL, redirect_uri=other)).status == 422


def test_whose_page_it_is_and_what_is_wrong_with_it(link: Linking) -> None:
    shown = page(asking(URL))
    assert (shown.status, "Ada&#39;s assistant" in shown.text) == (200, True)
    policy = shown.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    # Whoever is not known at an address of their own sends nobody there.
    nobody: tuple[dict[str, str], ...] = (
        asking("https://else.example/p"), asking(URL, redirect_uri="https://evil.example/"), asking(URL, redirect_uri=BACK + "x"), {},
    )  # fmt: skip
    for told in nobody:
        answer = page(told)
        assert (answer.status, "location" in answer.headers) == (422, False)
        assert (
            Client(app, bearer(subject=ADA)).post("/oauth/authorize", asking(URL) | told | ({} if told else {"client_id": "x"})).status
            == 422
        )
    wrong = {
        "unsupported_response_type": {"response_type": "token"}, "invalid_scope": {"scope": "openid"},
        "invalid_request": {"code_challenge_method": "plain"},
    }  # fmt: skip
    for error, told in (*wrong.items(), ("invalid_request", {"code_challenge": ""}), ("invalid_request", {"code_challenge": "x" * 44})):
        answer = page(asking(URL, **told))
        back = back_with(answer.headers["location"])
        assert (answer.status, back["error"], back["state"], back["iss"], back["app"]) == (
            303,
            error,
            "s 1&",
            settings().public_base_url,
            "1",
        )
        assert "code" not in back
    assert Client(app).post("/oauth/authorize", asking(URL)).status == 401
    # What nobody knows is not looked at; markup of whoever calls is text.
    odd = page(asking(URL, state='"><script>alert(1)</script>', prompt="login"))
    assert (odd.status, "<script>alert" in odd.text) == (200, False)
    named(entry(URL), blocked=["agent.example"])
    assert page(asking(URL)).status == 403


def test_a_code_is_its_agents_once_and_with_its_proof(link: Linking) -> None:
    back = allowed(ADA, asking(URL))
    assert (back["state"], back["iss"], urlsplit(BACK).query) == ("s 1&", settings().public_base_url, "app=1")
    other = Linking(replace(link.agent, url="https://other.example/p", secret="another's"))
    named(entry(URL), entry(other.agent.url, "https://other.example/back"))
    refused = [
        other.exchange(back["code"]), link.exchange(back["code"], code_verifier="w" * 43), link.exchange(back["code"], code_verifier=""),
        link.exchange(back["code"], redirect_uri="https://agent.example/linked"), link.exchange("lnk_" + "x" * 43),
    ]  # fmt: skip
    assert [code(one) for one in refused] == [(400, "invalid_grant")] * len(refused)
    assert code(link.exchange(back["code"], grant_type="password")) == (400, "unsupported_grant_type")
    given = link.exchange(back["code"]).json
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, f"{BUYS} {READS}")
    assert with_token(link, given["access_token"], basket((a_variant(), 1))).status == 201
    # Who brings a code twice has seen it somewhere: what it became ends.
    assert code(link.exchange(back["code"])) == (400, "invalid_grant")
    assert code(with_token(link, given["access_token"], basket((a_variant(), 1)))) == (401, "identity_required")
    late = allowed(ADA, asking(URL))["code"]
    with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
        assert code(link.exchange(late)) == (400, "invalid_grant")


def test_statements_of_agents_are_one_request_each(link: Linking) -> None:
    base, now = settings().public_base_url, int(clock.of_tokens())
    allowed_code = allowed(ADA, asking(URL))["code"]
    wrong = [
        link.statement(secret="forged"), link.statement(aud="https://else.example"), link.statement(exp=now - 100),
        link.statement(exp=now + 3600), link.statement(jti=None), link.statement(exp=None), link.statement(iss="https://else.example/p"),
        link.statement(sub="https://else.example/p"), "x.y.z", "a" * 9,
    ]  # fmt: skip
    assert {code(link.exchange(allowed_code, statement=one)) for one in wrong} == {(401, "invalid_client")}
    assert code(link.exchange(allowed_code, client_assertion_type="")) == (401, "invalid_client")
    assert code(link.exchange(allowed_code, client_id="https://else.example/p")) == (401, "invalid_client")
    good = link.statement(aud=f"{base}/oauth/token")
    assert link.exchange(allowed_code, statement=good).status == 200
    answer = link.ask("/oauth/revoke", statement=good, token="x")
    assert (code(answer), answer.headers["www-authenticate"]) == ((401, "invalid_client"), f'Bearer realm="{base}"')
    form = {"content-type": "application/x-www-form-urlencoded"}
    for raw in (b"", b"grant_type=a&grant_type=b", b"\xff\xfe", b"a=\x00", b"{}"):
        assert Client(app).call("POST", "/oauth/token", raw, form).status in (400, 401)


def test_a_code_that_two_bring_at_once_is_one_link(link: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was slower meets the condition; what the code became ends, because one of both was not meant."""
    brought = allowed(ADA, asking(URL))["code"]
    first: list[Answer] = []

    def faster(kind: str, secret: str) -> dict[str, str] | None:
        found = find_secret(kind, secret)
        if kind == "CODE" and not first:
            first.append(Answer(0, {}, ""))
            first[0] = link.exchange(brought)
        return found

    monkeypatch.setattr(tokens, "find_secret", faster)
    assert code(link.exchange(brought)) == (400, "invalid_grant")
    assert first[0].status == 200
    assert with_token(link, first[0].json["access_token"], basket((a_variant(), 1))).status == 401
