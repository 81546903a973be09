"""Mandates of AP2: we sign what a checkout comes to, and its buyer's side says yes to exactly that.

Source: UCP, "AP2 Mandates Extension" (docs/specification/ap2-mandates.md). Of the two ways that it knows the first is here: a platform that
is trusted signs with a key of its profile. Which claim holds the checkout, and what a key binding is bound to, is left to AP2, whose text
could not be read here: they are `CLAIM`, our address, and the checkout's id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import inf
from typing import Any

import rfc8785
from jwcrypto.common import JWException, base64url_encode
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from sd_jwt.verifier import SDJWTVerifier

from functions.agents.model.profile import Profile
from functions.agents.trust.own_keys import own_keys
from functions.agents.trust.profiles import profiles
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.plain.settings import settings

CLAIM = "checkout"
_AHEAD = 60
"""Seconds by which another's clock may go before ours."""
_ALGORITHMS = frozenset({"ES256", "ES384", "ES512"})
_UNREADABLE = (JWException, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


class MandateRefused(Conflict):
    title = "The mandate does not hold"


class MandateRequired(Conflict):
    code, title = "mandate_required", "This checkout takes a mandate"

    def __init__(self) -> None:
        super().__init__("Send ap2.checkout_mandate: it was opened with AP2, and stays so.")


def authorized(view: Mapping[str, Any]) -> dict[str, Any]:
    """The checkout with our signature over all of it (JWS, detached, over its JCS). Raises Unavailable while we have no key."""
    keys = own_keys()
    if not keys:
        raise Unavailable("There is no key to sign with.")
    kid, key = keys[0]
    said = {name: part for name, part in view.items() if name != "ap2"}
    jws = JWS(rfc8785.dumps(said))
    jws.add_signature(JWK.from_pyca(key), protected=json.dumps({"alg": "ES256", "kid": kid}))
    header, _, signature = jws.serialize(compact=True).split(".")
    return {**said, "ap2": {"merchant_authorization": f"{header}..{signature}"}}


def check_mandate(mandate: str, profile: Profile, view: Mapping[str, Any]) -> None:
    """That the agent's side says yes to the checkout as it is now (`view`). Raises MandateRequired, MandateRefused."""
    if not mandate:
        raise MandateRequired
    claims = _verified(mandate, profile, str(view["id"]))
    now = clock.now().timestamp()
    if not now < _time(claims.get("exp"), -inf) < inf or not _time(claims.get("nbf", now), inf) <= now + _AHEAD:
        raise MandateRefused("It is over, does not say when it is (exp), or is not to be used yet (nbf).", code="mandate_expired")
    told = claims.get(CLAIM)
    if not isinstance(told, dict):
        raise MandateRefused(f"It has no checkout (the claim {CLAIM}).", code="mandate_scope_mismatch")
    _check_ours(told)
    if _terms(told) != _terms(view):
        raise MandateRefused("It is for another checkout, or for what this one was before.", code="mandate_scope_mismatch")


def _time(told: Any, otherwise: float) -> float:
    return told if isinstance(told, int | float) and not isinstance(told, bool) else otherwise


def _verified(mandate: str, profile: Profile, checkout_id: str) -> dict[str, Any]:
    refused = MandateRefused("No key of your profile signed it.", code="mandate_invalid_signature")
    try:
        head = JWS()
        head.deserialize(mandate.partition("~")[0])
        told = json.loads(head.objects["protected"])
        kid, algorithm = told["kid"], told["alg"]
    except _UNREADABLE as error:
        raise refused from error
    if algorithm not in _ALGORITHMS or not isinstance(kid, str):
        raise refused
    known = profiles().with_key(profile, kid)
    if not known.keys:
        raise MandateRefused("Your profile has no keys.", code="agent_missing_key")
    if kid not in known.keys:
        raise refused
    try:
        key = JWK.from_json(json.dumps(dict(known.keys[kid])))
        is_bound = not mandate.endswith("~") and "~" in mandate
        bound = (settings().public_base_url, checkout_id) if is_bound else (None, None)
        verifier = SDJWTVerifier(mandate if "~" in mandate else f"{mandate}~", lambda _issuer, _header: key, *bound)
        claims = verifier.get_verified_payload()
        if "cnf" in claims and not is_bound:
            raise refused
        return dict(claims)
    except _UNREADABLE as error:
        raise refused from error


def _check_ours(told: Mapping[str, Any]) -> None:
    ap2 = told.get("ap2")
    text = ap2.get("merchant_authorization") if isinstance(ap2, dict) else None
    if not isinstance(text, str):
        raise MandateRefused("The checkout in it lacks our signature.", code="merchant_authorization_missing")
    try:
        header, _, signature = text.split(".")
        payload = base64url_encode(rfc8785.dumps({name: part for name, part in told.items() if name != "ap2"}))
        jws = JWS()
        jws.deserialize(f"{header}.{payload}.{signature}")
        key = dict(own_keys())[jws.jose_header["kid"]]
        jws.verify(JWK.from_pyca(key), alg="ES256")
    except _UNREADABLE as error:
        raise MandateRefused("The signature in it is not ours.", code="merchant_authorization_invalid") from error


def _terms(view: Mapping[str, Any]) -> Any:
    """What is bought, for how much and whereto; not how it is called in which language."""
    lines = [
        {"id": one.get("id"), "item": _part(one.get("item"), "id", "price"), "quantity": one.get("quantity"), "totals": one.get("totals")}
        for one in view.get("line_items", []) if isinstance(one, dict)
    ]  # fmt: skip
    totals = [_part(one, "type", "amount") for one in view.get("totals", [])]
    fulfillment = view.get("fulfillment")
    methods = fulfillment.get("methods", []) if isinstance(fulfillment, dict) else []
    ways = [
        [_part(one, "selected_destination_id", "destinations"), [_part(group, "selected_option_id") for group in one.get("groups", [])]]
        for one in methods if isinstance(one, dict)
    ]  # fmt: skip
    return json.loads(json.dumps([view.get("id"), view.get("currency"), lines, totals, ways]))


def _part(value: Any, *names: str) -> Any:
    return {name: value.get(name) for name in names} if isinstance(value, Mapping) else None
