"""What of a person is proven to be theirs, and operations that are for those alone of whom enough is (`verified_only`).

The flags stand with each standing, which is read of every caller anyway; `functions/customers` writes them beside the customer's record.
What is asked for is the shop's to say (`functions/access/verification`): nothing, until it does. That is one GetItem of a process in 30
seconds, of these operations only.
"""

from __future__ import annotations

import json

from functions.shared.auth.caller import CUSTOMER_KIND, Caller
from functions.shared.auth.standing import forget, kept_body, standing_key, standing_of
from functions.shared.plain.errors import Forbidden

EMAIL, PHONE = "email", "phone"
VERIFICATION_KEY = "VERIFICATION"
REQUIRED = "required"


def check_verified(caller: Caller) -> None:
    """Who works here came by an invitation to their address, and is asked nothing. Nobody is refused by what a process remembers of before
    they proved it: it looks again first. Raises Forbidden (403 `verification_required`), Unavailable (503)."""
    said = kept_body(VERIFICATION_KEY) if caller.kind == CUSTOMER_KIND else ""
    required = frozenset(json.loads(said)[REQUIRED]) if said else frozenset[str]()
    if required <= caller.verified:
        return
    forget(standing_key(caller.id))
    if missing := required - (standing_of(caller.id).verified or frozenset()):
        raise Forbidden(
            "Prove first that this is yours, at /v1/me/email or /v1/me/phone.", code="verification_required", missing=sorted(missing)
        )
