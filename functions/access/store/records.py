"""The access table.

| item | pk = sk | attributes |
|---|---|---|
| standing | `SUB#<cus_id>` | grants (JSON: …), valid_from (seconds), ended (sessions), factor, verified; of staff body, gsi1 `STAFF` / id |
| role of the shop's own | `ROLE#<name>` | grants (JSON: permissions) |
| invitation | `INVITE#<ivt_id>` | body, version; open ones gsi1 `STAFF` / id, ttl |
| policy | `POLICY` | body (what is required of staff), version |
| passkeys | `PASSKEYS` | body (the domains that they are made for: `shared/auth/passkey_sites.py`), version |
| verification | `VERIFICATION` | body (what is to be proven of customers: `shared/auth/verified.py`), version |
| register | `REGISTER` | body (everybody's grants, the shop's own roles), version |
| lines | `LINES` | body (lines that end the sessions of many: `shared/auth/lines.py`), version |
| API key | `APIKEY#<id>` | body, version, gsi1 `API_KEYS` / when and id |
| … its secrets | `KEY#<hash>` | body (what every function is told), ttl |

A standing without `grants` says nothing of roles: somebody whose sessions were ended. One without `valid_from`: nobody's were.
"""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

REGISTER_KEY = "REGISTER"
STAFF_PARTITION = "STAFF"


class AccessTable(Record):
    class Meta:
        table_name = table_name("access")


class GrantsRecord(AccessTable):
    """A standing, or a role."""

    class Meta:
        table_name = table_name("access")

    grants = UnicodeAttribute(null=True)
    valid_from = NumberAttribute(null=True)
    ended = UnicodeAttribute(null=True)
    factor = BooleanAttribute(null=True)
    verified = UnicodeAttribute(null=True)


class PolicyRecord(AccessTable):
    class Meta:
        table_name = table_name("access")


class RegisterRecord(AccessTable):
    class Meta:
        table_name = table_name("access")


class InvitationRecord(AccessTable):
    class Meta:
        table_name = table_name("access")


def invitation_key(invitation_id: str) -> str:
    return f"INVITE#{invitation_id}"
