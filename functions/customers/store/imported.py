"""Which customer was imported under which name of another system."""

from __future__ import annotations

import hashlib

from pynamodb.attributes import UnicodeAttribute

from functions.customers.store.records import CustomersTable
from functions.shared.plain.settings import table_name
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, put_new


class ImportedRecord(CustomersTable):
    """pk `IMPORTED#<hash of source and name>`, sk `IMPORTED`. It stays when its customer is erased: a file that comes again finds
    it, and brings nobody back."""

    class Meta:
        table_name = table_name("customers")

    customer_id = UnicodeAttribute()


IMPORTED_SK = "IMPORTED"


def known_customer(key: str) -> str | None:
    """The id. One GetItem."""
    record = find(ImportedRecord, _pk(key), IMPORTED_SK)
    return record.customer_id if record else None


def note_imported(key: str, customer_id: str, on_fail: Exception) -> Put:
    return put_new(ImportedRecord(pk=_pk(key), sk=IMPORTED_SK, kind="imported", customer_id=customer_id), on_fail)


def _pk(key: str) -> str:
    return f"IMPORTED#{hashlib.sha256(key.encode()).hexdigest()[:40]}"
