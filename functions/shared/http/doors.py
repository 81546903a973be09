"""What the functions of a domain start from: `app.py` names its doors, and a function loads its own and nothing else.

Which operations a function answers stands in the function table; the template tells the function by `SERVED_APIS` which of the domain's
`Api`s have them (docs/adr/0034-what-a-function-imports.md). Where nobody says so (tests, the contract), the app serves all of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

APIS = "SERVED_APIS"
"""Names of Apis, with blanks between them."""
ELSEWHERE = "SERVED_ELSEWHERE"
"""Operations of other functions on paths of this one: only their methods are wanted, for `Allow`. With commas between them."""
APP = "app"


def doors(module: str, *, apis: Sequence[str], handlers: Sequence[str] = ()) -> Callable[[str], Any]:
    """The `__getattr__` of a domain's `app.py`.

    `apis`: where they stand in the domain, as `carts.api.cart_api`; together they are the Chalice app `app`.
    `handlers`: what Lambda calls for queues, streams and schedules; each is the function of that name in `consumers/<name>.py`.
    """
    domain = module.rpartition(".")[0]

    def load(name: str) -> Any:
        if name == APP:
            found = _app(domain, apis)
        elif name in handlers:
            found = getattr(import_module(f"{domain}.consumers.{name}"), name)
        else:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        setattr(sys.modules[module], name, found)
        return found

    return load


def _app(domain: str, apis: Sequence[str]) -> Any:
    # By name: Chalice and the edge are none of a consumer's business.
    make_app = import_module("functions.shared.http.app").make_app
    wanted = os.environ.get(APIS, "").split()
    # A name that this code does not have: the settings of the next version came before its code. Whoever serves all serves those, too.
    chosen = wanted if wanted and set(wanted) <= set(apis) else apis
    elsewhere = [text for text in os.environ.get(ELSEWHERE, "").split(",") if text]
    return make_app(domain.rpartition(".")[2], {name: _named(f"{domain}.{name}") for name in chosen}, elsewhere)


def _named(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)
