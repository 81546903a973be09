"""What a hook's answer may say. Whatever else it says is a ValueError: then it gave no answer. Pure.

A hook says numbers of things that it was asked about, in minor units of the currency that it was asked in. It names no other thing, no
currency, nothing below 0, and nothing that makes the whole larger than an order can be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.lost_text import says_something
from functions.shared.plain.money import MAX_AMOUNT

MOST_REASONS = 20
_LONGEST = 300
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


@dataclass(frozen=True)
class Reason:
    """Why an order is not taken: `code` is the hook's own, `line_id` the line that it is about, "" for the order."""

    code: str
    detail: str
    line_id: str = ""


def prices_in(answer: Mapping[str, Any], quantities: Mapping[str, int]) -> dict[str, int]:
    """`{lines: [{id, unit_price}]}`: what one piece costs, by line id; a line that is left out keeps its price. `quantities`: of the
    lines asked about."""
    found = _amounts(answer, "lines", "unit_price", quantities.keys())
    if sum(price * quantities[line_id] for line_id, price in found.items()) > MAX_AMOUNT:
        raise ValueError("the lines together cost more than an order can")
    return found


def fees_in(answer: Mapping[str, Any], offered: Sequence[str], most: int) -> dict[str, int]:
    """`{options: [{id, fee}]}`: what is offered, of what was `offered`, and its fee, `most` at most. An option that is left out is not
    offered; none at all: nothing is delivered there."""
    found = _amounts(answer, "options", "fee", offered)
    if any(fee > most for fee in found.values()):
        raise ValueError("a fee is more than an order can cost")
    return found


def reasons_in(answer: Mapping[str, Any], line_ids: Sequence[str]) -> list[Reason]:
    """`{allowed, reasons?: [{code, detail, line_id?}]}`: none when it is allowed; who refuses says why."""
    _only(answer, {"allowed", "reasons"})
    allowed, reasons = answer.get("allowed"), answer.get("reasons", [])
    if type(allowed) is not bool or not isinstance(reasons, list) or allowed is bool(reasons) or len(reasons) > MOST_REASONS:
        raise ValueError("`allowed` is true, or false with 1 to 20 `reasons`")
    return [_reason(one, line_ids) for one in reasons]


def _reason(entry: Any, line_ids: Sequence[str]) -> Reason:
    _only(entry, {"code", "detail", "line_id"})
    code, detail, line_id = entry.get("code"), entry.get("detail"), entry.get("line_id") or ""
    if not isinstance(code, str) or not _CODE.match(code):
        raise ValueError("a `code` is of small letters, digits and _")
    if not isinstance(detail, str) or not says_something(detail) or len(detail) > _LONGEST or not detail.isprintable():
        raise ValueError("a `detail` is a line of text")
    if line_id and line_id not in line_ids:
        raise ValueError("a reason names a line that nobody asked about")
    return Reason(code, detail, line_id)


def _amounts(answer: Mapping[str, Any], of: str, name: str, known: Any) -> dict[str, int]:
    _only(answer, {of})
    entries = answer.get(of)
    if not isinstance(entries, list) or len(entries) > len(known):
        raise ValueError(f"`{of}` is a list of what was asked about")
    found: dict[str, int] = {}
    for entry in entries:
        _only(entry, {"id", name})
        key, amount = entry.get("id"), entry.get(name)
        if not isinstance(key, str) or key not in known or key in found:
            raise ValueError(f"`{of}` names each of what was asked about once, and nothing else")
        if type(amount) is not int or not 0 <= amount <= MAX_AMOUNT:
            raise ValueError(f"`{name}` is a whole number of minor units, not negative")
        found[key] = amount
    return found


def _only(entry: Any, names: set[str]) -> None:
    if not isinstance(entry, Mapping) or not entry.keys() <= names:
        raise ValueError(f"an object of {', '.join(sorted(names))} and nothing else")
