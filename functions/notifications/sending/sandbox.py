"""Jinja for what staff write: only what cannot grow, run long or leave its place is let in, and what is rendered is bounded as well.

A version is looked through before it is saved (`faults_of`): the kinds of nodes that it may have are listed here. There are no calls, no
sums, no products, no joined texts, no variables of its own, no macros, no other files and no recursion; so what is written out is at most
the template's own text, once for each element of lists that are in the event, two deep. `render` counts it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from functions.shared.plain.deferred import dataclass

_KINDS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Tuple, nodes.If,
    nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test, nodes.Keyword,
)  # fmt: skip
_FILTERS = frozenset({"escape", "e", "default", "d", "upper", "lower", "title", "capitalize", "trim", "length", "count", "first", "last"})
_TESTS = frozenset(
    {"defined", "undefined", "none", "eq", "equalto", "==", "ne", "!=", "lt", "le", "gt", "ge", "odd", "even", "divisibleby"}
)
_LISTS_DEEP, _DEEP = 2, 24
_SAID = {
    nodes.Call: "Nothing can be called here.",
    nodes.Include: "Other templates cannot be included.",
    nodes.Import: "Nothing can be imported.",
    nodes.FromImport: "Nothing can be imported.",
    nodes.Extends: "The shop's layout is put around the text by itself.",
    nodes.Macro: "Macros are not available.",
    nodes.CallBlock: "Macros are not available.",
    nodes.Assign: "Variables cannot be set.",
    nodes.AssignBlock: "Variables cannot be set.",
}


class Unrenderable(Exception):
    """A version that cannot be rendered with these values; the text says why and holds none of them."""


@dataclass(frozen=True)
class Problem:
    code: str
    line: int
    text: str


class Sandbox(ImmutableSandboxedEnvironment):
    """Mappings are looked into before their methods are, and no method is ever handed out."""

    def __init__(self, *, html: bool) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=html, keep_trailing_newline=False)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute) if isinstance(obj, Mapping) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ARG002
        """It hands out `str.format`, as something that can be called."""
        return

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not callable(value)


@lru_cache(maxsize=2)
def sandbox(*, html: bool) -> Sandbox:
    return Sandbox(html=html)


def parsed(source: str) -> nodes.Template | Problem:
    """Nothing is computed: constants are folded when a template is compiled, which comes after `problem_of`."""
    try:
        return sandbox(html=False).parse(source)
    except TemplateSyntaxError as error:
        return Problem("invalid_template", error.lineno, error.message or "This cannot be read.")
    except RecursionError:
        return Problem("too_deep", 1, "This is nested too deep.")
    except ValueError:
        return Problem("invalid_template", 1, "A number is too long.")


def problem_of(tree: nodes.Template) -> Problem | None:
    """The first thing that may not stand in a template."""
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, deep, lists = waiting.pop()
        line = getattr(node, "lineno", 1) or 1
        if not isinstance(node, _KINDS):
            return Problem("not_allowed", line, _SAID.get(type(node), f"{type(node).__name__} is not available in templates."))
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            return Problem("not_allowed", line, f"There is no filter {node.name} here.")
        if isinstance(node, nodes.Test) and node.name not in _TESTS:
            return Problem("not_allowed", line, f"There is no test {node.name} here.")
        if isinstance(node, nodes.For):
            lists += 1
            if node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr):
                return Problem("not_allowed", line, "A loop goes through a list of the event, each element under one name.")
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            return Problem("not_allowed", line, "What stands in [ ] is a name or a number.")
        if deep > _DEEP or lists > _LISTS_DEEP:
            return Problem("too_deep", line, "This is nested too deep.")
        waiting += [(child, deep + 1, lists) for child in node.iter_child_nodes()]
    return None


@lru_cache(maxsize=256)
def _compiled(source: str, html: bool) -> Template:
    return sandbox(html=html).from_string(source)


def render(source: str, values: Mapping[str, Any], *, html: bool, longest: int) -> str:
    """Raises Unrenderable: for a name that is not there, for more than `longest` characters, for whatever else goes wrong."""
    pieces, size = [], 0
    try:
        for piece in _compiled(source, html).generate(values):
            size += len(piece)
            if size > longest:
                raise Unrenderable(f"It has more than {longest} characters.")
            pieces.append(piece)
    except TemplateError as error:
        raise Unrenderable(_reason(error)) from error
    except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError, SyntaxError) as error:
        raise Unrenderable(type(error).__name__) from error
    return "".join(pieces)


def _reason(error: TemplateError) -> str:
    """Of an undefined name Jinja says which one; what else it says could hold a value."""
    said = error.message or ""
    return said if said.startswith("'") and said.endswith("is undefined") else type(error).__name__
