"""Reading and writing carts. A write names the version it was decided on; who was overtaken reads again and decides again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from pynamodb.expressions.update import Action

from functions.orders.carts.look_up import Keys, LookUp
from functions.orders.model.cart import Cart
from functions.orders.store.access import opens
from functions.orders.store.left.watched import watched
from functions.orders.store.people.bodies import cart_body, cart_of
from functions.orders.store.records import CART_SK, CartRecord, cart_pk, customer_key
from functions.shared.auth.caller import Caller
from functions.shared.http.proof import opened
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound, VersionConflict
from functions.shared.plain.settings import settings
from functions.shared.store.records import find
from functions.shared.store.transactions import Update
from functions.shared.store.versions import locked_update

T = TypeVar("T")
KEEP = timedelta(days=90)


@dataclass(frozen=True)
class Visitor:
    """Who asks for a cart: a signed-in customer, a guest with the cart's token, or neither. `by_token`: also of a customer a new cart is
    opened by its token, and is none of those that they see as theirs: somebody fills it for them."""

    caller: Caller
    token: str | None = None
    by_token: bool = False

    @property
    def owner(self) -> str | None:
        """Of a new cart."""
        return None if self.by_token else self.caller.id or None

    @property
    def currency(self) -> str:
        """Of a new cart, unless they name one: their channel's, else the shop's."""
        return self.caller.currency or settings().default_currency


class NoCart(NotFound):
    code, title = "no_cart", "There is no open cart"


class CartPlaced(Conflict):
    code, title = "cart_already_placed", "The cart has become an order"

    def __init__(self, order_id: str) -> None:
        super().__init__(f"The cart was placed as order {order_id}.", order_id=order_id)


class CartMerged(Conflict):
    code, title = "cart_merged", "The cart went into another one"

    def __init__(self, cart_id: str) -> None:
        super().__init__(f"The cart was merged into {cart_id}.", cart_id=cart_id)


def read_cart(cart_id: str, visitor: Visitor) -> CartRecord:
    """The cart, also when placed. Raises NotFound for a cart that is gone or not the visitor's. One GetItem."""
    _plausible(cart_id)
    return _his_own(find(CartRecord, cart_pk(cart_id), CART_SK), visitor)


def read_with(cart_id: str, visitor: Visitor, look: LookUp, besides: Iterable[Keys]) -> CartRecord:
    """The cart, and in the same BatchGetItem what else is wanted; that is in `look` then."""
    _plausible(cart_id)
    look.ask({CartRecord: [(cart_pk(cart_id), CART_SK)]}, *besides)
    record = look.items.get((CartRecord, cart_pk(cart_id), CART_SK))
    return _his_own(record if isinstance(record, CartRecord) else None, visitor)


def newest_cart_of(customer_id: str, currency: str | None = None) -> CartRecord | None:
    """The customer's open cart (of the currency) that was made, or merged into, last. One Query of the index and one GetItem."""
    now = clock.now().timestamp()
    for record in CartRecord.gsi1.query(customer_key(customer_id), scan_index_forward=False, page_size=20):
        found = find(CartRecord, record.pk, CART_SK) if record.status == "open" and (record.ttl or 0) > now else None
        if found is not None and found.status == "open" and currency in (None, cart_of(found).currency):
            return found
    return None


def owned_now(customer_id: str) -> list[Action]:
    """The cart is the customer's newest from now on (gsi1 sorts ids by their time)."""
    return [CartRecord.gsi1pk.set(customer_key(customer_id)), CartRecord.gsi1sk.set(fresh.new_id("cart"))]


def _plausible(cart_id: str) -> None:
    if not ids.is_id("cart", cart_id):
        raise NotFound("There is no such cart.")


def _his_own(record: CartRecord | None, visitor: Visitor) -> CartRecord:
    # DynamoDB removes expired items late; a cart is over exactly when its time is.
    if record is None or (record.ttl or 0) <= clock.now().timestamp():
        raise NotFound("There is no such cart.")
    cart = cart_of(record)
    by_token = opens(record.token_hash, visitor.token) or opens(record.restored_hash, visitor.token)
    if not (by_token or (cart.customer_id and cart.customer_id == visitor.caller.id)):
        raise NotFound("There is no such cart.")
    opened("cart", cart.id)
    return record


def changeable(record: CartRecord, if_match: int | None) -> Cart:
    """The cart for a change. Raises CartPlaced or CartMerged (409) when it is over, VersionConflict (409) for a stale If-Match."""
    if record.status == "merged":
        raise CartMerged(record.merged_into or "")
    if record.status != "open":
        raise CartPlaced(record.order_id or "")
    if if_match is not None and if_match != record.version:
        raise VersionConflict(int(record.version))
    return cart_of(record)


def expiry() -> int:
    """When a cart written now is over: every change gives it its full time again."""
    return int((clock.now() + KEEP).timestamp())


def cart_update(record: CartRecord, cart: Cart, shown: str) -> Update:
    """The write of the changed cart with what its answer shows of the price (shown.py).

    The transaction raises Overtaken when somebody wrote it since `record` was read.
    """
    return locked_update(
        CartRecord,
        record.pk,
        CART_SK,
        [
            CartRecord.body.set(cart_body(cart)),
            CartRecord.shown.set(shown),
            CartRecord.version.set(record.version + 1),
            CartRecord.ttl.set(expiry()),
            *watched(cart, record),
        ],
        record.version,
        besides=CartRecord.status == "open",
    )
