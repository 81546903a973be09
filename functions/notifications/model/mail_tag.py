"""The tag by which SES says which message a mail was: the partition of the log that the message is in. Pure."""

from __future__ import annotations

import re


def tag_of(partition: str) -> str:
    """As a tag of SES may be written (letters, digits, `_` and `-`); empty for what cannot."""
    name, _, of = partition.partition("#")
    return f"{name}-{of}" if re.fullmatch(r"[A-Z]+#[A-Za-z0-9_-]{1,200}", partition) else ""


def partition_of(tag: str) -> str:
    """The other way."""
    return tag.replace("-", "#", 1)
