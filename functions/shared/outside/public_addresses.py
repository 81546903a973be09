"""Which addresses the shop calls because somebody typed them in: public ones by https, and nothing that could be a way inside. Pure."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from functions.shared.plain.errors import Invalid
from functions.shared.plain.web.address import is_host

LONGEST = 2048
_PUBLIC_V6 = IPv6Network("2000::/3")
# Which carry an IPv4 address inside, and so could lead anywhere: Teredo, 6to4. NAT64 and mapped ones lie outside of 2000::/3.
_TUNNELS = (ip_network("2001::/32"), ip_network("2002::/16"))
# Nobody's, whatever the interpreter's own list says: protocol assignments (RFC 6890), relays of 6to4 (RFC 7526), examples (RFC 9637).
_NOBODYS = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"), ip_network("3fff::/20"))
# Azure's host, which answers inside every machine, is no private address.
_HOSTS_OF_CLOUDS = frozenset({ip_address("168.63.129.16")})
_OWN_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa")


def is_public(address: str, *, local: bool = False) -> bool:
    """Of an IP address. `local`: on a laptop loopback is allowed too, where the simulated outside world lives."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if local and found.is_loopback:
        return True
    if found in _HOSTS_OF_CLOUDS or found.is_multicast or not found.is_global or any(found in one for one in _NOBODYS):
        return False
    if isinstance(found, IPv4Address):
        return not found.is_reserved
    return _is_public_v6(found)


def _is_public_v6(found: IPv6Address) -> bool:
    return found in _PUBLIC_V6 and not any(found in tunnel for tunnel in _TUNNELS)


def checked_url(url: str, *, local: bool = False, pointer: str = "/url") -> SplitResult:
    """The parts of an address that may be called, as far as its text tells; names are looked up when it is called.

    Raises Invalid (422 `invalid_url`, `https_only`, `credentials_in_url`, `address_not_allowed`)."""

    def refused(code: str, detail: str) -> Invalid:
        return Invalid.field(pointer, code, detail)

    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or set(url) & set(' "<>\\^`{|}'):
        raise refused("invalid_url", "An address of at most 2048 plain characters; names of other alphabets in Punycode.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise refused("invalid_url", "This is no address.") from error
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise refused("https_only", "The address must begin with https://.")
    if "@" in parts.netloc:
        raise refused("credentials_in_url", "An address with a user name or password is not kept.")
    if not host or port == 0 or parts.fragment or "%" in host or (_as_number(host) is None and not is_host(host)):
        raise refused("invalid_url", "A host is needed, and no fragment.")
    if not _may_be_called(host.rstrip("."), local=local):
        raise refused("address_not_allowed", "Only public addresses are called.")
    return parts


def _may_be_called(host: str, *, local: bool) -> bool:
    number = _as_number(host)
    if number is not None:
        return is_public(number, local=local)
    if local and host == "localhost":
        return True
    return "." in host and not any(host == name or host.endswith(f".{name}") for name in _OWN_NAMES)


def _as_number(host: str) -> str | None:
    """The IP address that a host is, in any spelling a resolver takes (`0x7f.1`, `2130706433`); None for a name."""
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return None
