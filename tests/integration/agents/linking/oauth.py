"""An agent that customers may link their account to, and its side of OAuth."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from functions.agents.app import app
from functions.agents.linking.proof import KIND
from functions.agents.store.rules import rules
from functions.agents.trust.own_keys import _key
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.agents.agent import SESSIONS, Agent
from tests.integration.orders.buyer import staff
from tests.support.http import Answer, Client
from tests.support.identity import bearer

ADA, BEA = "6a8d1f52-0c5a-4b5e-9b1e-0d2c7f3a1e11", "6a8d1f52-0c5a-4b5e-9b1e-0d2c7f3a1e22"
URL = "https://agent.example/profile"
RULES = "/v1/admin/agent_rules"
BACK = "https://agent.example/linked?app=1"
BUYS, READS, FORMER = "dev.ucp.shopping.checkout:manage", "dev.ucp.shopping.order:read", "ucp:scopes:checkout_session"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def entry(profile: str, *back: str, name: str = "Ada's assistant") -> dict[str, Any]:
    return {"profile": profile, "name": name, "redirect_uris": list(back or (BACK,))}


def named(*entries: dict[str, Any], **more: Any) -> Answer:
    """By staff, as agents that may be linked."""
    answer = Client(app, staff().headers).put(RULES, {"linking": list(entries), **more})
    rules.forget()
    return answer


def asking(profile: str, **other: str) -> dict[str, str]:
    told = {
        "response_type": "code", "client_id": profile, "redirect_uri": BACK, "scope": f"{BUYS} {READS}", "state": "s 1&",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    }  # fmt: skip
    return {name: text for name, text in (told | other).items() if text}


def page(told: dict[str, str], **headers: str) -> Answer:
    return Client(app).get(f"/oauth/authorize?{urlencode(told)}", **headers)


def allowed(subject: str, told: dict[str, str]) -> dict[str, str]:
    """What comes back with the browser of whoever allowed it."""
    answer = Client(app, bearer(subject=subject)).post("/oauth/authorize", told)
    assert answer.status == 200, answer.text
    return back_with(answer.json["redirect_to"])


def back_with(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@dataclass
class Linking:
    """`agent`: signs; its profile has the key that its statements are signed with."""

    agent: Agent

    def statement(self, *, secret: str = "", **claims: Any) -> str:
        kid, key = _key(self.agent.secret)
        key = _key(secret)[1] if secret else key
        now, url = int(clock.of_tokens()), self.agent.url
        told = {"iss": url, "sub": url, "aud": settings().public_base_url, "exp": now + 60, "jti": str(uuid.uuid4())} | claims
        return jwt.encode({name: one for name, one in told.items() if one is not None}, key, algorithm="ES256", headers={"kid": kid})

    def ask(self, path: str, *, statement: str = "", **told: str) -> Answer:
        form = {"client_assertion_type": KIND, "client_assertion": statement or self.statement(), **told}
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return Client(app).call("POST", path, urlencode({name: text for name, text in form.items() if text}).encode(), kind)

    def exchange(self, code: str, **other: str) -> Answer:
        told = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER} | other
        return self.ask("/oauth/token", **told)

    def linked(self, subject: str, scope: str = f"{BUYS} {READS}") -> Any:
        """The tokens of a customer who allowed it."""
        answer = self.exchange(allowed(subject, asking(self.agent.url, scope=scope))["code"])
        assert answer.status == 200, answer.text
        return answer.json


def with_token(link: Linking, token: str, body: object = None, *, method: str = "POST", path: str = SESSIONS) -> Answer:
    return link.agent.call(method, path, body, authorization=f"Bearer {token}")


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json.get("error") or answer.json.get("code", "")
