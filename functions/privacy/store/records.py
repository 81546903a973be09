"""The privacy table. One person is one partition; a person is a customer (`cus_…`) or an address that a guest gave, by its look-up key.

| item | pk | sk | attributes |
|---|---|---|---|
| wrapped data key, or tombstone | `KEY#<person>` | `KEY` | body, erased_at (functions/shared/sealing) |
| consent | `PERSON#<person>` | `CONSENT#<purpose>` | body |
| events | `PERSON#<person>` | `EVT#<time>#<id>` | body |
"""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.sealing import PrivacyTable


class ConsentRecord(PrivacyTable):
    """`body` is consent.Consent."""

    class Meta:
        table_name = table_name("privacy")


CONSENT = "CONSENT#"


def person_pk(person: str) -> str:
    return f"PERSON#{person}"


def consent_sk(purpose: str) -> str:
    return CONSENT + purpose
