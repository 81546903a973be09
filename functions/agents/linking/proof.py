"""Which agent calls the token endpoint: it signs a statement with a key of its profile (`private_key_jwt`, RFC 7523, 2.2). The shop keeps
no secret of it, and a key that has left the profile is worth nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt

from functions.agents.linking.asked import issuer
from functions.agents.linking.refused import OAuthRefused
from functions.agents.model.linking import LinkingAgent
from functions.agents.store.links import Known, use_proof
from functions.agents.store.rules import rules
from functions.agents.trust.profiles import profiles
from functions.agents.trust.refused import Refused
from functions.shared.outside import clock

KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ("ES256", "ES384")
_LONGEST = 600
"""Seconds that a statement may count for."""


def agent_of(told: Mapping[str, str], endpoint: str) -> LinkingAgent:
    """`endpoint`: the address that is called. Raises OAuthRefused (401 `invalid_client`)."""
    refused = OAuthRefused("invalid_client", "Prove who you are by client_assertion, signed with a key of your profile.", 401)
    if told.get("client_assertion_type") != KIND:
        raise refused
    text = told.get("client_assertion", "")
    try:
        kid = jwt.get_unverified_header(text).get("kid")
        name = jwt.decode(text, options={"verify_signature": False}).get("sub")
    except (jwt.PyJWTError, ValueError) as wrong:
        raise refused from wrong
    agent = rules().linking_of(name) if isinstance(name, str) else None
    if agent is None or not isinstance(kid, str) or told.get("client_id", name) != name or _is_blocked(agent):
        raise refused
    claims = _claims(text, kid, agent, endpoint, refused)
    until, began, own = claims["exp"], clock.of_tokens(), claims["jti"]
    if not isinstance(own, str) or not 1 <= len(own) <= 200 or not isinstance(until, int | float) or until > began + _LONGEST:
        raise refused
    try:
        use_proof(agent.profile, own, int(clock.now().timestamp()) + _LONGEST)
    except Known as again:
        raise refused from again
    return agent


def _claims(text: str, kid: str, agent: LinkingAgent, endpoint: str, refused: OAuthRefused) -> dict[str, Any]:
    try:
        known = profiles().with_key(profiles().find(agent.profile), kid).keys.get(kid)
        if known is None:
            raise refused
        key = jwt.PyJWK.from_dict(json.loads(json.dumps(dict(known)))).key
        return dict(
            jwt.decode(
                text, key, algorithms=list(ALGORITHMS), audience=[issuer(), endpoint], issuer=agent.profile,
                options={"require": ["exp", "sub", "iss", "aud", "jti"]},
            )
        )  # fmt: skip
    except (jwt.PyJWTError, Refused, ValueError, TypeError) as wrong:
        raise refused from wrong


def _is_blocked(agent: LinkingAgent) -> bool:
    return rules().blocks(urlsplit(agent.profile).hostname or "")
