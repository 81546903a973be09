"""What an agent says of itself at the address that it names, and what we and it have in common. Pure.

UCP calls it the platform's profile: ``{"ucp": {"version", "capabilities": {name: [{"version"}]}}, "signing_keys": [JWK], "keys": [JWK]}``
(2026-04-08 has the keys under the one name, 2026-08-25 under the other; both are read).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any
from urllib.parse import urlsplit

from functions.shared.plain.deferred import dataclass

VERSIONS = ("2026-04-08", "2026-08-25")
"""That we speak, the oldest first."""
SHOPPING = "dev.ucp.shopping"
CHECKOUT, CART, ORDER = f"{SHOPPING}.checkout", f"{SHOPPING}.cart", f"{SHOPPING}.order"
SEARCH, LOOKUP = f"{SHOPPING}.catalog.search", f"{SHOPPING}.catalog.lookup"
FULFILLMENT, CONSENT = f"{SHOPPING}.fulfillment", f"{SHOPPING}.buyer_consent"
LINKING = "dev.ucp.common.identity_linking"
PERMALINK, MANDATE, DISCOUNT = f"{SHOPPING}.permalink", f"{SHOPPING}.ap2_mandate", f"{SHOPPING}.discount"
CAPABILITIES: Mapping[str, tuple[str, ...]] = {
    CHECKOUT: (),
    CART: (),
    PERMALINK: (),
    SEARCH: (),
    LOOKUP: (),
    ORDER: (),
    FULFILLMENT: (CHECKOUT,),
    DISCOUNT: (CHECKOUT, CART),
    CONSENT: (CHECKOUT,),
    MANDATE: (CHECKOUT,),
    LINKING: (),
}
"""Ours, each with what it extends: one of it is enough."""
_SINCE: Mapping[str, str] = {PERMALINK: VERSIONS[1]}
"""What the oldest version does not know."""


def spoken_in(version: str, *, mandates: bool = False, linking: bool = False) -> list[str]:
    """`mandates`: the shop takes those of AP2. `linking`: it names agents that customers may link."""
    unsaid = {name for name, is_said in ((MANDATE, mandates), (LINKING, linking)) if not is_said}
    return [name for name in CAPABILITIES if _SINCE.get(name, VERSIONS[0]) <= version and name not in unsaid]


_MOST_KEYS, _MOST_CAPABILITIES, _LONGEST_URL = 20, 100, 2048


class Malformed(Exception):
    """What lies there is no profile; the text says why."""


@dataclass(frozen=True)
class Profile:
    """`capabilities`: the versions of each; `keys`: JWKs by their id; `webhook_url`: where it is told of orders."""

    url: str
    version: str
    capabilities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    webhook_url: str = ""

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").lower()


@dataclass(frozen=True)
class Agent:
    """Who calls. `verified`: it signed the call with a key of its profile, or sent a key that the shop made; one that did not is nobody in
    particular, as a guest is. An agent with such a key has no profile: its address is `acp://<channel of the key>/<key>`. `customer`: who
    let it act for them, where the call has their token."""

    profile: Profile
    verified: bool = False
    customer: str = ""

    @property
    def owner(self) -> str:
        """Whose its sessions are: its own, or of it and whom it buys for."""
        return f"{self.name} {self.customer}" if self.customer else self.name

    @property
    def name(self) -> str:
        """Empty for nobody in particular."""
        return self.profile.url if self.verified else ""

    @property
    def whole(self) -> str:
        """Whose answers are kept: also those of one that did not sign, apart from those of who did."""
        if not self.verified:
            return f"? {self.profile.url}"
        return f"{self.profile.url} {self.customer}" if self.customer else self.profile.url

    @property
    def channel(self) -> str:
        """Through which its orders are placed, for reports."""
        return f"agent:{self.profile.host}"[:100]


def read_profile(url: str, document: Any) -> Profile:
    """Raises Malformed."""
    ucp = document.get("ucp") if isinstance(document, dict) else None
    if not isinstance(ucp, dict) or not isinstance(ucp.get("version"), str):
        raise Malformed("ucp.version is missing")
    told = ucp.get("capabilities", {})
    return Profile(url, ucp["version"], _capabilities(told), _keys(document), _webhook(told.get(ORDER)))


def _webhook(told: Any) -> str:
    config = told[0].get("config") if told else None
    url = config.get("webhook_url") if isinstance(config, dict) else None
    return url if isinstance(url, str) and len(url) <= _LONGEST_URL else ""


def _capabilities(told: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(told, dict) or len(told) > _MOST_CAPABILITIES:
        raise Malformed("ucp.capabilities is no map of names")
    found = {}
    for name, entries in told.items():
        if not isinstance(entries, list) or not all(isinstance(one, dict) and isinstance(one.get("version"), str) for one in entries):
            raise Malformed(f"ucp.capabilities.{name} is no list of versions")
        found[str(name)] = tuple(one["version"] for one in entries)
    return found


def _keys(document: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    told = [one for name in ("signing_keys", "keys") for one in _list(document.get(name))]
    found: dict[str, Mapping[str, str]] = {one["kid"]: one for one in told if isinstance(one, dict) and isinstance(one.get("kid"), str)}
    if len(found) > _MOST_KEYS:
        raise Malformed("too many keys")
    return found


def _list(told: Any) -> list[Any]:
    if told is None:
        return []
    if not isinstance(told, list):
        raise Malformed("keys are no list")
    return told


def in_common(version: str, theirs: Mapping[str, tuple[str, ...]], *, mandates: bool = False, linking: bool = False) -> dict[str, str]:
    """Each capability that both have, with the highest version of both; what extends something that is not among them is none either."""
    ours = tuple(one for one in VERSIONS if one <= version)
    found = {}
    for name in spoken_in(version, mandates=mandates, linking=linking):
        if both := sorted(set(ours) & set(theirs.get(name, ()))):
            found[name] = both[-1]
    return {name: at for name, at in found.items() if not CAPABILITIES[name] or any(above in found for above in CAPABILITIES[name])}
