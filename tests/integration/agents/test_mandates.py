"""AP2: we sign what a checkout comes to, its buyer's side says yes to exactly that, and nothing else is paid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import rfc8785
from jwcrypto.common import base64url_encode
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer

from functions.agents.app import app
from functions.agents.model.profile import MANDATE, VERSIONS
from functions.agents.store.rules import rules
from functions.agents.trust.own_keys import _key, public_keys
from functions.agents.trust.profiles import profiles
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.agents.agent import ALL, SESSIONS, Agent, amount_of, basket, orders, paid_with
from tests.integration.agents.test_mcp import tool
from tests.integration.orders.buyer import a_variant, staff, stock_of
from tests.support.http import Client

RULES = "/v1/admin/agent_rules"


@pytest.fixture
def platform(agent: Agent) -> Iterator[Agent]:
    """A trusted platform, at a shop that takes mandates."""
    switched(on=True)
    yield replace(agent, secret="platform's own")
    rules.forget()


def switched(*, on: bool) -> None:
    door = Client(app, staff().headers)
    assert door.put(RULES, {"ap2_mandates": on}).json["ap2_mandates"] is on
    rules.forget()


def mandate(checkout: Any, secret: str = "platform's own", *, minutes: int = 5, hidden: bool = False, **claims: Any) -> str:
    kid, key = _key(secret)
    told = {"iss": "https://agent.example", "exp": int((clock.now() + timedelta(minutes=minutes)).timestamp())}
    name: Any = SDObj("checkout") if hidden else "checkout"
    issued = SDJWTIssuer({**told, name: checkout, **claims}, JWK.from_pyca(key), extra_header_parameters={"kid": kid})
    return str(issued.sd_jwt_issuance)


def completed(agent: Agent, session: Any, proof: str | None, token: str = "") -> Any:
    body = paid_with(token or agent.lent(session["id"], amount_of(session)))
    body |= {} if proof is None else {"ap2": {"checkout_mandate": proof}}
    return agent.call("POST", f"{SESSIONS}/{session['id']}/complete", body).json


def codes(document: Any) -> list[str]:
    return [one["code"] for one in document["messages"]]


def test_it_is_off_until_the_shop_wants_it(agent: Agent) -> None:
    session = agent.opened(basket((a_variant(), 1)))
    assert MANDATE in agent.capabilities
    assert ("ap2" in session, MANDATE in session["ucp"]["capabilities"]) == (False, False)
    assert MANDATE not in Client(app).get("/.well-known/ucp").json["ucp"]["capabilities"]
    assert completed(agent, session, None)["status"] == "completed"
    switched(on=True)
    (told,) = Client(app).get("/.well-known/ucp").json["ucp"]["capabilities"][MANDATE]
    assert (told["extends"], told["config"]) == ("dev.ucp.shopping.checkout", {"vp_formats_supported": {"dc+sd-jwt": {}}})
    # An agent that does not know it buys as before.
    plain = replace(agent, url="https://plain.example/profile", capabilities={name: VERSIONS for name in ALL if name != MANDATE})
    other = plain.opened(basket((a_variant(), 1)))
    assert ("ap2" in other, completed(plain, other, None)["status"]) == (False, "completed")
    switched(on=False)


@pytest.mark.parametrize("hidden", [False, True], ids=["in clear", "disclosed"])
def test_what_we_signed_and_their_side_signed_is_paid(platform: Agent, hidden: bool) -> None:
    session = platform.opened(basket((a_variant(), 2)))
    header, empty, signature = session["ap2"]["merchant_authorization"].split(".")
    payload = base64url_encode(rfc8785.dumps({name: part for name, part in session.items() if name != "ap2"}))
    jws = JWS()
    jws.deserialize(f"{header}.{payload}.{signature}")
    (ours,) = [one for one in public_keys() if one["kid"] == jws.jose_header["kid"]]
    jws.verify(JWK(**ours), alg="ES256")
    assert (empty, jws.jose_header["alg"]) == ("", "ES256")
    proof = mandate(session, hidden=hidden)
    done = completed(platform, session, proof)
    assert (done["status"], "ap2" in done, len(orders())) == ("completed", True, 1)
    # Said again, it is the same order; and no other checkout's yes.
    assert completed(platform, session, proof)["order"] == done["order"]
    other = platform.opened(basket((a_variant(), 2)))
    assert codes(completed(platform, other, proof)) == ["mandate_scope_mismatch"]
    assert (len(orders()), len(platform.provider.charges)) == (1, 1)


def test_nothing_else_is_paid(platform: Agent) -> None:
    mug = a_variant(price=5900)
    session = platform.opened(basket((mug, 1)))
    token = platform.lent(session["id"], amount_of(session))
    dearer = json.loads(json.dumps(session))
    dearer["totals"][-1]["amount"] += 1
    unsigned = {name: part for name, part in session.items() if name != "ap2"}
    forged = {**session, "ap2": {"merchant_authorization": session["ap2"]["merchant_authorization"][:-4] + "AAAA"}}
    good = mandate(session)
    kid, key = _key("platform's own")
    bound = SDJWTIssuer(
        {"exp": 4102444800, "checkout": session}, JWK.from_pyca(key), JWK.from_pyca(_key("wallet")[1]), extra_header_parameters={"kid": kid}
    )
    holder = SDJWTHolder(bound.sd_jwt_issuance)
    holder.create_presentation(None, "another nonce", settings().public_base_url, JWK.from_pyca(_key("wallet")[1]))
    none = JWS(json.dumps({"exp": 4102444800, "checkout": session}))
    none.add_signature(JWK(kty="oct", k=base64url_encode("s" * 32)), protected=json.dumps({"alg": "HS256", "kid": kid}))
    refused = {
        "nothing": (None, "mandate_required"),
        "empty": ("", "mandate_required"),
        "a stranger's": (mandate(session, "a stranger"), "mandate_invalid_signature"),
        "no JWT": ("x.y.z~", "mandate_invalid_signature"),
        "not even": ("~~~", "mandate_invalid_signature"),
        "changed": (good.replace(".", "A.", 1), "mandate_invalid_signature"),
        "another algorithm": (none.serialize(compact=True) + "~", "mandate_invalid_signature"),
        "not bound": (bound.sd_jwt_issuance, "mandate_invalid_signature"),
        "bound to another": (holder.sd_jwt_presentation, "mandate_invalid_signature"),
        "over": (mandate(session, minutes=-1), "mandate_expired"),
        "for ever": (mandate(session, exp="never"), "mandate_expired"),
        "an end that is no time": (mandate(session, exp=float("nan")), "mandate_expired"),
        "never over": (mandate(session, exp=float("inf")), "mandate_expired"),
        "not yet": (mandate(session, nbf=int((clock.now() + timedelta(minutes=9)).timestamp())), "mandate_expired"),
        "of some day": (mandate(session, nbf="soon"), "mandate_expired"),
        "of nothing": (mandate("x"), "mandate_scope_mismatch"),
        "unsigned by us": (mandate(unsigned), "merchant_authorization_missing"),
        "forged for us": (mandate(forged), "merchant_authorization_invalid"),
        "dearer": (mandate(dearer), "merchant_authorization_invalid"),
    }
    for name, (proof, code) in refused.items():
        assert codes(completed(platform, session, proof, token)) == [code], name
    # By another door it is the same; and who says that they do not know AP2 any more is not let out of it.
    body = paid_with(token)
    opened = tool(platform, "create_checkout", checkout=basket((mug, 1)))["structuredContent"]
    assert set(opened["ap2"]) == {"merchant_authorization"}
    by_mcp = tool(platform, "complete_checkout", key="k", id=opened["id"], checkout=body)
    replace(platform, capabilities={name: VERSIONS for name in ALL if name != MANDATE}).known()
    assert codes(completed(platform, session, None, token)) == ["mandate_required"]
    assert (by_mcp["isError"], codes(by_mcp["structuredContent"])) == (True, ["mandate_required"])
    platform.known()
    assert (orders(), platform.provider.charges, stock_of(mug)) == ([], {}, (20, 0))
    # The buyer's side said yes to what it was before.
    changed = platform.call("PUT", f"{SESSIONS}/{session['id']}", basket((mug, 2))).json
    dear = platform.lent(session["id"], amount_of(changed))
    assert codes(completed(platform, session, good, dear)) == ["mandate_scope_mismatch"]
    assert (orders(), platform.provider.charges) == ([], {})
    assert completed(platform, changed, mandate(changed), dear)["status"] == "completed"


def test_a_platform_without_keys_is_told_so(platform: Agent) -> None:
    bare = replace(platform, url="https://bare.example/profile", secret="")
    session = bare.opened(basket((a_variant(), 1)))
    assert codes(completed(bare, session, mandate(session))) == ["agent_missing_key"]
    assert orders() == []
    profiles().forget()
