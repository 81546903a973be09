"""Facts through the real stream reader, and the log as whoever verifies it finds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.audit import CopiesOfTheLog, Finding, kept_log, verify
from functions.audit.app import chain_facts
from functions.shared.audit.facts import FactRecord
from functions.shared.outside import aws
from functions.shared.plain.settings import settings
from functions.shared.store.records import connection


def waiting() -> list[FactRecord]:
    """Facts without a number, in their order."""
    return sorted((one for one in FactRecord.scan() if one.number is None), key=lambda one: (one.due_at, one.pk))


def stream(records: list[FactRecord]) -> dict[str, Any]:
    changes = [{"dynamodb": {"SequenceNumber": str(n), "NewImage": record.serialize()}} for n, record in enumerate(records)]
    return {"Records": changes}


def chained(records: list[FactRecord] | None = None) -> list[Any]:
    """What the stream is told failed."""
    found = waiting() if records is None else records
    failures: list[Any] = []
    for batch in (found[start : start + 48] for start in range(0, len(found), 48)):
        failures += chain_facts(stream(batch), None)["batchItemFailures"]
    return failures


def kept() -> CopiesOfTheLog:
    client: Any = connection().client
    names = {"rows": "audit", "heads": "audit-heads", "facts": "audit-facts"}
    return kept_log(client, aws.client("kms"), key=settings().audit_key, **names)


def findings() -> Iterator[Finding]:
    log = kept()
    return verify(log.newest, log.days, log.rows_of, log.is_signed, known=log.reached)
