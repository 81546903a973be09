"""Face: a statement of withdrawal from the order's page."""

from __future__ import annotations

from collections.abc import Mapping

from functions.aftersales.model.withdrawal import Statement, Wish
from functions.aftersales.withdrawing.declare import Declared, declare
from functions.orders import contract_of
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.store.again import again


def state_withdrawal(order_id: str, statement_id: str, pieces: Mapping[str, int], *, sealed: frozenset[str], caller: Caller) -> Statement:
    """The statement as received, the same one when its id comes again. Raises as `declare` does, NotFound."""
    now, wish = clock.now(), Wish(dict(pieces), sealed)

    def attempt() -> Statement:
        contract = contract_of(order_id, caller=caller, order_token=None)
        return declare(contract, Declared(statement_id, wish, "page", now), caller.actor, remember=lambda _: [])

    return again(attempt)
