"""The customers table. One customer is one partition: their record, their addresses, their events.

| item | pk | sk | attributes |
|---|---|---|---|
| customer | `CUS#<id>` | `CUSTOMER` | body, version, addresses (how many), default_address (its id) |
| registration | `REG#<id>` | `REG#<id>` | body, state, tries, ttl |
| … of a login | `LOGIN#<keyed hash of the login>` | `REG#<id>` | ttl |
| … of an hour | `LOGIN#<keyed hash of the login>` | `HOUR#<hour>` | tries (how many registrations), ttl |
| challenge | `CHL#<hash of its token>` | `CHL#<hash of its token>` | body (sealed with the token), tries, ttl |
| code | `CODE#<keyed hash of login and purpose>` | `CODE` | body (gone when it was used), tries, ttl |
| … of an hour | `CODE#<keyed hash of login and purpose>` | `HOUR#<hour>` | tries (how many codes), ttl |
| … to be sent | `OTP#<id>` | `OTP#<id>` | body, ttl |
| ticket | `TKT#<hash of its token>` | `TKT#<hash of its token>` | body (whose), ttl |
| factors | `CUS#<id>` | `FACTORS` | body (secrets sealed), version, recovery (hashes), last_step, wrong, wrong_at |
| … begun | `CUS#<id>` | `FACTOR_BEGUN`, `PASSKEY_BEGUN` | body (sealed), ttl |
| payment password | `CUS#<id>` | `PAYMENT_PASSWORD` | body (sealed), wrong, wrong_at |
| fresh factor | `PROOF#<hash of an access token>` | the same | body (whose), ttl |
| address | `CUS#<id>` | `ADR#<id>` | body, version, is_default |
| change of address or number | `CUS#<id>` | `CONTACT#<kind>` | body (sealed), state, lease_until, ttl |
| external logins | `CUS#<id>` | `EXTERNAL` | body (sealed; the keys of their ids in clear), version |
| external id | `EXT#<key>` | `EXT#<key>` | body (whose; gone when it is nobody's), ttl |
| visit to another provider | `FLOW#<hash of its tokens>` | `FLOW#<hash of its tokens>` | body (sealed; gone when used), ttl |
| … what a change moves to | `CLAIM#<keyed hash of the login>` | the same | body (whose), ttl |
| finding | `CUS#<id>` | `FIND` | body (postings.Finding), version |
| posting | `CUS#<id>` | `FIND#<name>` | gsi1 `FIND#<name>` by `<registered at>#<id>` |
| note | `CUS#<id>` | `NOTE#<id>` | body (sealed), version |
"""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record


class CustomersTable(Record):
    class Meta:
        table_name = table_name("customers")


class CustomerRecord(CustomersTable):
    """`default_address` is the one place that says which address is the default; a change of it is conditional on the old one."""

    class Meta:
        table_name = table_name("customers")

    addresses = NumberAttribute(default=0)
    default_address = UnicodeAttribute(null=True)


class AddressRecord(CustomersTable):
    class Meta:
        table_name = table_name("customers")

    is_default = BooleanAttribute(default=False)


class RegistrationRecord(CustomersTable):
    """`tries`: codes that were tried; of an hour's item: registrations that were made."""

    class Meta:
        table_name = table_name("customers")

    state = UnicodeAttribute(null=True)
    tries = NumberAttribute(default=0)


class ChallengeRecord(CustomersTable):
    """A sign-in that waits for a further answer."""

    class Meta:
        table_name = table_name("customers")

    tries = NumberAttribute(default=0)


class CodeRecord(CustomersTable):
    """`tries`: of the code; of an hour's item: codes that were asked for."""

    class Meta:
        table_name = table_name("customers")

    tries = NumberAttribute(default=0)


class TicketRecord(CustomersTable):
    """The shop knows who signs in; the pool takes it once."""

    class Meta:
        table_name = table_name("customers")


class FactorsRecord(CustomersTable):
    """`recovery`: the codes that are left, hashed. `last_step`: of the app's code that was used last. `wrong`: answers in a row, each
    counted before it was compared; `wrong_at`: when the last one was (seconds)."""

    class Meta:
        table_name = table_name("customers")

    recovery = UnicodeSetAttribute(null=True)
    last_step = NumberAttribute(null=True)
    wrong = NumberAttribute(default=0)
    wrong_at = NumberAttribute(null=True)


class ProofRecord(CustomersTable):
    """Whoever has this access token has just shown their second factor."""

    class Meta:
        table_name = table_name("customers")


class ContactChangeRecord(CustomersTable):
    """`lease_until`: somebody is moving it at this moment."""

    class Meta:
        table_name = table_name("customers")

    state = UnicodeAttribute()
    lease_until = UnicodeAttribute(null=True)


class ClaimRecord(CustomersTable):
    """A login that is about to be somebody's."""

    class Meta:
        table_name = table_name("customers")


class ExternalLinksRecord(CustomersTable):
    """Accounts elsewhere by which this customer signs in."""

    class Meta:
        table_name = table_name("customers")


class ExternalIdRecord(CustomersTable):
    """Whose an external id is. Without a body it is nobody's, from the end of `ttl` on."""

    class Meta:
        table_name = table_name("customers")


class FlowRecord(CustomersTable):
    """Somebody is on their way to another provider and back."""

    class Meta:
        table_name = table_name("customers")


EXTERNAL_SK = "EXTERNAL"


class FindingRecord(CustomersTable):
    """Under what somebody is found by staff, and how they are shown in a list: masked. Goes with the customer."""

    class Meta:
        table_name = table_name("customers")


class NoteRecord(CustomersTable):
    class Meta:
        table_name = table_name("customers")


CUSTOMER_SK = "CUSTOMER"
CODE_SK = "CODE"
FACTORS_SK, BEGUN_SK, PAYMENT_PASSWORD_SK = "FACTORS", "FACTOR_BEGUN", "PAYMENT_PASSWORD"
PASSKEY_BEGUN_SK = "PASSKEY_BEGUN"
ADDRESS_PREFIX = "ADR#"
FINDING_SK = "FIND"
NOTE_PREFIX = "NOTE#"


def customer_pk(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def address_sk(address_id: str) -> str:
    return ADDRESS_PREFIX + address_id


def contact_change_sk(kind: str) -> str:
    return f"CONTACT#{kind}"


def claim_pk(login_hash: str) -> str:
    return f"CLAIM#{login_hash}"


def external_pk(key: str) -> str:
    return f"EXT#{key}"


def flow_pk(token_hash: str) -> str:
    return f"FLOW#{token_hash}"


def posting_sk(name: str) -> str:
    """Also the partition of gsi1 that has all who are found under this name."""
    return f"{FINDING_SK}#{name}"


def note_sk(note_id: str) -> str:
    return NOTE_PREFIX + note_id


def registration_pk(registration_id: str) -> str:
    return f"REG#{registration_id}"


def challenge_pk(token_hash: str) -> str:
    return f"CHL#{token_hash}"


def code_pk(key: str) -> str:
    return f"CODE#{key}"


def message_pk(code_id: str) -> str:
    return f"OTP#{code_id}"


def ticket_pk(token_hash: str) -> str:
    return f"TKT#{token_hash}"


def proof_pk(token_hash: str) -> str:
    return f"PROOF#{token_hash}"


def login_pk(login_hash: str) -> str:
    return f"LOGIN#{login_hash}"


def hour_sk(at: datetime) -> str:
    return f"HOUR#{at:%Y-%m-%dT%H}"
