"""Identifiers: a prefix that names the kind and a ULID, so ids sort by creation time and say what they are."""

from __future__ import annotations

import hashlib
import re
import uuid

from ulid import ULID

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
        "cpn",
        "cus",
        "evt",
        "job",
        "msg",
        "med",
        "wh",
        "req",
        "rev",
        "cmp",
        "prm",
        "fls",
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
    }
)
_PATTERN = re.compile(r"^[a-z]{2,4}_[0-9A-HJKMNP-TV-Z]{26}$")


def derived_id(prefix: str, *parts: str) -> str:
    """The same id for the same parts: how a repeated cause gets the same effect instead of a second one."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]
    return f"{prefix}_{ULID.from_bytes(digest)}"


def customer_id(subject: str) -> str:
    """The customer id of a Cognito user: their ``sub`` (a UUID) in another spelling, so that no look-up is needed."""
    return f"cus_{ULID.from_uuid(uuid.UUID(subject))}"


def is_id(prefix: str, text: str) -> bool:
    return text.startswith(f"{prefix}_") and _PATTERN.fullmatch(text) is not None


def token_hash(token: str) -> str:
    """What is stored of a token: someone who reads the table cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
