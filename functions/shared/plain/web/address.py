"""Web addresses that people type in: parsed whole, so that what is kept can be opened, and is read alike by every browser. Pure."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

LONGEST = 2048
_LABEL = re.compile(r"(?!-)(?:[A-Za-z0-9_-]|[^\x00-\x7f\s]){1,63}(?<!-)")
_NEVER = frozenset({"javascript", "data", "vbscript", "file", "blob"})


def split_address(text: str) -> SplitResult | None:
    """The parts of a web address; None for what is none: no host, one that nobody can look up, or read by browsers as another one."""
    if not text.isprintable() or any(one in text for one in ' <>"\\'):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    fits = parts.scheme in ("http", "https") and "@" not in parts.netloc and port != 0 and is_host(host)
    return parts if fits else None


def is_host(host: str) -> bool:
    """A name whose every label can be looked up, or an IP address."""
    if "%" in host:
        return False
    if ":" in host or host.rpartition(".")[2].isdecimal():
        try:
            return bool(ip_address(host))
        except ValueError:
            return False
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)


def is_path(text: str) -> bool:
    """Within the shop. `//host` is another one's address."""
    if text.startswith(("//", "/\\")):
        return split_address(f"https:{text}") is not None
    return text.startswith("/") and split_address(f"https://shop.example{text}") is not None


def is_link(text: str) -> bool:
    """An address, a path, or what an app reads itself (`app://cart`, `pages/sale?id=1`); nothing that runs when it is opened."""
    if text.startswith("/"):
        return is_path(text)
    if not text.isprintable():
        return False
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        return False
    # Browsers read over blanks and line ends in the name of a scheme.
    named = re.sub(r"\s", "", text).partition(":")[0].lower()
    return split_address(text) is not None if scheme in ("http", "https") else named not in _NEVER
