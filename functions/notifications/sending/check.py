"""What is wrong with a version before it is kept: found by looking at all of its branches, and by rendering it with samples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import nodes

from functions.notifications.model.template import EMAIL, LONGEST, ONE_LINE, OUTPUT, SMS, TemplateName, parts_of
from functions.notifications.model.text_message import sms_segments
from functions.notifications.sending.markup import CANARY, markup_problem
from functions.notifications.sending.samples import URLS, known_event, sample_values
from functions.notifications.sending.sandbox import Problem, Unrenderable, parsed, problem_of, render
from functions.shared.plain.errors import Fault

_RIGHT = ("right.days", "how long the right to withdraw lasts ({{ right.days }}), where there is one")
_REQUIRED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "order.placed": (_RIGHT,),
    "order.paid": (_RIGHT,),
    "code.requested": (("code", "the code"),),
    "gift_card.sent": (("code", "the code"),),
    "registration.requested": (("code", "the code"),),
    "staff.invited": (("link", "the link that accepts the invitation"),),
    "subscription.requested": (("link", "the link that confirms the address"),),
    "survey.sent": (("survey_link", "the link to the survey"),),
    "recall.told": (("recall_link", "the link to choose"), ("hazard", "the danger"), ("action", "what to do")),
    "withdrawal.declared": (("declared", "when it was declared"),),
}
_BY_MAIL_ALONE = frozenset({"right.days"})
_UNSUBSCRIBE = ("unsubscribe_link", "the link to be written to no more ({{ unsubscribe_link }})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NEEDS_LINK = (SMS,)
"""A mail has the link to its order from the layout."""


def faults_of(name: TemplateName, parts: Mapping[str, str], *, sms_segments: int) -> list[Fault]:
    """Nothing for a version that may be published. Pointers are to `/parts/<part>`; a fault says its line."""
    wanted = parts_of(name.channel)
    faults = [
        Fault(f"/parts/{part}", "unknown_part", f"A message of {name.channel} has {', '.join(wanted)}.")
        for part in parts.keys() - set(wanted)
    ]
    faults += [Fault(f"/parts/{part}", "missing", "This part is missing.") for part in wanted if not parts.get(part, "").strip()]
    if not known_event(name.event):
        faults.append(Fault("/event", "unknown_event", "There is no such event."))
    if faults:
        return faults
    for part in wanted:
        problem = _problem(name, part, parts[part])
        if problem is not None:
            faults.append(Fault(f"/parts/{part}", problem.code, f"Line {problem.line}: {problem.text}"))
    return faults or [*_missing(name, parts), *_too_long(name, parts, sms_segments)]


def required(name: TemplateName) -> list[str]:
    """What each body of the message has to say."""
    return [variable for variable, _ in _requirements(name)]


def _requirements(name: TemplateName) -> list[tuple[str, str]]:
    if name.is_marketing:
        # What lies in an account, or stands on a locked screen, is left in the account.
        return [_UNSUBSCRIBE] if name.channel in (EMAIL, SMS) else []
    found = [one for one in _REQUIRED.get(name.event, ()) if name.channel == EMAIL or one[0] not in _BY_MAIL_ALONE]
    if name.event == "order.link_requested" and name.channel in _NEEDS_LINK:
        found.append(("link", "the link"))
    return found


def _problem(name: TemplateName, part: str, source: str) -> Problem | None:
    if len(source) > LONGEST[part]:
        return Problem("too_long", 1, f"It has more than {LONGEST[part]} characters.")
    if (found := _CONTROL.search(source)) is not None:
        return Problem("invalid_text", source.count("\n", 0, found.start()) + 1, "There is a character here that nobody can see.")
    if part in ONE_LINE and "\n" in source.strip():
        return Problem("one_line", 2, "This part is one line.")
    tree = parsed(source)
    if isinstance(tree, Problem):
        return tree
    full = sample_values(name.event, name.language)
    problem = problem_of(tree) or next(_unknown(tree.body, full), None)
    if problem is None and part == "html":
        problem = markup_problem(_flat(tree.body))
    return problem or _rendering_problem(part, source, full, sample_values(name.event, name.language, minimal=True))


def _rendering_problem(part: str, source: str, full: Mapping[str, Any], minimal: Mapping[str, Any]) -> Problem | None:
    for values, when in ((full, "with everything"), (minimal, "where what may be missing is missing")):
        try:
            render(source, values, html=part == "html", longest=OUTPUT * LONGEST[part])
        except Unrenderable as error:
            return Problem("unrenderable", 1, f"It cannot be rendered {when}: {error}")
    return None


def _unknown(body: list[nodes.Node], known: Mapping[str, Any]) -> Iterator[Problem]:
    """Names that the event does not have, in every branch."""
    for node in body:
        if isinstance(node, nodes.For):
            yield from _unknown([node.iter], known)
            yield from _unknown([*node.body, *node.else_], {**known, **_element(node, known), "loop": _LOOP})
        elif isinstance(node, nodes.Name):
            if node.name not in known:
                yield Problem("unknown_variable", node.lineno, f"There is no {node.name} here.")
        elif isinstance(node, nodes.Getattr | nodes.Getitem):
            yield from _unknown([node.node], known)
            held, wanted = _sample(node.node, known), _key(node)
            if isinstance(held, Mapping) and held and wanted not in held and not _by_language(held):
                yield Problem("unknown_variable", node.lineno, f"There is no {wanted} in {_named(node.node)}.")
        else:
            yield from _unknown(list(node.iter_child_nodes()), known)


_LOOP = {"index": 1, "index0": 0, "first": True, "last": True, "length": 1, "revindex": 1, "revindex0": 0}


def _element(loop: nodes.For, known: Mapping[str, Any]) -> dict[str, Any]:
    rows = _sample(loop.iter, known)
    first = rows[0] if isinstance(rows, list | tuple) and rows else None
    if isinstance(loop.target, nodes.Name):
        return {loop.target.name: first}
    names = [one.name for one in loop.target.find_all(nodes.Name)]
    held = first if isinstance(first, list | tuple) and len(first) == len(names) else [None] * len(names)
    return dict(zip(names, held, strict=True))


def _sample(node: nodes.Node, known: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        held = _sample(node.node, known)
        return held.get(_key(node)) if isinstance(held, Mapping) else None
    return None


def _key(node: nodes.Getattr | nodes.Getitem) -> Any:
    return node.attr if isinstance(node, nodes.Getattr) else node.arg.value if isinstance(node.arg, nodes.Const) else None


def _by_language(held: Mapping[str, Any]) -> bool:
    return set(held) == {"zh", "en"}


def _named(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else str(_key(node)) if isinstance(node, nodes.Getattr | nodes.Getitem) else "this"


def _flat(body: Sequence[nodes.Node]) -> str:
    """The text of all branches, one after the other, with a mark for each value and between branches: no tag is put together of two."""
    pieces = []
    for node in body:
        if isinstance(node, nodes.TemplateData):
            pieces.append(node.data)
        elif isinstance(node, nodes.Output):
            pieces.append(_flat(node.nodes))
        elif isinstance(node, nodes.If):
            pieces += [CANARY, _flat(node.body), CANARY, _flat(node.elif_), CANARY, _flat(node.else_), CANARY]
        elif isinstance(node, nodes.For):
            pieces += [CANARY, _flat(node.body), CANARY, _flat(node.else_), CANARY]
        elif isinstance(node, nodes.Expr):
            is_url = isinstance(node, nodes.Name | nodes.Getattr) and _named_last(node) in URLS
            pieces.append("https://shop.example/" if is_url else CANARY)
    return "".join(pieces)


def _named_last(node: nodes.Name | nodes.Getattr) -> str:
    return node.name if isinstance(node, nodes.Name) else node.attr


def _missing(name: TemplateName, parts: Mapping[str, str]) -> Iterator[Fault]:
    full = sample_values(name.event, name.language)
    for variable, meaning in _requirements(name):
        held: Any = full
        for key in variable.split("."):
            held = held[key]
        for part in parts_of(name.channel):
            if part not in ONE_LINE and str(held) not in render(parts[part], full, html=False, longest=OUTPUT * LONGEST[part]):
                yield Fault(f"/parts/{part}", "required_text", f"This has to say {meaning}: use {{{{ {variable} }}}}.")


def _too_long(name: TemplateName, parts: Mapping[str, str], most: int) -> Iterator[Fault]:
    if name.channel != SMS:
        return
    said = render(parts["text"], sample_values(name.event, name.language), html=False, longest=OUTPUT * LONGEST["text"])
    if (count := sms_segments(" ".join(said.split()))) > most:
        yield Fault("/parts/text", "too_many_segments", f"This is sent in {count} segments; the shop sends {most} at most.")
