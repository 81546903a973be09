"""Doors of a checkout, and calls that complete it as nobody may."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.agents.app import app
from functions.agents.trust.own_keys import _key
from functions.agents.trust.signatures import Signed, sign_call
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.agents.acp import SESSIONS as ACP_SESSIONS
from tests.integration.agents.acp import AcpAgent, total_of, wanted, with_token
from tests.integration.agents.agent import SESSIONS, Agent, amount_of, basket, paid_with
from tests.integration.agents.test_mandates import mandate
from tests.integration.agents.test_mcp import NEW
from tests.support.http import Answer, Client

Attempt = tuple[Callable[[str], Answer], str]
"""What is sent with an Idempotency-Key, and what is said then."""
_JSON = {"content-type": "application/json"}
_SECRET, _OLD = "of the signer", timedelta(seconds=301)


class RestDoor:
    """UCP: a session of an agent that signs."""

    replay = "signature_invalid"

    def __init__(self, agent: Agent, mug: str) -> None:
        self.signer = Agent(agent.provider, "https://signer.example/p", secret=_SECRET)
        self.stranger = Agent(agent.provider, "https://stranger.example/p", secret="a stranger")
        session = self.signer.opened(basket((mug, 2)))
        self.id, self.token = session["id"], agent.lent(session["id"], amount_of(session))
        self._seen = self.signed("seen")

    def request(self, key: str, _url: str) -> tuple[str, bytes, dict[str, str]]:
        return f"{SESSIONS}/{self.id}/complete", json.dumps(paid_with(self.token)).encode(), {"idempotency-key": key}

    def signed(self, key: str, by: Agent | None = None, forger: str = "") -> tuple[str, bytes, dict[str, str]]:
        """`forger`: whose key it is really made with."""
        who = by or self.signer
        path, raw, headers = self.request(key, who.url)
        given = {**_JSON, **headers, "ucp-agent": f'profile="{who.url}"'}
        kid, own = _key(who.secret)
        made = sign_call(Signed("POST", settings().public_base_url + path, given, raw), kid, _key(forger)[1] if forger else own)
        return path, raw, made

    def attempts(self) -> list[Attempt]:
        return [
            (lambda key: _sent(self.signed(key, forger=key)), "signature_invalid"),
            (self._old, "signature_invalid"),
            (lambda key: _sent(self.signed(key, self.stranger)), "not_found"),
            (self._unsigned, "not_found"),
            (self._replayed, self.replay),
        ]

    def _old(self, key: str) -> Answer:
        with clock.frozen(clock.now() - _OLD):
            made = self.signed(key)
        return _sent(made)

    def _unsigned(self, key: str) -> Answer:
        path, raw, headers = self.request(key, self.signer.url)
        return _sent((path, raw, {**_JSON, **headers, "ucp-agent": f'profile="{self.signer.url}"'}))

    def _replayed(self, key: str) -> Answer:
        """A signature that was seen, at a request with another key."""
        path, raw, headers = self.request(key, self.signer.url)
        return _sent((path, raw, self._seen[2] | headers))

    def pays(self) -> Any:
        return _sent(self.signed("first")).json


class McpDoor(RestDoor):
    replay = "digest_mismatch"

    def request(self, key: str, url: str) -> tuple[str, bytes, dict[str, str]]:
        meta = {"ucp-agent": {"profile": url}, "idempotency-key": key}
        params: dict[str, Any] = {
            "name": "complete_checkout",
            "arguments": {"meta": meta, "id": self.id, "checkout": paid_with(self.token)},
            "_meta": {"io.modelcontextprotocol/protocolVersion": NEW, "io.modelcontextprotocol/clientCapabilities": {}},
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        headers = {"mcp-protocol-version": NEW, "mcp-method": "tools/call", "mcp-name": "complete_checkout"}
        return "/ucp/mcp", json.dumps(body).encode(), headers

    def pays(self) -> Any:
        return super().pays()["result"]["structuredContent"]


class AcpDoor:
    """A session of an agent with a key of the shop."""

    def __init__(self, agent: Agent, mug: str) -> None:
        self.buyer, self.stranger = AcpAgent.made(agent), AcpAgent.made(agent, "other")
        session = self.buyer.chosen(wanted({"id": mug, "quantity": 2}))
        self.path, self.body = f"{ACP_SESSIONS}/{session['id']}", with_token(agent.lent(session["id"], total_of(session)))
        assert self.buyer.call("POST", self.path, {"coupons": []}, key="used").status == 200

    def attempts(self) -> list[Attempt]:
        return [
            (lambda key: self._complete(key, authorization=f"Bearer pk_{key}"), "unauthorized"),
            (lambda key: self._complete(key, authorization=""), "unauthorized"),
            (lambda key: self.stranger.call("POST", f"{self.path}/complete", self.body, key=key), "not_found"),
            (lambda key: self._complete(key, api_version="2025-09-28"), "unsupported_api_version"),
            (lambda key: self.buyer.call("POST", self.path, {"coupons": [key]}, key="used"), "idempotency_conflict"),
        ]

    def _complete(self, key: str, **headers: str) -> Answer:
        return self.buyer.call("POST", f"{self.path}/complete", self.body, key=key, **headers)

    def pays(self) -> Any:
        return self._complete("first").json


class MandateDoor:
    """AP2: a checkout that is paid by who shows what its buyer said yes to, and a second one whose mandate is none for it."""

    def __init__(self, agent: Agent, mug: str) -> None:
        self.platform = replace(agent, secret="platform's own")
        self.platform.known()
        self.session, self.other = (self.platform.opened(basket((mug, 2))) for _ in range(2))
        self.token = agent.lent(self.session["id"], amount_of(self.session))

    def attempts(self) -> list[Attempt]:
        foreign, forged = mandate(self.other), mandate(self.session, "a stranger")
        over = mandate(self.session, minutes=-1)
        return [
            (lambda key: self._complete(key, foreign), "mandate_scope_mismatch"),
            (lambda key: self._complete(key, forged), "mandate_invalid_signature"),
            (lambda key: self._complete(key, over), "mandate_expired"),
            (lambda key: self._complete(key, None), "mandate_required"),
            (lambda key: self._complete(key, f"{over[:-9]}{key.zfill(8)}~"), "mandate_invalid_signature"),
        ]

    def _complete(self, key: str, proof: str | None) -> Answer:
        body = paid_with(self.token) | ({} if proof is None else {"ap2": {"checkout_mandate": proof}})
        return self.platform.call("POST", f"{SESSIONS}/{self.session['id']}/complete", body, key=key)

    def pays(self) -> Any:
        return self._complete("first", mandate(self.session)).json


def _sent(call: tuple[str, bytes, dict[str, str]]) -> Answer:
    path, raw, headers = call
    return Client(app).call("POST", path, raw, headers)
