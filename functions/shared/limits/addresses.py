"""Whose an address is: what one household or one machine has, counts as one. Pure."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network

_V6_NETWORK = 64
_NAT64 = IPv6Network("64:ff9b::/96")


@lru_cache(maxsize=2048)
def network_of(address: str) -> str:
    """The address itself, or its /64 where it is one of IPv6: a line at home has 2^64 of those.

    An IPv4 address in IPv6's clothes (`::ffff:203.0.113.7`, 6to4, the well-known prefix of NAT64) is the IPv4 address. What is no address
    counts as what it says.
    """
    if ":" not in address:
        return address
    try:
        found = IPv6Address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return address
    v4 = found.ipv4_mapped or found.sixtofour
    if v4 is None and found in _NAT64:
        v4 = IPv4Address(int(found) & 0xFFFFFFFF)
    return str(v4) if v4 is not None else str(IPv6Network((int(found), _V6_NETWORK), strict=False))
