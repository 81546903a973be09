"""WeChat's form of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from infra.simulators.identity import SimulatedIdentity
from tests.integration.customers.conftest import Pool
from tests.integration.customers.external.visits import came, sign_in, subject, went
from tests.support.http import Client


def test_wechat_s_names_are_one_person_in_all_apps(guest: Client, pool: Pool, provider: SimulatedIdentity) -> None:
    """H02: first by the name towards the app alone, later by the one towards all; then the mini program finds them by that."""
    provider.person = {"openid": "o-web"}
    first = sign_in(guest, "wechat")
    assert first.status == 200, first.text
    provider.person = {"openid": "o-web", "unionid": "u-1"}
    assert subject(sign_in(guest, "wechat")) == subject(first)
    begun = guest.post("/v1/auth/external/wechat_mini", {}).json
    assert begun["url"] == ""
    provider.person = {"openid": "o-mini", "unionid": "u-1"}
    mini = came(guest, {"code": provider.issue({}), "state": begun["state"], "session": begun["session"]}, "wechat_mini")
    assert (subject(mini), pool.size()) == (subject(first), 1)


@pytest.mark.parametrize(("faults", "code", "status"), [({"busy": True}, "provider_unavailable", 503), ({}, "external_refused", 401)])
def test_wechat_s_errors_have_status_200(
    guest: Client, pool: Pool, provider: SimulatedIdentity, faults: dict[str, object], code: str, status: int
) -> None:
    """H02"""
    provider.person = {"openid": "o1"}
    brought = went(guest, "wechat")
    if not faults:
        brought["code"] = "never-given"
    provider.faults = faults
    answer = came(guest, brought, "wechat")
    assert (answer.status, answer.code, pool.size()) == (status, code, 0)


def test_wechat_is_asked_in_its_own_form(guest: Client) -> None:
    """H02: the address as WeChat writes it."""
    url = urlsplit(guest.post("/v1/auth/external/wechat", {}).json["url"])
    assert (url.path.rpartition("/")[2], url.fragment) == ("qrconnect", "wechat_redirect")
    assert list(parse_qs(url.query)) == ["appid", "redirect_uri", "response_type", "scope", "state"]
