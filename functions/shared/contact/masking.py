"""What is shown of people to those who need not know who they are: enough to tell two apart, too little to reach anybody."""

from __future__ import annotations


def masked_email(address: str) -> str:
    """``li.lei@example.com`` → ``l***@example.com``."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if name else "***"


def masked_phone(number: str) -> str:
    """``+8613800138000`` → ``***8000``; of a short one nothing."""
    return f"***{number[-4:]}" if len(number) > 7 else "***"


def masked_name(name: str) -> str:
    """``Ada Lovelace`` → ``A***``, ``王小明`` → ``王***``. Empty stays empty."""
    return f"{name[:1]}***" if name else ""
