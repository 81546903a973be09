"""moto reads the text of an expression two to four times for each request, and goes through the tree of an update ten times. The shop says
the same few hundred texts all the time. Here a text is read once; a tree is copied without `copy`, and a pass through it skips the branches
in which it has nothing to do. What is answered and refused is the same (tests/integration/test_moto_expressions.py)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import pytest
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import ast_nodes, expressions, validators

_NODES: Any = ast_nodes  # which has no types, as the next
_PARSERS: Any = expressions
_MAKER = _PARSERS.UpdateExpressionParser
_make = _MAKER.make.__func__
_parse = ConditionExpressionParser.parse
_operand = ConditionExpressionParser._make_operand
_begin = validators.Validator.__init__
_OF_THE_TEXT = (validators.ActionCountValidator, validators.OverlappingPathsValidator, validators.UpdateHashRangeKeyValidator)
"""Passes that look at no item and no value: whether a clause is there twice, whether paths overlap, whether a key is changed."""
_IN_PLACE_OF = {_NODES.NoneExistingPath: _NODES.UpdateExpressionPath}
_LEADING_ON = (_NODES.Expression, _NODES.UpdateExpressionFunction)


@lru_cache(maxsize=4_096)
def _tree(text: str) -> Any:
    """Whoever gets it reads it or copies it. What cannot be read is not kept, and refused anew."""
    root = _make(_MAKER, text)
    _note(root)
    root.passed = set()
    return root


def _note(node: Any) -> frozenset[type]:
    """Each node keeps which kinds of nodes are in its branch."""
    below = (_note(child) for child in node.children or () if isinstance(child, _NODES.Node))
    node.within = frozenset({type(node)}).union(*below)
    return node.within  # type: ignore[no-any-return]


def _twin(self: Any, memo: dict[int, Any]) -> Any:
    twin = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)
    twin.parent = None
    if self.children is not None:
        twin.children = [_twin(child, memo) if _is_node(type(child)) else child for child in self.children]
        for child in twin.children:
            if _is_node(type(child)):
                child.parent = twin
    return twin


def _clauses(self: Any, kinds: list[type]) -> list[Any]:
    found = []
    for child in self.children or ():
        kind = type(child)
        if kind in kinds:
            found.append(child)
        elif _leads_on(kind):
            found.extend(_clauses(child, kinds))
    return found


_leads_on: Any = cache(lambda kind: issubclass(kind, _LEADING_ON))
_is_node: Any = cache(lambda kind: issubclass(kind, _NODES.Node))
_processed_as: Any = cache(lambda kind, kinds: next((one for one in kinds if issubclass(kind, one)), None))


@cache
def _concerns(within: frozenset[type], kinds: tuple[type, ...]) -> bool:
    """Whether a node of these kinds is in such a branch, or can have come there in place of another one."""
    wanted = (*kinds, *(_IN_PLACE_OF[kind] for kind in kinds if kind in _IN_PLACE_OF))
    return any(issubclass(kind, wanted) for kind in within)


def _traversed(self: Any, root: Any) -> Any:
    """What `traverse_node_recursively` does, without asking each node anew which nodes are to be processed."""
    processors = self._processing_map()
    kinds = tuple(processors)
    watched = type(self).pre_processing_of_child is not _NODES.DepthFirstTraverser.pre_processing_of_child

    def go(node: Any, place: int) -> Any:
        parent = node.parent
        for number, child in enumerate(node.children or ()):
            if watched:
                self.pre_processing_of_child(node, number)
            if _is_node(type(child)) and ((within := getattr(child, "within", None)) is None or _concerns(within, kinds)):
                go(child, number)
        if kind := _processed_as(type(node), kinds):
            node = processors[kind](node)
            node.parent = parent
            if parent:
                parent.children[place] = node
        return node

    return go(root, -1) if isinstance(root, _NODES.Node) else root


def _begun(self: Any, expression: Any, *rest: Any, **named: Any) -> None:
    _begin(self, expression, *rest, **named)
    self.passed = getattr(expression, "passed", None)


def _validated(self: Any) -> Any:
    """What a text passed with these names on a table of these keys, it passes again."""
    names = self.expression_attribute_names
    which = (None if names is None else tuple(names.items()), tuple(self.table.table_key_attrs))
    known = self.passed is not None and which in self.passed
    node = self.node_to_validate
    for processor in self.processors:
        if not (known and isinstance(processor, _OF_THE_TEXT)):
            node = processor.traverse(node)
    if self.passed is not None:
        self.passed.add(which)
    return node


_conditions: dict[tuple[str, tuple[tuple[str, str], ...] | None], tuple[Any, list[str], list[str]]] = {}


def _parsed(self: Any) -> Any:
    """The tree of a condition depends on its text and its names; values are looked up when operators are made of it."""
    text, names, values = self.condition_expression, self.expression_attribute_names, self.expression_attribute_values
    if not text:
        return _parse(self)
    which = (text, None if names is None else tuple(names.items()))
    if which in _conditions:
        tree, named, valued = _conditions[which]
        if not valued or (values and all(value in values for value in valued)):
            self.expr_attr_names_found.extend(named)
            self.expr_attr_values_found.extend(valued)
            return self._make_op_condition(tree)
    kept = list[Any]()

    def made(node: Any) -> Any:
        kept.append(node)
        return ConditionExpressionParser._make_op_condition(self, node)

    self._make_op_condition = made
    try:
        operators = _parse(self)
    finally:
        del self._make_op_condition
    _conditions[which] = (kept[0], list(self.expr_attr_names_found), list(self.expr_attr_values_found))
    return operators


def _with_its_value(self: Any, node: Any) -> Any:
    if node.kind == self.Kind.EXPRESSION_ATTRIBUTE_VALUE:
        node = node._replace(value=self.expression_attribute_values[node.text])
    return _operand(self, node)


_OURS: list[tuple[Any, str, Any]] = [
    (_MAKER, "make", classmethod(lambda _, text: _tree(text))),
    (_NODES.Node, "__deepcopy__", _twin),
    (_NODES.Node, "find_clauses", _clauses),
    (_NODES.DepthFirstTraverser, "traverse", _traversed),
    (validators.Validator, "__init__", _begun),
    (validators.Validator, "validate", _validated),
    (ConditionExpressionParser, "parse", _parsed),
    (ConditionExpressionParser, "_make_operand", _with_its_value),
]
_OF_MOTO = [(owner, name, owner.__dict__.get(name)) for owner, name, _ in _OURS]


def read_each_text_once(patch: pytest.MonkeyPatch) -> None:
    for owner, name, ours in _OURS:
        patch.setattr(owner, name, ours, raising=False)


def read_as_moto_does(patch: pytest.MonkeyPatch) -> None:
    for owner, name, theirs in _OF_MOTO:
        if theirs is None:
            patch.delattr(owner, name)
        else:
            patch.setattr(owner, name, theirs)
