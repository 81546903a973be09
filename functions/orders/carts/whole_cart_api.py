"""A whole cart in one call: a checkout is this and POST /v1/orders."""

from __future__ import annotations

from functions.orders.carts import whole_cart
from functions.orders.carts.answers import visitor
from functions.orders.carts.cart_address import Addressing, sent_to, sent_to_saved
from functions.orders.carts.cart_delivery import point_named
from functions.orders.carts.views import cart_view
from functions.orders.carts.whole_cart import Wanted, WantedLine, Ways, WholeCart
from functions.orders.carts.whole_cart_schemas import RefusedOut, WholeCartIn, WholeCartOut
from functions.orders.store.records import CartsTable
from functions.orders.sums.views import delivery_view
from functions.payments import method_views, methods_in, settings_keys
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.store.transactions import Remember

whole_cart_api = Api("carts")
_WAYS = Ways(
    settings_keys, lambda items, amount, country, cash, allowed: methods_in(items, amount, country, takes_cash=cash, allowed=allowed)
)
_LINES = [
    (409, "unpublished"), (422, "unknown_variant"), (422, "wrong_currency"), (422, "quantity_limit"), (422, "too_many_keys"),
    (422, "metadata_too_large"), (422, "unknown_address"), (503, "pickup_points_unavailable"),
]  # fmt: skip
_OVER = [(404, "not_found"), (409, "cart_already_placed"), (409, "cart_merged"), (409, "version_conflict")]


@whole_cart_api.operation(
    "POST", "/v1/carts", summary="Make a cart", body=WholeCartIn, response=WholeCartOut, status=201, idempotent=CartsTable,
    headers=("Accept-Language",), errors=[*_LINES, (503, "hook_unavailable")], example={"currency": "CNY", "email": "ada@example.com"},
)  # fmt: skip
def create(req: Request[WholeCartIn, NoQuery]) -> Reply:
    """Empty, or with all that is known: a checkout is this call and POST /v1/orders. A guest keeps `token`: it is told only here. A cart is
    kept for 90 days after its last change.

    What is wrong with a line refuses the call. A code that cannot be used, an address nobody delivers to and a delivery option that is not
    offered do not: they stand in `refused`, with the code that their own call would be refused with, and are not in the cart.
    """
    return _reply(req, whole_cart.make(visitor(req), _wanted(req), remember=_remember(req, 201), ways=_WAYS), 201)


@whole_cart_api.operation(
    "PUT", "/v1/carts/{id}", summary="Replace a cart", body=WholeCartIn, response=WholeCartOut, idempotent=CartsTable,
    headers=("Accept-Language", "If-Match"), errors=[*_OVER, *_LINES, (503, "hook_unavailable")],
    example={"currency": "CNY", "email": "ada@example.com"},
)  # fmt: skip
def replace_cart(req: Request[WholeCartIn, NoQuery]) -> Reply:
    """The cart becomes what is sent, lines at the prices of now; what is left out is taken out. What is saved for later stays, unless it is
    a line now. What is wrong refuses the call or stands in `refused`, as with POST /v1/carts.
    """
    whole = whole_cart.replace_by(
        visitor(req), req.path["id"], _wanted(req), if_match=req.if_match(), remember=_remember(req, 200), ways=_WAYS
    )
    return _reply(req, whole, 200)


def _wanted(req: Request[WholeCartIn, NoQuery]) -> Wanted:
    body = req.body
    return Wanted(
        currency=body.currency,
        lines=[WantedLine(line.variant_id, line.quantity, line.metadata, line.sent_to) for line in body.lines],
        addressed=_addressed(body, req.caller.id or None),
        address_at="/address_id" if body.address_id else "/address",
        delivery_option_id=body.delivery_option_id,
        point=point_named(body.pickup_point.provider, body.pickup_point.id) if body.pickup_point else None,
        codes=body.codes,
        email=body.email,
        metadata=body.metadata,
    )


def _addressed(body: WholeCartIn, customer_id: str | None) -> Addressing | None:
    if body.address_id is not None:
        return sent_to_saved(body.address_id, customer_id)
    return sent_to(body.address, customer_id, at="/address") if body.address else None


def _remember(req: Request[WholeCartIn, NoQuery], status: int) -> Remember[WholeCart]:
    return req.remembering(lambda whole: _reply(req, whole, status))


def _reply(req: Request[WholeCartIn, NoQuery], whole: WholeCart, status: int) -> Reply:
    state = whole.state
    shown = WholeCartOut(
        **vars(cart_view(state, req.languages)),
        delivery_options=[delivery_view(option, state.cart.currency, req.languages) for option in whole.options],
        payment_methods=method_views(whole.methods, req.languages),
        preview_hash=state.quote.preview_hash(),
        refused=[RefusedOut(**vars(fault)) for fault in whole.refused],
    )
    return Reply(shown, status, etag=str(state.version))
