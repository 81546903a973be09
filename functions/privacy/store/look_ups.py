"""Keys by which an e-mail address or a telephone number is found again, without the table having it: HMAC-SHA256 with a key that only
Secrets Manager has. An address without that key could be guessed: there are not many that people have."""

from __future__ import annotations

import hmac
from hashlib import sha256

from functions.shared.contact.emails import same_email
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings


def email_key(email: str) -> str:
    """The same for every spelling of one address. Raises Unavailable while there is no key."""
    return "eml_" + _look_up("email", same_email(email))


def external_key(external_id: str) -> str:
    """Of what somebody is called by another provider. Raises Unavailable while there is no key."""
    return "ext_" + _look_up("external", external_id)


def _look_up(kind: str, value: str) -> str:
    keys = provider_keys(settings().secret_privacy, "look_ups")
    if not keys:
        raise Unavailable("There is no key that people are looked up with (docs/operations.md).", code="not_configured")
    return hmac.new(keys[0].secret.encode(), f"{kind}\x00{value}".encode(), sha256).hexdigest()[:40]
