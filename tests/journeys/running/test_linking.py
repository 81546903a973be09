"""A customer lets a machine act for them: OAuth through the deployed template, on a telephone, until they end it."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

from functions.agents.linking.proof import KIND
from functions.agents.trust.own_keys import _jwk, _key
from functions.agents.trust.signatures import Signed, sign_call
from tests.integration.agents.agent import amount_of, paid_with
from tests.integration.agents.linking.oauth import BUYS, CHALLENGE, READS, VERIFIER
from tests.journeys.running.test_machines import HOME, SESSIONS, profile
from tests.journeys.shopper import Answer, Customer, Shop, eventually
from tests.support.browser import CHROMIUM, Tab, browser_tab

_SECRET, _PASSWORD, _BACK = "the agent's own", "Correct7horse", "http://127.0.0.1/linked"


@dataclass(frozen=True)
class Machine:
    """An agent that signs. `issuer`: what the shop calls itself."""

    shop: Shop
    url: str
    issuer: str

    def call(self, method: str, path: str, body: Any = None, token: str = "") -> Answer:
        raw = b"" if body is None else json.dumps(body).encode()
        given = {"ucp-agent": f'profile="{self.url}"', "content-type": "application/json", "idempotency-key": str(uuid.uuid4())}
        given |= {"authorization": f"Bearer {token}"} if token else {}
        signed = sign_call(Signed(method, self.issuer + path, given, raw), *_key(_SECRET))
        return self.shop.call(method, path, raw or None, **{name.title(): text for name, text in signed.items()})

    def ask(self, path: str, **told: str) -> Answer:
        """A form, with a statement of its own."""
        claims = {"iss": self.url, "sub": self.url, "aud": self.issuer, "jti": str(uuid.uuid4())}
        kid, key = _key(_SECRET)
        statement = jwt.encode({**claims, "exp": datetime.now(UTC) + timedelta(minutes=1)}, key, algorithm="ES256", headers={"kid": kid})
        form = urlencode({"client_assertion_type": KIND, "client_assertion": statement, **told}).encode()
        return self.shop.call("POST", path, form, Content_Type="application/x-www-form-urlencoded")

    def address(self, back: str, language: str) -> str:
        asked = {
            "response_type": "code", "client_id": self.url, "redirect_uri": back, "scope": f"{BUYS} {READS}", "state": "s1",
            "code_challenge": CHALLENGE, "code_challenge_method": "S256", "lang": language,
        }  # fmt: skip
        return f"/oauth/authorize?{urlencode(asked)}"


@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
def test_a_customer_links_a_machine_which_buys_at_their_prices(shop: Shop, tmp_path: Path) -> None:
    """X47, dev.ucp.common.identity_linking; UCP's catalogue and checkout have the prices of who linked, until they end it."""
    owner, customer, mug = shop.staff(), shop.customer(), shop.a_variant()
    _cheaper(shop, customer, mug["id"])
    kid, key = _key(_SECRET)
    keys = [_jwk(kid, key.public_key().public_numbers())]
    own = {**shop.get("/.well-known/ucp"), "keys": keys, "signing_keys": keys}
    with profile(json.dumps(own).encode()) as url:
        told = shop.get("/v1/admin/agent_rules", **owner)
        rules = {name: told[name] for name in told if name != "version"}
        shop.send("PUT", "/v1/admin/agent_rules", rules | {"linking": [_entry(url)]}, **owner)
        metadata = eventually(lambda: shop.get("/.well-known/oauth-authorization-server"), bool)
        machine, back = Machine(shop, url, metadata["issuer"]), f"http://127.0.0.1:{urlsplit(url).port}/linked"
        eventually(lambda: shop.call("GET", machine.address(back, "en")).status, lambda status: status == 200, 90)
        code = asyncio.run(_allowed(machine, back, customer.login, tmp_path))
        tokens = machine.ask("/oauth/token", grant_type="authorization_code", code=code, redirect_uri=back, code_verifier=VERIFIER)
        assert (tokens.status, tokens.json["scope"]) == (200, f"{BUYS} {READS}"), tokens.text
        token = tokens.json["access_token"]
        _finds(machine, mug["id"], token)
        order = _buys(machine, mug["id"], token)
        assert order in [one["id"] for one in shop.get("/v1/me/orders", **customer.own)["data"]]
        assert machine.call("GET", f"/ucp/v1/orders/{order}", token=token).status == 200
        (mine,) = shop.get("/v1/me/linked_agents", **customer.own)["data"]
        assert (mine["agent"], mine["scopes"]) == (url, [BUYS, READS])
        assert shop.call("DELETE", f"/v1/me/linked_agents?{urlencode({'agent': url})}", None, **customer.own).json["data"] == []
        ended = machine.call("POST", "/ucp/v1/catalog/lookup", {"ids": [mug["id"]]}, token)
        assert (ended.status, ended.json["code"]) == (401, "identity_required")
        refused = machine.ask("/oauth/token", grant_type="refresh_token", refresh_token=tokens.json["refresh_token"])
        assert (refused.status, refused.json["error"]) == (400, "invalid_grant")


def _entry(url: str) -> dict[str, Any]:
    return {"profile": url, "name": "Ada's assistant", "redirect_uris": [_BACK]}


def _cheaper(shop: Shop, customer: Customer, variant: str) -> None:
    """For a group that they are in: 45.00 in place of 59.00."""
    owner, name = shop.staff(), f"linked-{uuid.uuid4().hex[:6]}"
    mine = shop.get("/v1/me", **customer.own)["id"]
    shop.send("PUT", f"/v1/admin/promotion_buyers/{mine}", {"groups": [name]}, **owner)
    lists = shop.get("/v1/admin/price_lists", **owner)
    lists["price_lists"].append({"code": name, "name": "Linked", "currency": "CNY", "groups": [name]})
    shop.send("PUT", "/v1/admin/price_lists", lists, **owner)
    asks = {"prices": [{"price_list": name, "breaks": [{"quantity": 1, "amount": 4500}]}]}
    shop.send("PUT", f"/v1/admin/price_lists/prices/{variant}", asks, **owner)


async def _allowed(machine: Machine, back: str, login: str, folder: Path) -> str:
    """The page in both languages as a telephone shows it; then they sign in and allow it. The code that comes back with their browser."""
    async with browser_tab() as tab:
        for language, title in (("zh", "关联您的账户"), ("en", "Link your account")):
            await tab.open(machine.issuer + machine.address(back, language), width=390, scripts=True)
            (folder / f"{language}.png").write_bytes(await tab.picture())
            assert (await _said(tab, "document.querySelector('h1').textContent"), await tab.content_width()) == (title, 390)
            # Fields that a finger meets, and nothing of another step.
            assert await _said(tab, "Math.min(...[...document.forms.ask.elements].map((one) => one.offsetHeight || 99))") >= 44
            assert await _said(tab, "const s = document.forms.ask.elements.send; s.hidden = true; getComputedStyle(s).display") == "none"
        await _sign_in(tab, login, "Wrong7horse")
        wrong = await _until(tab, "document.getElementById('problem').textContent", bool)
        assert wrong == "That was not right. Try again."
        await _sign_in(tab, login, _PASSWORD)
        came = await _until(tab, "location.href", lambda address: address.startswith(back))
        assert [one for one in tab.said if "401" not in one and "favicon" not in one] == []
    told = {name: values[0] for name, values in parse_qs(urlsplit(came).query).items()}
    assert (told["state"], told["iss"]) == ("s1", machine.issuer)
    return told["code"]


async def _sign_in(tab: Tab, login: str, password: str) -> None:
    typed = f"const f = document.forms.ask.elements; f.login.value = {json.dumps(login)}; f.password.value = {json.dumps(password)};"
    await _said(tab, f"{{ {typed} f.allow.click(); }}")


async def _said(tab: Tab, script: str) -> Any:
    return (await tab.call("Runtime.evaluate", expression=script)).get("result", {}).get("value")


async def _until(tab: Tab, script: str, wanted: Callable[[str], bool]) -> str:
    for _ in range(300):
        found = await _said(tab, script)
        if wanted(found or ""):
            return str(found)
        await asyncio.sleep(0.2)
    raise AssertionError(f"{script}: {found!r}")


def _finds(machine: Machine, variant: str, token: str) -> None:
    """At their price; a minute goes by until every process knows of a new list."""

    def price(token: str = "") -> int:
        answer = machine.call("POST", "/ucp/v1/catalog/lookup", {"ids": [variant]}, token)
        assert answer.status == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return int(answer.json["products"][0]["variants"][0]["price"]["amount"])

    eventually(lambda: price(token), lambda amount: amount == 4500, 90)
    assert price() == 5900


def _buys(machine: Machine, variant: str, token: str) -> str:
    method = {"type": "shipping", "destinations": [HOME], "selected_destination_id": "home"}
    buyer = {"first_name": "A", "last_name": "B", "phone_number": "+8613800000000"}
    wish = {
        "line_items": [{"item": {"id": variant}, "quantity": 1}], "buyer": buyer,
        "fulfillment": {"methods": [{**method, "groups": [{"selected_option_id": "standard"}]}]},
    }  # fmt: skip

    def opened(token: str = "") -> Any:
        answer = machine.call("POST", SESSIONS, wish, token)
        assert answer.status == 201, answer.text
        return answer.json

    mine = eventually(lambda: opened(token), lambda one: one["line_items"][0]["item"]["price"] == 4500, 90)
    assert (mine["status"], opened()["line_items"][0]["item"]["price"]) == ("ready_for_complete", 5900), mine
    until = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
    lent = {
        "reason": "one_time", "max_amount": amount_of(mine), "currency": "cny", "checkout_session_id": mine["id"], "expires_at": until,
    }  # fmt: skip
    wallet = "/sandbox/providers/payments/sandbox/agentic_commerce/delegate_payment"
    paid = paid_with(machine.shop.send("POST", wallet, {"allowance": lent}, 201)["id"])
    assert machine.call("POST", f"{SESSIONS}/{mine['id']}/complete", paid).status == 404
    done = machine.call("POST", f"{SESSIONS}/{mine['id']}/complete", paid, token)
    assert (done.status, done.json["status"]) == (200, "completed"), done.text
    return re.split(r"[.]", done.json["order"]["id"])[0]
