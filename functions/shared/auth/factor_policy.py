"""Whether staff need a second factor, and what is left to who has none. Read here, written by `functions/access` (the setting) and
`functions/customers` (who has one).

Asked of staff without a factor only: one GetItem more of a process in 30 seconds. Nobody is refused by what a process remembers of before
they enrolled: it looks again first.
"""

from __future__ import annotations

import json

from functions.shared.auth.standing import Standing, forget, kept_body, standing_key, standing_of

POLICY_KEY = "POLICY"
_REQUIRED = "mfa_required_for_staff"


def is_factor_required() -> bool:
    """Of staff. Off, until the shop says otherwise. Raises Unavailable (503)."""
    said = kept_body(POLICY_KEY)
    return bool(said) and bool(json.loads(said)[_REQUIRED])


def must_enrol(person: str, groups: frozenset[str], standing: Standing) -> bool:
    """Whether this member of staff can do nothing but enrol. Raises Unavailable (503)."""
    if not standing.permissions or standing.has_factor or not is_factor_required():
        return False
    forget(standing_key(person))
    return not standing_of(person, groups).has_factor
