"""What the law wants, of somebody who was erased: sealed with a key that belongs to this one item, wrapped for nothing but this purpose.
No other function may have it unwrapped. When its period ends, the item goes, and its key with it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.privacy.store.items import Attributes, Item
from functions.privacy.store.records import PERIODS_DUE, KeptRecord, kept_pk
from functions.shared.outside import aws
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.sealing import opened_with, sealed_with

PURPOSE = "retention"


@dataclass(frozen=True)
class Kept:
    """`of`: the id of what it is about. `wrapped`: its key, as KMS gave it."""

    of: str
    kind: str
    until: str
    kept_at: str
    wrapped: str
    sealed: str


def kept_item(item: Item, of: str, taken: Mapping[str, Any], *, until: datetime, now: datetime) -> Attributes:
    """To be written in the transaction that takes it out of where it stood."""
    text = json.dumps(taken, ensure_ascii=False, sort_keys=True)
    name = f"{item.table}#{item.sk}#{hashlib.sha256(item.text('body').encode()).hexdigest()[:12]}"
    answer = aws.client("kms").generate_data_key(KeyId=settings().persons_key, KeySpec="AES_256", EncryptionContext=_context(of))
    wrapped, sealed = base64.b64encode(answer["CiphertextBlob"]).decode(), sealed_with(answer["Plaintext"], f"{of}|{item.kind}", text)
    body = dump(Kept(of, item.kind, times.iso(until), times.iso(now), wrapped, sealed))
    record = KeptRecord(pk=kept_pk(of), sk=name, kind="kept", body=body, due_pk=PERIODS_DUE, due_at=times.iso(until))
    return record.serialize()


def opened_kept(record: KeptRecord) -> dict[str, Any]:
    """What was taken, by where it stood."""
    kept = load(Kept, record.body)
    answer = aws.client("kms").decrypt(
        KeyId=settings().persons_key, CiphertextBlob=base64.b64decode(kept.wrapped), EncryptionContext=_context(kept.of)
    )
    return dict(json.loads(opened_with(answer["Plaintext"], f"{kept.of}|{kept.kind}", kept.sealed)))


def _context(of: str) -> dict[str, str]:
    return {"person": of, "purpose": PURPOSE}
