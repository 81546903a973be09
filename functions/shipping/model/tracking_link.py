"""Where a buyer can follow a parcel at its carrier's own site. Pure."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from functions.shared.plain.web.address import is_host
from functions.shipping.model.carrier import Carrier

WAYBILL = "{waybill}"


def tracking_link(carrier: Carrier, waybill: str) -> str:
    """Empty where the carrier has no such page. Whatever stands in a waybill stays in its place: it opens no other address."""
    if not (carrier.tracking_url and waybill) or not is_template(carrier.tracking_url):
        return ""
    return carrier.tracking_url.replace(WAYBILL, quote(waybill, safe=""))


def is_template(text: str) -> bool:
    """An https address with `{waybill}` once behind its host, and nothing that a browser would read differently."""
    bare = text.replace(WAYBILL, "", 1)
    if text.count(WAYBILL) != 1 or any(one in bare for one in "{}<>\"'`\\") or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        split = urlsplit(text)
        port = split.port
    except ValueError:
        return False
    host = split.hostname or ""
    plain = "@" not in split.netloc and WAYBILL not in split.netloc and port in (None, 443)
    return split.scheme == "https" and plain and "." in host.strip(".") and is_host(host)
