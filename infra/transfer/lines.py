"""An item as a line of a file, what is sealed in it opened, and back: sealed anew under keys of the place it is brought to.

A line has `pk`, `sk`, `kind`, the other `attributes` as DynamoDB types them, the `body` as JSON, and of what was sealed `sealed`:
the field of the body, whose key it had, what it is bound to, and how.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidTag

from functions.shared.sealing import key_pk, of_time, opened_with, sealed_with
from infra.local.trouble import Trouble
from infra.transfer.deployment import Item
from infra.transfer.keys import Keys
from infra.transfer.left import LOOK_UPS

Line = dict[str, Any]
FIELDS, WHOLE, KEPT, MONTH = "fields", "whole", "kept", "month"
_SEALED_FIELDS, _SEALED = "sealed_fields", "sealed"
_MARK = '"p1.'
_OF_TIMES = of_time("", "")[:-1]
_OWN = ("pk", "sk", "kind", "body")


def text_of(line: Line) -> str:
    """The one text of a line: what hashes are of."""
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def ordered(text: str) -> str:
    """The same after ids in it were rewritten: sets and names stand in the order of what they say."""
    line: Line = json.loads(text)
    line["attributes"] = {name: _plain(value) if "B" not in value else value for name, value in line["attributes"].items()}
    return text_of(line)


def line_of(table: str, item: Item, keys: Keys) -> Line:
    """Raises Trouble for what is sealed in a way that is not known here: a transfer that lost it would be no transfer."""
    line: Line = {name: item[name]["S"] for name in ("pk", "sk", "kind") if name in item}
    line["attributes"] = {name: _plain(value) for name, value in item.items() if name not in _OWN}
    if line["pk"] == key_pk(LOOK_UPS):
        return line | {"body": {"key": keys.carried(LOOK_UPS)}}
    text = item.get("body", {}).get("S")
    body = _json(text)
    if text is not None and body is None:
        line["attributes"]["body"] = {"S": text}
    if body is not None:
        line["body"] = body
        if isinstance(body, dict) and (found := _opened(table, line, body, keys)):
            line["sealed"] = found
    _open_months(line, keys)
    if _MARK in text_of(line) or f"|{_MARK[1:]}" in text_of(line):
        raise Trouble(f"An item {line.get('kind')} of {table} holds something sealed that transfers do not know (infra/transfer/lines.py).")
    return line


def item_of(line: Line, keys: Keys) -> dict[str, Any]:
    """To be written."""
    item: dict[str, Any] = {name: {"S": line[name]} for name in ("pk", "sk", "kind") if name in line}
    item |= {name: _typed(value) for name, value in line["attributes"].items()}
    if (how := line.get("sealed", {})).get("as") == MONTH:
        item[how["at"]] = {"S": _sealed(how, {how["at"]: item[how["at"]]["S"]}, keys)[how["at"]]}
    if line["pk"] == key_pk(LOOK_UPS):
        item["body"] = {"S": keys.wrapped(LOOK_UPS, line["body"]["key"])}
    elif "body" in line:
        body = line["body"]
        if line.get("sealed", {}).get("as", MONTH) != MONTH:
            body = {**body, **_sealed(line["sealed"], body, keys)}
        item["body"] = {"S": json.dumps(body, ensure_ascii=False, separators=(",", ":"))}
    return item


def _open_months(line: Line, keys: Keys) -> None:
    """A text beside the body that has the key of its month: the attribute has it in clear then. Nothing, where that key was destroyed."""
    for name, value in [*line["attributes"].items()]:
        whose, _, rest = str(value.get("S", "")).partition("|")
        if whose.startswith(_OF_TIMES) and rest.startswith(_MARK[1:]):
            bound, key = f"{whose}|{line['pk']}", keys.of(whose)
            if key is None:
                del line["attributes"][name]
                continue
            line["attributes"][name] = {"S": opened_with(key, bound, rest)}
            line["sealed"] = {"as": MONTH, "whose": whose, "bound": bound, "at": name}


def _opened(table: str, line: Line, body: dict[str, Any], keys: Keys) -> dict[str, str] | None:
    """How it was sealed; the body has it in clear then. Of whoever was erased nothing can be opened, and nothing is left to carry."""
    if isinstance(given := body.get(_SEALED_FIELDS), str):
        whose, _, rest = given.partition("|")
        how = {"as": FIELDS, "whose": whose, "bound": f"{whose}|{line['pk']}|{line['sk']}"}
        with suppress(KeyError):
            return _open(body, _SEALED_FIELDS, how, rest, keys)
        return None
    text = body.get(_SEALED)
    if not isinstance(text, str) or not text.startswith(_MARK[1:]):
        return None
    if (table, line.get("kind")) == ("privacy", "kept"):
        key = keys.open_kept(body["of"], body.pop("wrapped"))
        how = {"as": KEPT, "whose": body["of"], "bound": f"{body['of']}|{body['kind']}", "at": _SEALED}
        body[_SEALED] = json.loads(opened_with(key, how["bound"], text))
        return how
    person = str(line["pk"]).partition("#")[2]
    for what in _bindings(str(line.get("kind", "")), line["sk"], body):
        how = {"as": WHOLE, "whose": person, "bound": f"{person}|{what}"}
        with suppress(InvalidTag, KeyError):
            return _open(body, _SEALED, how, text, keys)
    return None


def _bindings(kind: str, sk: str, body: Mapping[str, Any]) -> list[str]:
    """What a text may be bound to besides its person."""
    name = str(body.get("id", "")) or sk.partition("#")[2]
    return [kind, f"{kind}|{name}", f"{kind}|{sk}", sk]


def _open(body: dict[str, Any], at: str, how: dict[str, str], text: str, keys: Keys) -> dict[str, str] | None:
    key = keys.of(how["whose"])
    if key is None:
        del body[at]
        return None
    body[at] = json.loads(opened_with(key, how["bound"], text))
    return {**how, "at": at}


def _sealed(how: Mapping[str, str], body: Mapping[str, Any], keys: Keys) -> dict[str, str]:
    at = how["at"]
    text = body[at] if how["as"] == MONTH else json.dumps(body[at], ensure_ascii=False, separators=(",", ":"))
    if how["as"] == KEPT:
        key, wrapped = keys.wrap_kept(how["whose"])
        return {at: sealed_with(key, how["bound"], text), "wrapped": wrapped}
    made = keys.make(how["whose"])
    if made is None:
        raise Trouble(f"{how['whose']} was erased here: nothing of them is brought in.")
    sealed = sealed_with(made, how["bound"], text)
    return {at: f"{how['whose']}|{sealed}" if how["as"] in (FIELDS, MONTH) else sealed}


def _json(text: str | None) -> Any:
    if text is None or text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    (kind, one), *_ = value.items()
    if kind == "B":
        return {kind: base64.b64encode(one).decode()}
    return {kind: sorted(one) if kind in ("SS", "NS") else one}


def _typed(value: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: base64.b64decode(one) if kind == "B" else one for kind, one in value.items()}
