"""What a change says of values, without saying who somebody is or what opens something."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

MASK = "***"
LONGEST = 300
MOST = 20
LARGEST = 12_000
_SECRET = re.compile(r"secret|password|token|credential|private|recovery|signature|api_?key|totp|passcode")
_PERSONAL = re.compile(
    r"(^|_)(e?mails?|phones?|mobile|telephone|street\d?|line\d|address(es)?|house|postal_code|postcode|zip|birth(_?date|day)?|gender|"
    r"(first|last|full|given|family|contact|legal|display|account)_name|recipient|login|username|tax_id|vat_id|id_number|iban|account_number|"
    r"notes?|message|comment|text|q|lat|lng|location|contact|buyer|payer)$"
)
_SAID_OF_BUYERS = re.compile(
    r"^(\w+_)?(reason|place|collect_code|finding|ruling|author|filename|media|evidence|metadata|custom_fields|city|city_code|district|"
    r"district_code|vat_number|tax_number|bank|account|label|name|avatar|title)$"
)
"""What staff or integrations say of a buyer and their order under names that say nothing of the kind elsewhere."""
_BESIDE = re.compile(r"(^|_)(e?mail|phone|street\d?|line\d|postal_code|login)$")
_IN_TEXT = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+|\+?\d[\d ()/-]{6,}\d")


def changes(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `after` says otherwise than `before`, field by field; of nested objects, too."""
    if not isinstance(after, Mapping):
        return {}, {}
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    known = before if isinstance(before, Mapping) else {}
    for name, value in after.items():
        was = known.get(name)
        if name in known and was == value:
            continue
        if isinstance(was, Mapping) and isinstance(value, Mapping):
            was, value = changes(was, value)
            if not value:
                continue
        new[name] = value
        if name in known:
            old[name] = was
    return old, new


def masked(value: dict[str, Any], *, person: bool = False, buyer: bool = False) -> dict[str, Any]:
    """`person`: it is about one, so that its `name` is theirs. `buyer`: about what somebody bought, so that all that is said is of them:
    the log is for ever, and they may want to be forgotten."""
    found: dict[str, Any] = _masked(_said(value) if buyer else value, person)
    if len(json.dumps(found)) > LARGEST:
        return dict.fromkeys(list(found)[:MOST], "…")
    return found


def _masked(value: Any, person: bool) -> Any:
    if isinstance(value, Mapping):
        about = person or any(_BESIDE.search(str(name)) for name in value)
        return {_named(name): _field(str(name), one, about, person) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, person) for one in value[:MOST]] + ([f"… {len(value)} in all"] if len(value) > MOST else [])
    if isinstance(value, str):
        text = _IN_TEXT.sub(MASK, value[: 2 * LONGEST])
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return value


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _hidden(one) if _SAID_OF_BUYERS.search(str(name).lower()) else _said(one) for name, one in value.items()}
    return [_said(one) for one in value] if isinstance(value, list) else value


def _hidden(value: Any) -> Any:
    """Names of what is kept by name stay, and how many there are."""
    if isinstance(value, Mapping):
        return {name: _hidden(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_hidden(one) for one in value]
    return value if value is None or isinstance(value, bool) else MASK


def _named(name: Any) -> str:
    """Names of fields are the caller's where a map is open (metadata)."""
    return str(_masked(str(name), False))


def _field(name: str, value: Any, about: bool, person: bool) -> Any:
    """`about`: its `name` is a person's; what lies below is for itself, unless all of it is about a `person`."""
    hidden = _SECRET.search(name.lower()) or _PERSONAL.search(name.lower()) or (about and name == "name")
    if not hidden or value is None or isinstance(value, bool):
        return _masked(value, person)
    return MASK
