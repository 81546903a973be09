"""Where the wrapped keys of persons lie: in the table of the privacy domain, read by everybody who keeps personal data."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record


class PrivacyTable(Record):
    class Meta:
        table_name = table_name("privacy")


class KeyRecord(PrivacyTable):
    """pk `KEY#<person>`, sk `KEY`. `body`: the data key as KMS wrapped it, in base64; gone once the person was erased. What is left then is
    the tombstone: nobody makes them another key."""

    class Meta:
        table_name = table_name("privacy")

    erased_at = UnicodeAttribute(null=True)


KEY_SK = "KEY"


def key_pk(person: str) -> str:
    return f"KEY#{person}"
