"""What the shop says by WeChat: a line `template_id: …`, `page: …` if it opens something, and a line for each field of WeChat's template.
Pure.

    template_id: TX1aBcD
    character_string1: {{ number }}
    amount2: {{ total }}

The name of a field of a subscribe message says what it may hold (WeChat open documentation, "subscribeMessage.send", limits of fields);
what is longer is cut, since WeChat refuses the whole message otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from functions.shared.plain.deferred import dataclass

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,39})\s*[:：]\s*(.*)")
_LONGEST = {
    "thing": 20, "number": 32, "letter": 32, "symbol": 5, "character_string": 32, "time": 30, "date": 30, "amount": 20, "phone_number": 17,
    "car_number": 8, "name": 10, "phrase": 5,
}  # fmt: skip
_MOST_FIELDS = 10
_VALUE = 200


@dataclass(frozen=True)
class Fields:
    template_id: str
    page: str
    data: Mapping[str, str]


def fields_of(text: str) -> Fields:
    """Raises ValueError, which says what is missing."""
    said: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        if not (found := _LINE.fullmatch(line.strip())):
            raise ValueError("each line is a name, a colon and a value")
        said[found[1]] = found[2].strip()
    template_id, page = said.pop("template_id", ""), said.pop("page", "")
    if not template_id:
        raise ValueError("a line template_id: … names WeChat's template")
    if not said or len(said) > _MOST_FIELDS:
        raise ValueError(f"there are one to {_MOST_FIELDS} fields")
    return Fields(template_id, page, {name: _cut(name, value) for name, value in said.items()})


def _cut(name: str, value: str) -> str:
    most = _LONGEST.get(name.rstrip("0123456789"), _VALUE)
    return value if len(value) <= most else f"{value[: most - 1]}…"
