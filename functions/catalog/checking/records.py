"""What is kept of checks, cases and bans; in the catalogue's table."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.catalog.store.records import SETTINGS_PK, CatalogTable
from functions.shared.plain.settings import table_name

RULES_KEY = (SETTINGS_PK, "MODERATION")
CASE_SK, BAN_SK, SEEN_SK = "CASE", "BAN", "SEEN"
OPEN_CASES, BANS = "CASES", "BANS"


class CaseRecord(CatalogTable):
    """pk that of its review, question or answer, sk `CASE`; listed `CASES#<shard>` / deadline while it is open. `body` is a Case."""

    class Meta:
        table_name = table_name("catalog")


class SeenRecord(CatalogTable):
    """pk `TEXT#<hash>`, sk `SEEN`: who wrote it first (`owner`). pk `DEVICE#<hash>`, sk `SEEN`: what came from it of late (`body`)."""

    class Meta:
        table_name = table_name("catalog")

    owner = UnicodeAttribute(null=True)


class BanRecord(CatalogTable):
    """pk `BUYER#<customer>`, sk `BAN`; listed `BANS#<shard>` / time while it holds (`banned` 1). `body` is a Ban."""

    class Meta:
        table_name = table_name("catalog")

    banned = NumberAttribute(default=0)


def author_pk(customer_id: str) -> str:
    return f"BUYER#{customer_id}"


_PREFIXES = {"rev": "REV#", "qst": "QST#", "ans": "ANS#"}


def subject_pk(subject_id: str) -> str:
    """Of a review, a question, an answer."""
    return _PREFIXES[subject_id.partition("_")[0]] + subject_id
