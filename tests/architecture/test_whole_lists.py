"""A page is never taken for the whole list: who decides from a list reads it to its end (`query_all`), who shows it hands its cursor on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

FUNCTIONS = Path(__file__).parents[2] / "functions"
# Where fewer than all are wanted, and why.
_ENOUGH = {
    "customers/profile/address_book.py": "the newest address but one: two are all that is looked at",
    "customers/imports/take_in_customer.py": "an address book holds as many as are asked for",
    "aftersales/store/due.py": "what is left over is found again a minute later",
    "catalog/reviews/review_rights.py": "whether there is one",
    "catalog/store/repository.py": "a slug names one product",
    "orders/judging/first_order.py": "whether a guest paid before is looked for in their newest orders",
    "orders/store/shipments.py": "a waybill names one parcel",
    "orders/cases/new_limits.py": "a step; where it ended stands in its timer",
    "access/breach/close.py": "reads page after page to the end",
    "audit/store/chaining.py": "the newest fact with a number is all that is looked at",
    "shared/documents/records.py": "the newest version is all that is looked at",
    "invoices/store/fapiao.py": "what is left over is found again a minute later",
    "orders/placed/staff/bought_lately.py": "what somebody bought long ago may be recommended again",
    "orders/placed/staff/of_customer.py": "whether there is one",
    "customers/store/postings.py": "the next piece of a walk, which goes on where it ends",
    "customers/overview/customer_overview.py": "says that there is more, and each panel has its own list",
    "aftersales/store/of_customer.py": "asked for one more than is shown, so that it is said that there is more",
    "marketing/broadcasts/notices_api.py": "the newest are what a shop shows, and older ones are over",
    "notifications/store/told_of.py": "asked for one more than is shown, so that it is said that there is more",
    "promotions/store/group_buys.py": "so many open groups are enough to choose one from",
    "payments/attempts/sweep_unfinished.py": "what is left over is found again a minute later",
}


def test_nobody_reads_one_page_and_calls_it_the_list() -> None:
    """F-A6: a call of what answers a page names its cursor, and not as None; a query of the table is not cut off by a limit."""
    paged, found = set(_answering_pages()), set()
    for name, tree in _modules((".query(", *{f"{function}(" for _, function in paged})):
        known = {function for _, function in _known(name, tree) & paged}
        found |= {name for call in _calls(tree) if _cut(call, known)}
    assert found == set(_ENOUGH)


def _answering_pages() -> Iterator[tuple[str, str]]:
    """(module, name) of every function that takes a cursor and answers a page."""
    for module, tree in _modules(("Page[",)):
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef) or node.returns is None:
                continue
            takes = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)}
            if "cursor" in takes and "Page[" in ast.unparse(node.returns):
                yield module, node.name


def _known(module: str, tree: ast.Module) -> set[tuple[str, str]]:
    """The functions that a module has, its own and those it imports."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("functions.")]
    theirs = {((node.module or "")[10:].replace(".", "/") + ".py", alias.name) for node in imports for alias in node.names}
    return theirs | {(module, node.name) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _cut(call: ast.Call, paged: set[str]) -> bool:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == "query" and "limit" in given and not _just_beyond(given["limit"])
    if not isinstance(call.func, ast.Name) or call.func.id not in paged or None in given:
        return False
    return "cursor" not in given or isinstance(given["cursor"], ast.Constant)


def _just_beyond(limit: ast.expr) -> bool:
    """`limit + 1` is how a page sees whether there is another one."""
    return isinstance(limit, ast.BinOp)


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _modules(saying: Sequence[str]) -> Iterator[tuple[str, ast.Module]]:
    """Those in whose text one of these stands."""
    wanted = re.compile("|".join(map(re.escape, saying)))
    for path in sorted(FUNCTIONS.rglob("*.py")):
        if wanted.search(text := path.read_text(encoding="utf-8")):
            yield path.relative_to(FUNCTIONS).as_posix(), ast.parse(text)
