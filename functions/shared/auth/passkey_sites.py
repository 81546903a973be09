"""The domains that passkeys are made for, as the shop says it (`functions/access/passkeys`); its own, until it does. Read where somebody
has a passkey or makes one: one GetItem of a process in 30 seconds."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from functions.shared.auth.standing import kept_body
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

PASSKEYS_KEY = "PASSKEYS"
SITES = "sites"


@dataclass(frozen=True)
class Site:
    """`id`: the domain, to which a passkey is bound for ever. `origins`: the pages and apps that may ask for it."""

    id: str
    origins: tuple[str, ...]


def passkey_sites() -> tuple[Site, ...]:
    """Never empty; the first is taken where nobody asks for another. Raises Unavailable (503)."""
    said = kept_body(PASSKEYS_KEY)
    listed = json.loads(said)[SITES] if said else []
    return tuple(Site(one["id"], tuple(one["origins"])) for one in listed) or (own_site(),)


def own_site() -> Site:
    """Of the address that the shop is reached at."""
    parts = urlsplit(settings().public_base_url.lower())
    return Site(parts.hostname or "", (f"{parts.scheme}://{parts.netloc}",))
