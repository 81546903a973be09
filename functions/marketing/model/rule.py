"""A segment's rule: conditions on what is known of somebody, joined by `all`, `any` and `not`. Pure.

A condition is `{"field", "op", "value"}`; which values a field takes follows from its kind. `segment` is a field, too: its value is
another segment's id, whose rule then stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from functions.marketing.model.known import Known
from functions.marketing.model.people_count import rfm_of
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Fault
from functions.shared.plain.scores.rfm import RfmSegment

DEEPEST, MOST_CONDITIONS, MOST_VALUES = 6, 50, 200
"""Of a rule as it is written, and together with the segments that it names."""
GROUPS = ("all", "any", "not")
SEGMENT = "segment"
_SEGMENT_ID = re.compile(r"seg_[0-9A-HJKMNP-TV-Z]{26}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CURRENCY = re.compile(r"[A-Z]{3}")

Rule = Mapping[str, Any]
"""As JSON has it, after `faults_of` found nothing."""


class Kind(StrEnum):
    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"
    NAME = "name"
    NAMES = "names"
    MONTH = "month"
    FLAG = "flag"
    RFM = "rfm"
    SEGMENT = "segment"


FIELDS: Mapping[str, Kind] = {
    "orders": Kind.NUMBER,
    "days_since_first_order": Kind.NUMBER,
    "days_since_last_order": Kind.NUMBER,
    "days_since_registered": Kind.NUMBER,
    "spent": Kind.MONEY,
    "first_order_at": Kind.MOMENT,
    "last_order_at": Kind.MOMENT,
    "registered_at": Kind.MOMENT,
    "country": Kind.NAME,
    "language": Kind.NAME,
    "currency": Kind.NAMES,
    "bought_product": Kind.NAMES,
    "bought_category": Kind.NAMES,
    "consent": Kind.NAMES,
    "tag": Kind.NAMES,
    "birth_month": Kind.MONTH,
    "has_account": Kind.FLAG,
    "rfm": Kind.RFM,
    SEGMENT: Kind.SEGMENT,
}
OPS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("equals", "at_least", "at_most"),
    Kind.MONEY: ("at_least", "at_most"),
    Kind.MOMENT: ("before", "from"),
    Kind.NAME: ("in", "not_in"),
    Kind.NAMES: ("any_of", "all_of", "none_of"),
    Kind.MONTH: ("in", "not_in"),
    Kind.FLAG: ("equals",),
    Kind.RFM: ("in", "not_in"),
    Kind.SEGMENT: ("in", "not_in"),
}


def faults_of(rule: Any, pointer: str = "/rule") -> list[Fault]:
    """What is wrong with a rule as it was sent; nothing for one that can be kept."""
    found = list(_faults(rule, pointer, 1))
    if not found and (count := sum(1 for _ in conditions_of(rule))) > MOST_CONDITIONS:
        found.append(Fault(pointer, "too_many_conditions", f"There are {count} conditions; a rule has at most {MOST_CONDITIONS}."))
    return found


def _faults(rule: Any, pointer: str, depth: int) -> Iterator[Fault]:
    if depth > DEEPEST:
        yield Fault(pointer, "too_deep", f"Groups are at most {DEEPEST} deep.")
    elif not isinstance(rule, Mapping):
        yield Fault(pointer, "wrong_rule", 'A rule is {"all": […]}, {"any": […]}, {"not": …} or {"field", "op", "value"}.')
    elif "not" in rule and set(rule) == {"not"}:
        yield from _faults(rule["not"], f"{pointer}/not", depth + 1)
    elif len(rule) == 1 and (group := next(iter(rule))) in ("all", "any"):
        parts = rule[group]
        if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_CONDITIONS:
            yield Fault(f"{pointer}/{group}", "wrong_rule", f"A group has one to {MOST_CONDITIONS} parts.")
            return
        for number, part in enumerate(parts):
            yield from _faults(part, f"{pointer}/{group}/{number}", depth + 1)
    elif set(rule) == {"field", "op", "value"}:
        yield from _faults_of_condition(rule, pointer)
    else:
        yield Fault(pointer, "wrong_rule", "A rule is one of all, any, not; or field, op and value.")


def _faults_of_condition(rule: Rule, pointer: str) -> Iterator[Fault]:
    kind = FIELDS.get(rule["field"]) if isinstance(rule["field"], str) else None
    if kind is None:
        yield Fault(f"{pointer}/field", "unknown_field", f"There are {', '.join(FIELDS)}.")
    elif rule["op"] not in OPS[kind]:
        yield Fault(f"{pointer}/op", "unknown_op", f"{rule['field']} takes {', '.join(OPS[kind])}.")
    elif not _TAKES[kind](rule["value"]):
        yield Fault(f"{pointer}/value", "wrong_value", _WANTED[kind])


def _is_number(value: Any, low: int = 0, high: int = 10**12) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_money(value: Any) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
        return False
    currency = value["currency"]
    return _is_number(value["amount"]) and isinstance(currency, str) and _CURRENCY.fullmatch(currency) is not None


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        times.bounded(times.parse(value))
    except (ValueError, OverflowError):
        return False
    return True


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _are(one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        return isinstance(value, list) and 1 <= len(value) <= MOST_VALUES and all(map(one, value))

    return check


_TAKES: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.NUMBER: _is_number,
    Kind.MONEY: _is_money,
    Kind.MOMENT: _is_moment,
    Kind.NAME: _are(_is_name),
    Kind.NAMES: _are(_is_name),
    Kind.MONTH: _are(lambda value: _is_number(value, 1, 12)),
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.RFM: _are(lambda value: isinstance(value, str) and value in [*RfmSegment]),
    Kind.SEGMENT: lambda value: isinstance(value, str) and _SEGMENT_ID.fullmatch(value) is not None,
}
_WANTED: Mapping[Kind, str] = {
    Kind.NUMBER: "Send a whole number of at least 0.",
    Kind.MONEY: 'Send {"amount": 10000, "currency": "CNY"}, in minor units.',
    Kind.MOMENT: "Send a time with its zone such as 2026-01-31T16:00:00Z.",
    Kind.NAME: f"Send a list of one to {MOST_VALUES} codes.",
    Kind.NAMES: f"Send a list of one to {MOST_VALUES} ids or codes.",
    Kind.MONTH: "Send a list of months, 1 to 12.",
    Kind.FLAG: "Send true or false.",
    Kind.RFM: f"Send a list of {', '.join(RfmSegment)}.",
    Kind.SEGMENT: "Send the id of a segment.",
}


def conditions_of(rule: Rule) -> Iterator[Rule]:
    if "field" in rule:
        yield rule
    elif "not" in rule:
        yield from conditions_of(rule["not"])
    else:
        for part in rule.get("all", rule.get("any", ())):
            yield from conditions_of(part)


def named_in(rule: Rule) -> list[str]:
    """Ids of the segments that it names."""
    return list(dict.fromkeys(one["value"] for one in conditions_of(rule) if one["field"] == SEGMENT))


def whole(rule: Rule, find: Callable[[str], Rule | None]) -> Rule:
    """With the rules of the segments that it names, as they are now, in their place. Raises Conflict (409 `segment_loop`,
    `unknown_segment`, `segment_too_large`)."""
    left = [MOST_CONDITIONS * 4]

    def expanded(part: Rule, above: tuple[str, ...]) -> Rule:
        if "field" not in part:
            if "not" in part:
                return {"not": expanded(part["not"], above)}
            group = "all" if "all" in part else "any"
            return {group: [expanded(one, above) for one in part[group]]}
        left[0] -= 1
        if left[0] < 0:
            raise Conflict("With the segments that it names this is too large.", code="segment_too_large")
        if part["field"] != SEGMENT:
            return part
        name = part["value"]
        if name in above:
            raise Conflict("This segment would be a part of itself.", code="segment_loop", segments=[*above, name])
        if (found := find(name)) is None:
            raise Conflict(f"There is no segment {name}.", code="unknown_segment", segment_id=name)
        inner = expanded(found, (*above, name))
        return inner if part["op"] == "in" else {"not": inner}

    return expanded(rule, ())


def asks_for_rfm(rule: Rule) -> bool:
    return any(one["field"] == "rfm" for one in conditions_of(rule))


def with_cuts(rule: Rule, cuts: Mapping[str, Any]) -> Rule:
    """Each question for the fifth somebody is in, together with where the fifths lie."""
    if "field" in rule:
        return {**rule, "cuts": cuts} if rule["field"] == "rfm" else rule
    if "not" in rule:
        return {"not": with_cuts(rule["not"], cuts)}
    group = "all" if "all" in rule else "any"
    return {group: [with_cuts(part, cuts) for part in rule[group]]}


def matches(rule: Rule, known: Known, now: datetime) -> bool:
    """Of a `whole` rule `with_cuts`. What is not known of somebody fits no condition, but those that ask for what is not there."""
    if "all" in rule:
        return all(matches(part, known, now) for part in rule["all"])
    if "any" in rule:
        return any(matches(part, known, now) for part in rule["any"])
    if "not" in rule:
        return not matches(rule["not"], known, now)
    return _MEETS[FIELDS[rule["field"]]](rule, known, now)


def _number(rule: Rule, known: Known, now: datetime) -> bool:
    name = rule["field"]
    if name == "orders":
        held = known.orders
    else:
        at = getattr(known, name.removeprefix("days_since_") + "_at" if name != "days_since_registered" else "registered_at")
        if not at:
            return False
        held = (now - times.parse(at)).days
    return _compared(held, rule["op"], rule["value"])


def _money(rule: Rule, known: Known, _now: datetime) -> bool:
    return _compared(known.spent.get(rule["value"]["currency"], 0), rule["op"], rule["value"]["amount"])


def _compared(held: int, op: str, value: int) -> bool:
    return {"equals": held == value, "at_least": held >= value, "at_most": held <= value}[op]


def _moment(rule: Rule, known: Known, _now: datetime) -> bool:
    held, at = getattr(known, rule["field"]), times.iso(times.parse(rule["value"]))
    return bool(held) and (held < at if rule["op"] == "before" else held >= at)


def _name(rule: Rule, known: Known, _now: datetime) -> bool:
    held, values = getattr(known, rule["field"]), rule["value"]
    # `en` also means `en-GB`.
    fits = held in values or (rule["field"] == "language" and held.partition("-")[0] in values)
    return bool(held) and fits == (rule["op"] == "in")


_HELD = {"currency": "spent", "bought_product": "products", "bought_category": "categories", "consent": "consents"}


def _names(rule: Rule, known: Known, now: datetime) -> bool:
    name, wanted = rule["field"], set(rule["value"])
    held = set(known.tagged(now) if name == "tag" else getattr(known, _HELD[name]))
    return {"any_of": bool(held & wanted), "all_of": wanted <= held, "none_of": not held & wanted}[rule["op"]]


def _month(rule: Rule, known: Known, _now: datetime) -> bool:
    return bool(known.birth_month) and (known.birth_month in rule["value"]) == (rule["op"] == "in")


def _flag(rule: Rule, known: Known, _now: datetime) -> bool:
    return known.has_account is bool(rule["value"])


def _rfm(rule: Rule, known: Known, _now: datetime) -> bool:
    held = rfm_of(known, rule["cuts"])
    return held is not None and (held in rule["value"]) == (rule["op"] == "in")


_MEETS: Mapping[Kind, Callable[[Rule, Known, datetime], bool]] = {
    Kind.NUMBER: _number, Kind.MONEY: _money, Kind.MOMENT: _moment, Kind.NAME: _name, Kind.NAMES: _names, Kind.MONTH: _month,
    Kind.FLAG: _flag, Kind.RFM: _rfm,
}  # fmt: skip
