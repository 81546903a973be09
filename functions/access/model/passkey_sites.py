"""Which pages may ask for the passkeys of which domain, pure.

Facts (W3C, Web Authentication Level 3, 5.1.3 and 13.4.9): a passkey is bound to a *relying party id*, a domain; a page may ask for it whose
host is that domain or lies below it; browsers ask for https, but at `localhost`. Apps for Android say `android:apk-key-hash:` and the
SHA-256 of the certificate that signed them, in base64url.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

DOMAIN = r"^(localhost|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$"
ORIGIN = r"^(https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|android:apk-key-hash:[A-Za-z0-9_-]{43})$"
_LOCALHOST = "localhost"
_ANDROID = "android:"
_DEFAULT_PORTS = {"https": 443, "http": 80}


def unfit(domain: str, origin: str, *, is_local: bool) -> str:
    """Why this page may not ask for passkeys of this domain; empty: it may. `is_local`: the shop runs on somebody's own machine."""
    if origin.startswith(_ANDROID):
        return ""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if host != domain and not host.endswith(f".{domain}"):
        return f"{origin} is not at {domain}, nor below it."
    if parts.scheme != "https" and not (is_local and host == _LOCALHOST):
        return f"{origin} has to be https."
    if not _is_written_as_browsers_do(parts):
        return f"{origin} has a port that no browser tells."
    if not re.fullmatch(DOMAIN, host):
        return f"{origin} is no address of a page."
    return ""


def _is_written_as_browsers_do(parts: SplitResult) -> bool:
    """Origins are compared letter by letter: without the port that the scheme has anyway (WHATWG URL, "default port")."""
    try:
        port = parts.port
    except ValueError:
        return False
    return port is None or (port not in (0, _DEFAULT_PORTS[parts.scheme]) and parts.netloc == f"{parts.hostname}:{port}")


def unfit_domain(domain: str, *, is_local: bool) -> str:
    return f"{domain} is everybody's own machine." if domain == _LOCALHOST and not is_local else ""


def doubled(values: Iterable[str]) -> bool:
    listed = list(values)
    return len(listed) != len(set(listed))
