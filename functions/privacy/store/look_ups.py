"""Keys by which an e-mail address, or what another provider calls somebody, is found again, without the table having it."""

from __future__ import annotations

from functions.shared.contact.emails import same_email
from functions.shared.sealing.look_ups import look_up


def email_key(email: str) -> str:
    """The same for every spelling of one address. Raises Unavailable while there is no key."""
    return "eml_" + look_up("email", same_email(email))


def external_key(external_id: str) -> str:
    """Of what somebody is called by another provider. Raises Unavailable while there is no key."""
    return "ext_" + look_up("external", external_id)
