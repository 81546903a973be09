"""Which fields of carts, orders and what hangs on them say who somebody is, or what they wrote. Pure.

Country and province stay in clear: taxes are by them. So do public metadata and custom fields: integrations keep them, events tell them.
"""

from __future__ import annotations

_ADDRESS = ("name", "phone", "email", "street", "postal_code", "city", "district", "city_code", "district_code")


def _in(prefix: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}.{name}" for name in names)


_SENT_TO = ("email", "name", "message")
ORDER = (*_in("address", _ADDRESS), "note", "private_metadata", "private_fields", *_in("lines.*.send_to", _SENT_TO))
CART = ("email", *_in("address", _ADDRESS), "private_metadata", *_in("lines.*.send_to", _SENT_TO), *_in("saved.*.send_to", _SENT_TO))
DRAFT = _in("order", ORDER)
AMENDMENT = (*_in("before", ORDER), "reason")
PARCEL = ("events.*.text", "events.*.place", "collect_code", "label_url", "private_metadata")
CASE = ("note", "detail")
REVIEW = ("note", "reason")
NOTE = ("text",)
