"""What one call asks DynamoDB for, each item once: what is known already when more turns out to be wanted is not asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from functions.orders.model.cart import Cart, CartCoupon, CartFlash
from functions.shared.places import place_of
from functions.shared.plain.postal_address import Address
from functions.shared.store.records import Record, find_many
from functions.stock import closed_to, lying_elsewhere, lying_in, safety_in

Keys = Mapping[type[Record], Iterable[tuple[str, str]]]
_KEPT = 1000
_recent: OrderedDict[str, tuple[list[CartCoupon], CartFlash | None]] = OrderedDict()


class LookUp:
    """`items` by record class and key; an item that was asked for and is not there is not there."""

    def __init__(self) -> None:
        self.items: dict[tuple[type[Record], str, str], Record] = {}
        self._asked: set[tuple[type[Record], str, str]] = set()

    def ask(self, *wanted: Keys) -> bool:
        """One BatchGetItem (one more per 100 keys) for what was not asked for yet; none, and False, when that is nothing."""
        new: dict[type[Record], list[tuple[str, str]]] = {}
        for keys in wanted:
            for model, pairs in keys.items():
                for pair in pairs:
                    if (model, *pair) not in self._asked:
                        self._asked.add((model, *pair))
                        new.setdefault(model, []).append(pair)
        if new:
            self.items |= find_many(new)
        return bool(new)


def beyond_reach(
    found: Mapping[tuple[type[Record], str, str], Record],
    address: Address | None,
    variant_ids: Iterable[str],
    warehouses: Sequence[str] = (),
) -> Mapping[str, int]:
    """Pieces by variant that lie in warehouses which do not send to the address, or from which the channel does not sell (`warehouses`:
    from which it does; empty: from all). No request while all warehouses send everywhere, or there, and sell; else one BatchGetItem."""
    closed = closed_to(found, place_of(address)) if address is not None else []
    if warehouses:
        return lying_elsewhere(found, [name for name in warehouses if name not in closed], variant_ids)
    return lying_in(closed, variant_ids) if closed else {}


def staying(
    found: Mapping[tuple[type[Record], str, str], Record], address: Address | None, variant_ids: Sequence[str], warehouses: Sequence[str]
) -> Mapping[str, int]:
    """The same with the pieces that are never offered; these may lie where nobody sends from: the larger number stays."""
    beyond, safety = beyond_reach(found, address, variant_ids, warehouses), safety_in(found, variant_ids)
    return {name: max(beyond.get(name, 0), safety.get(name, 0)) for name in {*beyond, *safety}}


def guessed(cart_id: str) -> tuple[list[CartCoupon], CartFlash | None]:
    """Which codes and which flash sale the cart held when this process last saw it: they can be asked for together with the cart.

    A guess only saves a request; what the cart really holds is looked up whatever was guessed.
    """
    return _recent.get(cart_id, ([], None))


def note_codes(cart: Cart) -> None:
    """For the next guess."""
    _recent[cart.id] = cart.coupons, cart.flash
    _recent.move_to_end(cart.id)
    while len(_recent) > _KEPT:
        _recent.popitem(last=False)
