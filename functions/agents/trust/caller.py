"""Who calls: the agent whose profile the call names, verified where it signed.

An agent that does not sign is let in with what a guest of the storefront may do, no more: its sessions are opened by their ids, and money
moves only by tokens that were lent for them. One that does sign has to do it right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from functions.agents.model.profile import VERSIONS, Agent, Profile
from functions.agents.trust.admitted import check_admitted
from functions.agents.trust.profiles import profiles
from functions.agents.trust.refused import Refused
from functions.agents.trust.signatures import Signed, check_signature, key_ids

_PROFILE = re.compile(r'(?:^|[,;]\s*)profile="([^"\\]{1,2048})"')
_VERSION = re.compile(r'(?:^|[,;]\s*)version="(\d{4}-\d{2}-\d{2})"')


def agent_of(call: Signed) -> tuple[Agent, str]:
    """The agent, and the version that is spoken. Raises Refused."""
    header = call.headers.get("ucp-agent", "")
    named = _PROFILE.search(header)
    if named is None:
        raise Refused("invalid_profile_url", 'Name your profile: UCP-Agent: profile="https://…".')
    profile = profiles().find(named[1])
    wanted = _VERSION.search(header)
    version = wanted[1] if wanted else profile.version
    if version not in VERSIONS:
        raise Refused("version_unsupported", f"{version} is not spoken here; {', '.join(VERSIONS)} are.")
    agent = _verified(call, profile)
    check_admitted(agent)
    return agent, version


def agent_named(url: str, call: Signed) -> tuple[Agent, str]:
    """The same where the body names the profile (MCP)."""
    headers: Mapping[str, str] = {**call.headers, "ucp-agent": f'profile="{url}"'}
    if "signature-input" not in call.headers:
        return agent_of(Signed(call.method, call.url, headers, call.body))
    if call.headers.get("ucp-agent", headers["ucp-agent"]) != headers["ucp-agent"]:
        raise Refused("invalid_profile_url", "Header and body name different profiles.")
    agent, version = agent_of(Signed(call.method, call.url, call.headers if "ucp-agent" in call.headers else headers, call.body))
    return agent, version


def _verified(call: Signed, profile: Profile) -> Agent:
    if "signature-input" not in call.headers and "signature" not in call.headers:
        return Agent(profile)
    if "signature-input" not in call.headers or "signature" not in call.headers:
        raise Refused("signature_missing", "Signature and Signature-Input come together.")
    refusal = Refused("key_not_found", "No signature is by a key of your profile.")
    for label, kid in key_ids(call.headers).items():
        profile = profiles().with_key(profile, kid)
        jwk = profile.keys.get(kid)
        if jwk is None:
            continue
        try:
            check_signature(call, label, jwk)
            return Agent(profile, verified=True)
        except Refused as wrong:
            refusal = wrong
    raise refusal
