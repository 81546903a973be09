"""The privacy table. One person is one partition; a person is a customer (`cus_…`), a guest's order (`ord_…`), or an address that somebody
gave, by its look-up key.

| item | pk | sk | attributes |
|---|---|---|---|
| wrapped data key, or tombstone | `KEY#<person>` | `KEY` | body, erased_at (functions/shared/sealing) |
| consent | `PERSON#<person>` | `CONSENT#<purpose>` | body |
| erasure, export | `REQUEST#<person>` | `ERASURE`, `EXPORT` | body; due `ERASURES` / when it goes on, while it waits for an order |
| what the law wants | `KEPT#<id of the order or invoice>` | `<table>#<sk>#<hash>` | body; due `PERIODS` / when its period ends |
| periods | `SETTINGS` | `RETENTION` | body |
| how far old orders (by days), old consents were gone through | `SETTINGS` | `PASSED#<days>`, `PASSED_CONSENTS` | body |
| a month of which orders were imported later | `SETTINGS` | `IMPORTED_MONTH#<month>` | body, noted_at (old_months.py) |
| records of a period as a file | `RECORD_EXPORTS` | `rex_…` | body; due `EXPORTS` / when its file goes |
| events | `PERSON#<person>`, `SETTINGS` | `EVT#<time>#<id>` | body; of consents: due `CONSENTS#<month>#<shard>` / time and id |
"""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.sealing import PrivacyTable


class ConsentRecord(PrivacyTable):
    """`body` is consent.Consent."""

    class Meta:
        table_name = table_name("privacy")


class RequestRecord(PrivacyTable):
    """`body` is request.Request."""

    class Meta:
        table_name = table_name("privacy")


class KeptRecord(PrivacyTable):
    """`body` is kept.Kept."""

    class Meta:
        table_name = table_name("privacy")


class SettingRecord(PrivacyTable):
    class Meta:
        table_name = table_name("privacy")


class RecordExportRecord(PrivacyTable):
    """`body` is record_export.RecordExport."""

    class Meta:
        table_name = table_name("privacy")


CONSENT = "CONSENT#"
ERASURE_SK, EXPORT_SK = "ERASURE", "EXPORT"
ERASURES_DUE, PERIODS_DUE, EXPORTS_DUE = "ERASURES", "PERIODS", "EXPORTS"
RECORD_EXPORTS_PK = "RECORD_EXPORTS"
SETTINGS_PK, RETENTION_SK, PASSED_CONSENTS_SK = "SETTINGS", "RETENTION", "PASSED_CONSENTS"


def person_pk(person: str) -> str:
    return f"PERSON#{person}"


def request_pk(person: str) -> str:
    return f"REQUEST#{person}"


def consent_sk(purpose: str) -> str:
    return CONSENT + purpose


def kept_pk(of: str) -> str:
    return f"KEPT#{of}"


def passed_sk(days: int) -> str:
    return f"PASSED#{days:05}"


def consents_noted(month: str) -> str:
    """Decisions of a month (UTC), in the index `due`, cut into shards (shards.py)."""
    return f"CONSENTS#{month}"
