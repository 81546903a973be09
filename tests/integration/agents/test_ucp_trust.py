"""Who calls: profiles and signatures, replays and forgeries; nothing is changed by what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from functions.agents.app import app
from functions.agents.model.profile import CAPABILITIES, LINKING, MANDATE, PERMALINK
from functions.agents.store.records import AgentsTable
from functions.agents.trust.own_keys import _jwk, _key, public_keys
from functions.agents.trust.profiles import LARGEST, profiles
from functions.agents.trust.signatures import Signed, check_signature, sign_call
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.agents.agent import ALL, SESSIONS, Agent, basket
from tests.integration.orders.buyer import a_variant
from tests.support.http import Client

SEARCH = "/ucp/v1/catalog/search"


def _jwk_of(secret: str) -> dict[str, str]:
    kid, key = _key(secret)
    return _jwk(kid, key.public_key().public_numbers())


class Host:
    """Where profiles lie, on loopback."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.fetches: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.fetches.append(self.path)
                status, body, headers = host.answers.get(self.path, (404, b"", {}))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def profile(self, path: str, *secrets: str, version: str = "2026-04-08", **more: Any) -> str:
        capabilities = {name: [{"version": "2026-04-08"}] for name in CAPABILITIES}
        document = {"ucp": {"version": version, "capabilities": capabilities}, "signing_keys": [_jwk_of(one) for one in secrets], **more}
        self.answers[path] = (200, json.dumps(document).encode(), {"Cache-Control": "max-age=3600"})
        return self.url + path


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_profiles_are_fetched_once_and_from_nowhere_inside(agent: Agent, host: Host) -> None:
    def ask(url: str) -> tuple[int, str]:
        agent.url = url
        answer = agent.call("POST", SESSIONS, basket((a_variant(), 1)))
        return answer.status, answer.json.get("code", "")

    good = host.profile("/good")
    assert [ask(good)[0], ask(good)[0]] == [201, 201]
    assert host.fetches == ["/good"]
    host.answers |= {
        "/moved": (302, b"", {"Location": good}), "/large": (200, b" " * (LARGEST + 1), {}), "/text": (200, b"[1", {}),
        "/list": (200, b'{"ucp": {"version": "2026-04-08", "capabilities": []}}', {}),
    }  # fmt: skip
    refused = {
        host.url + "/missing": (424, "profile_unreachable"),
        host.url + "/moved": (424, "profile_unreachable"),
        host.url + "/large": (422, "profile_malformed"),
        host.url + "/text": (422, "profile_malformed"),
        host.url + "/list": (422, "profile_malformed"),
        host.profile("/old", version="2025-01-01"): (422, "version_unsupported"),
        "http://169.254.169.254/latest/meta-data": (400, "invalid_profile_url"),
        "https://10.0.0.8/profile": (400, "invalid_profile_url"),
        "https://[::ffff:10.0.0.8]/profile": (400, "invalid_profile_url"),
        "https://user:secret@agent.example/p": (400, "invalid_profile_url"),
        "file:///etc/passwd": (400, "invalid_profile_url"),
    }
    assert {url: ask(url) for url in refused} == refused
    nobody = Client(app).post(SEARCH, {"query": "x"})
    assert (nobody.status, nobody.json["code"]) == (400, "invalid_profile_url")
    empty = host.profile("/empty")
    host.answers["/empty"] = (200, b'{"ucp": {"version": "2026-04-08", "capabilities": {"com.else": [{"version": "1"}]}}}', {})
    agent.url = empty
    told = agent.call("POST", SEARCH, {"query": "x"})
    assert (told.status, told.json["messages"][0]["code"]) == (200, "capabilities_incompatible")


def test_signatures_are_checked_and_a_new_key_is_let_in(agent: Agent, host: Host) -> None:
    """Issue 15, case 19."""
    first = Agent(agent.provider, host.profile("/p", "first"), secret="first")
    profiles().forget()
    mug = a_variant()
    session = first.opened(basket((mug, 1)))["id"]
    assert first.read(session)["id"] == session
    # What is whose is nobody else's: another agent, and one that does not sign.
    agent.known()
    assert agent.call("GET", f"{SESSIONS}/{session}").status == 404
    # A new key a moment later costs one look; what is invented costs none.
    host.profile("/p", "second")
    second = Agent(agent.provider, first.url, secret="second")
    profiles().forget()
    profiles().find(first.url)
    profiles()._kept[first.url] = _aged(profiles()._kept[first.url])
    host.profile("/p", "third")
    third = Agent.__new__(Agent)
    third.__dict__.update(second.__dict__, secret="third")
    looks = len(host.fetches)
    assert third.call("GET", f"{SESSIONS}/{session}").status == 200
    assert third.call("GET", f"{SESSIONS}/{session}").status == 200
    invented = Agent.__new__(Agent)
    for n in range(100):
        invented.__dict__.update(second.__dict__, secret=f"invented {n}")
        answer = invented.call("GET", f"{SESSIONS}/{session}")
        assert (answer.status, answer.json["code"]) == (401, "key_not_found")
    assert len(host.fetches) == looks + 1
    assert second.call("GET", f"{SESSIONS}/{session}").json["code"] == "key_not_found"


def _aged(kept: Any) -> Any:
    """Looked at two minutes ago."""
    return type(kept)(kept.profile, kept.refusal, kept.until, kept.looked - 120)


def test_forgeries_and_replays_change_nothing(agent: Agent) -> None:
    signer = Agent(agent.provider, "https://signer.example/p", secret="of the signer")
    path, body = SESSIONS, json.dumps(basket((a_variant(), 1))).encode()
    headers = {"ucp-agent": f'profile="{signer.url}"', "idempotency-key": "once", "content-type": "application/json"}
    url = settings().public_base_url + path
    good = sign_call(Signed("POST", url, headers, body), *_key("of the signer"))

    def send(headers: dict[str, str], body: bytes = body, to: str = path) -> tuple[int, str]:
        answer = Client(app).call("POST", to, body, headers)
        return answer.status, answer.json.get("code", "")

    assert send(good)[0] == 201
    before = len(list(AgentsTable.scan()))
    assert send(good)[0] == 201
    assert send({**good, "idempotency-key": "twice"}) == (401, "signature_invalid")
    assert send(good, body + b" ") == (400, "digest_mismatch")
    assert send(good | {"content-digest": "sha-256=:\u00e9:"}) == (400, "digest_mismatch")
    assert send(good, to=SEARCH) == (401, "signature_invalid")
    # Who only names the profile is not told what its agent was, nor has its keys.
    bare = {name: value for name, value in good.items() if name not in ("signature", "signature-input", "content-digest")}
    once, other = Client(app).call("POST", path, body, good), Client(app).call("POST", path, body, bare)
    assert (once.status, other.status, once.json["id"] == other.json["id"]) == (201, 201, False)
    before = len(list(AgentsTable.scan()))
    assert send({**good, "signature": good["signature"].replace("=:", "A:").replace("sig1=A", "sig1=")})[0] == 401
    assert send({name: value for name, value in good.items() if name != "signature"}) == (401, "signature_missing")
    assert send(good | {"signature-input": "((("}) == (401, "signature_invalid")
    less = good["signature-input"].replace(' "idempotency-key"', "")
    assert send(good | {"signature-input": less}) == (401, "signature_invalid")
    # A second signature that says nothing to us does no harm.
    also = good["signature-input"] + ', other=("@method");keyid="x";tag="y"'
    two = good | {"signature-input": also, "signature": good["signature"] + ", other=:AAAA:"}
    assert send(two)[0] == 201
    for n in range(100):
        forged = sign_call(Signed("POST", url, headers | {"idempotency-key": f"f{n}"}, body), _key("of the signer")[0], _key(f"x{n}")[1])
        assert send(forged) == (401, "signature_invalid")
    assert len(list(AgentsTable.scan())) == before


def test_old_signatures_are_over(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    signer = Agent(agent.provider, "https://signer.example/p", secret="of the signer")
    headers = {"ucp-agent": f'profile="{signer.url}"'}
    path = f"{SESSIONS}/chk_x"
    good = sign_call(Signed("GET", settings().public_base_url + path, headers), *_key("of the signer"))
    created = int(good["signature-input"].partition("created=")[2].partition(";")[0])
    monkeypatch.setattr(clock, "now", lambda: times.from_epoch(created + 301))
    over = Client(app).call("GET", path, None, good).json
    assert (over["code"], "has expired" in over["content"]) == ("signature_invalid", True)
    monkeypatch.undo()
    ended = {**good, "signature-input": good["signature-input"] + f";expires={created}"}
    assert "has expired" in Client(app).call("GET", path, None, ended).json["content"]
    # A clock of theirs may go before ours by as much.
    for ahead, code in ((timedelta(minutes=4), "not_found"), (timedelta(minutes=6), "signature_invalid")):
        then = clock.now() + ahead
        with monkeypatch.context() as late:
            late.setattr(clock, "now", lambda then=then: then)
            early = sign_call(Signed("GET", settings().public_base_url + path, headers), *_key("of the signer"))
        assert Client(app).call("GET", path, None, early).json["code"] == code, ahead


def test_our_profile_says_what_is_spoken_and_verifies_what_we_sign(agent: Agent) -> None:
    told = Client(app).get("/.well-known/ucp")
    assert told.headers["cache-control"].startswith("public, max-age=300")
    assert told.json["keys"] == told.json["signing_keys"] == public_keys()
    assert set(told.json["ucp"]["capabilities"]) == set(ALL) - {PERMALINK, MANDATE, LINKING}
    assert [one["transport"] for one in told.json["ucp"]["services"]["dev.ucp.shopping"]] == ["rest", "mcp"]
    for version, url in told.json["ucp"]["supported_versions"].items():
        other = Client(app).get(url.removeprefix(settings().public_base_url)).json
        assert other["ucp"]["version"] == version
    assert Client(app).get("/.well-known/ucp/2020-01-01").status == 404
    call = Signed("POST", "https://agent.example/hook", {"content-type": "application/json"}, b"{}")
    kid, key = _key("shop")
    check_signature(Signed(call.method, call.url, sign_call(call, kid, key), call.body), "sig1", _jwk_of("shop"))
