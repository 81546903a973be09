"""Identifiers: a prefix that names the kind and a ULID, so ids sort by creation time and say what they are."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from datetime import UTC, datetime

PREFIXES = frozenset(
    {
        "prod",
        "var",
        "cat",
        "brd",
        "cart",
        "line",
        "ord",
        "pay",
        "ref",
        "shp",
        "ret",
        "rex",
        "cpn",
        "cus",
        "evt",
        "job",
        "hook",
        "key",
        "msg",
        "med",
        "wh",
        "req",
        "rev",
        "cmp",
        "prm",
        "fls",
        "gft",
        "bat",
        "adr",
        "txn",
        "prc",
        "tag",
        "zone",
        "tax",
        "rec",
        "dsp",
        "reg",
        "qtn",
        "pick",
        "inv",
        "cpl",
        "wdr",
        "fap",
        "tit",
        "otp",
        "chg",
        "aud",
        "rcl",
        "ntc",
        "ivt",
        "pmt",
        "note",
        "art",
        "run",
        "seg",
        "sfm",
        "mcp",
        "exp",
        "bct",
        "pts",
        "lvl",
        "val",
        "psk",
        "gby",
        "grp",
        "view",
        "coll",
        "srl",
        "qst",
        "ans",
        "inf",
        "pyo",
    }
)
# Python's letters of base 32 and those of ULIDs (Crockford's). Eight are for five bytes: a ULID, 16 bytes, stands at the end of 20.
_THEIRS, _OURS, _FILLED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", 20
_TO_OURS, _TO_THEIRS = bytes.maketrans(_THEIRS, _OURS), bytes.maketrans(_OURS + b"ILOU", _THEIRS + b"????")
_BYTES, _LETTERS, _ZEROS = 16, 26, b"AAAAAA"
_PATTERN = re.compile(r"^[a-z]{2,4}_[0-9A-HJKMNP-TV-Z]{26}$")


def ulid_of(raw: bytes) -> str:
    """The ULID of 16 bytes. The package for ULIDs is what tests compare with: each start would read its version from disk."""
    if len(raw) != _BYTES:
        raise ValueError("a ULID has 16 bytes")
    return base64.b32encode(raw.rjust(_FILLED, b"\0")).translate(_TO_OURS)[-_LETTERS:].decode()


def bytes_of(ulid: str) -> bytes:
    """Raises ValueError for what is no ULID in capitals."""
    theirs = ulid.encode().translate(_TO_THEIRS)
    if len(ulid) != _LETTERS or ulid[0] > "7":
        raise ValueError("not a ULID")
    return base64.b32decode(_ZEROS + theirs)[-_BYTES:]


def derived_id(prefix: str, *parts: str) -> str:
    """The same id for the same parts: how a repeated cause gets the same effect instead of a second one."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]
    return f"{prefix}_{ulid_of(digest)}"


def made_at(name: str) -> datetime:
    """When an id that is not derived was drawn, in UTC: the first six bytes of a ULID are milliseconds. Raises ValueError."""
    return datetime.fromtimestamp(int.from_bytes(bytes_of(name.rpartition("_")[2])[:6], "big") / 1000, UTC)


def customer_id(subject: str) -> str:
    """The customer id of a Cognito user: their ``sub`` (a UUID) in another spelling, so that no look-up is needed."""
    return f"cus_{ulid_of(uuid.UUID(subject).bytes)}"


def subject_of(customer: str) -> str:
    """The other way: the ``sub`` that a customer id was made of."""
    return str(uuid.UUID(bytes=bytes_of(customer.removeprefix("cus_"))))


def is_id(prefix: str, text: str) -> bool:
    return text.startswith(f"{prefix}_") and _PATTERN.fullmatch(text) is not None


def token_hash(token: str) -> str:
    """What is stored of a token: someone who reads the table cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
