"""The event catalogue as people read it: who says what, who hears it, what it carries."""

from __future__ import annotations

import ast
import types
import typing
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from functions.notifications import may_be_told
from functions.shared.contract.event_catalogue import event_types
from functions.shared.events.envelope import Actor, Envelope
from infra.compose import ROOT
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Queue

_WORDS = {str: "text", int: "integer", bool: "boolean", float: "number", Any: "any JSON", type(None): "null"}


def catalogue() -> str:
    """A table of who hears what, then each event with its fields, then the shapes that several use."""
    shapes = event_types()
    speakers, listeners = said_by(), heard_by()
    lines = [
        "An event is written beside the state it tells, in the same transaction, and leaves by the stream of its table to the bus",
        "(source `shop`, detail type = event type, detail = the envelope). From there each consumer has a queue of its own",
        "(`infra/template/queues.yaml`). Payloads are the dataclasses of `functions/shared/events/contracts/`: ids and amounts in minor",
        "units, nothing personal. Fields are added, never taken away; those with a default may be missing in what was told before",
        "they were. Events nobody here hears are for others on the bus.",
        "",
        "**Outside.** Endpoints of others (`/v1/admin/webhook_endpoints`, ADR 73) can hear of those with a `yes`. The body of a",
        "message is the envelope and a `sequence`: a number that counts what this endpoint is told about this `subject`, in the order",
        "in which it is told; a number that never comes was given up. `webhook-id` is the event's `id`, the same each time. Personal",
        "values are absent: no name, address, telephone number, e-mail address, code to sign in with or link stands in an event, and",
        "a `reason`, `note` or `detail` that people wrote (no mere code) is empty in what is told outside. A customer is their",
        "`customer_id`, and who may know more asks for it. `metadata` and `custom_fields` are the public ones of the subject and told",
        "as they are: integrations keep no personal data in them.",
        "",
        "| Event | Version | Said by | Heard by (function) | Outside |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| [`{name}`](#{_anchor(name)}) | {vars(shape)['VERSION']} | {', '.join(speakers[name])} | {', '.join(listeners[name]) or '–'} "
        f"| {'yes' if may_be_told(name) else '–'} |"
        for name, shape in shapes.items()
    ]
    lines += ["", "## The envelope", "", *_fields(Envelope), "", "### Actor", "", _meaning(Actor), "", *_fields(Actor)]
    for name, shape in shapes.items():
        lines += ["", f"## {name}", ""]
        if meaning := _meaning(shape):
            lines += [meaning, ""]
        lines += _fields(shape)
    lines += ["", "## Shapes"]
    for shape in sorted(set(_nested(shapes)), key=lambda one: one.__name__):
        lines += ["", f"### {shape.__name__}", "", *([_meaning(shape), ""] if _meaning(shape) else []), *_fields(shape)]
    return "\n".join(lines) + "\n"


@cache
def said_by() -> dict[str, list[str]]:
    """By event type, the domains whose code makes its payload."""
    names = {shape.__name__: name for name, shape in event_types().items()}
    found: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "functions").rglob("*.py"):
        domain = path.relative_to(ROOT / "functions").parts[0]
        if domain != "shared":
            for made in _made(ast.parse(path.read_text(encoding="utf-8"))):
                if made in names:
                    found[names[made]].add(domain)
    return {name: sorted(found[name]) for name in event_types()}


def heard_by() -> dict[str, list[str]]:
    """By event type, the functions whose queue gets it."""
    queues: Mapping[str, Any] = load("queues")["queues"]
    consumers = {one.trigger.name: one.name for one in FUNCTIONS if isinstance(one.trigger, Queue)}
    wanted = {consumers[queue]: how.get("events", ()) for queue, how in queues.items()}
    return {
        name: sorted(f"`{function}`" for function, kinds in wanted.items() if any(fnmatchcase(name, kind) for kind in kinds))
        for name in event_types()
    }


def _made(tree: ast.AST) -> Iterator[str]:
    """Names that are called, or that a condition picks to be called: `kind = Published if on else Unpublished`."""
    for node in ast.walk(tree):
        for called in (node.func,) if isinstance(node, ast.Call) else (node.body, node.orelse) if isinstance(node, ast.IfExp) else ():
            if isinstance(called, ast.Name | ast.Attribute):
                yield called.id if isinstance(called, ast.Name) else called.attr


def _fields(shape: Any) -> list[str]:
    hints = typing.get_type_hints(shape)
    rows = [f"| `{one.name}` | {_type(hints[one.name])} | {_default(one)} |" for one in fields(shape)]
    return ["| Field | Type | Default |", "|---|---|---|", *rows]


def _default(one: Field[Any]) -> str:
    if one.default is not MISSING:
        return f"`{one.default!r}`" if one.default is not None else "null"
    return "" if one.default_factory is MISSING else "empty"


def _type(hint: Any) -> str:
    arguments = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})" if isinstance(hint, type) else ""
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_type(one) for one in arguments)
    if origin is dict:
        return f"map of text to {_type(arguments[1])}"
    if origin in (list, tuple):
        return f"list of {_type(arguments[0])}"
    return _WORDS[hint]


def _nested(shapes: Mapping[str, type]) -> Iterator[type]:
    """Dataclasses inside payloads, also inside each other."""
    for shape in shapes.values():
        for hint in typing.get_type_hints(shape).values():
            for inner in _dataclasses(hint):
                yield inner
                yield from _nested({"": inner})


def _dataclasses(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for one in typing.get_args(hint):
        yield from _dataclasses(one)


def _meaning(shape: type) -> str:
    meaning = vars(shape).get("__doc__") or ""
    return "" if meaning.startswith(f"{shape.__name__}(") else " ".join(meaning.split())


def _anchor(name: str) -> str:
    return name.replace(".", "")
