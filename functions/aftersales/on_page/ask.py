"""Face: a return that is asked for on the order's page, by whoever has its link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.model.reasons import NOT_SEEN, Reason
from functions.aftersales.returns.open_case import Wanted, WantedLine, look_at_return, open_case
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.records import AftersalesTable
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.ids import token_hash
from functions.shared.plain.money import Money
from functions.shared.store.records import find
from functions.shared.store.transactions import put_new

RETURN_REASONS = tuple(reason.value for reason in Reason if reason not in NOT_SEEN)
"""Of what is not there nothing can be sent back."""
_KEPT = timedelta(days=30)


class _PressedBefore(Conflict):
    pass


def return_offered(order_id: str, pieces: Mapping[str, int], reason: str, *, caller: Caller) -> Money:
    """What such a return would give back as things are now; nothing is written. Raises as `open_case`."""
    case = look_at_return(order_id, _lines(pieces, reason), Asking(caller, None))
    return Money(case.amount, case.currency)


def return_on_page(order_id: str, once: str, pieces: Mapping[str, int], reason: str, *, caller: Caller) -> None:
    """`once` names the form that was shown: pressed twice, also at once, it is one case. Raises as `open_case`."""
    key = f"PRESSED#{token_hash(f'{order_id} {once}')[:40]}"
    pressed = AftersalesTable(key, key, kind="pressed", ttl=int((clock.now() + _KEPT).timestamp()))
    lines = _lines(pieces, reason)
    try:
        if find(AftersalesTable, key, key) is None:
            wanted = Wanted(ReturnKind.RETURN, lines)
            open_case(order_id, wanted, Asking(caller, None), remember=lambda _: [put_new(pressed, _PressedBefore())])
    except _PressedBefore:
        return
    except (Conflict, Invalid):
        # The one that was pressed at the same moment may have taken the pieces.
        if find(AftersalesTable, key, key) is None:
            raise


def _lines(pieces: Mapping[str, int], reason: str) -> list[WantedLine]:
    return [WantedLine(line_id, count, Reason(reason)) for line_id, count in pieces.items()]
