"""The ways to pay that are kept for me."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.payments.model.wallet import SavedMethod, Wallet, without
from functions.payments.saved.schemas import SavedMethodList, SavedMethodPatch, SavedMethodView, method_view, methods_view
from functions.payments.saved.wallets import change_wallet, wallet_of
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

saved_api = Api("payments")
_ALL = "/v1/me/payment_methods"
_ONE = _ALL + "/{id}"
_GONE = (404, "not_found")


@saved_api.operation("GET", _ALL, summary="How I can pay without entering it again", permission=SIGNED_IN, response=SavedMethodList)
def list_saved(req: Request[NoBody, NoQuery]) -> SavedMethodList:
    """Masked. One is kept by a payment with `save`, and used by one with `payment_method_id`."""
    return methods_view(wallet_of(req.caller.id))


@saved_api.operation(
    "PATCH", _ONE, summary="Choose my default way to pay", permission=SIGNED_IN, body=SavedMethodPatch, response=SavedMethodView,
    idempotent=PaymentsTable, errors=[_GONE],
)  # fmt: skip
def choose(req: Request[SavedMethodPatch, NoQuery]) -> Reply:
    def render(wallet: Wallet) -> Reply:
        return Reply(method_view(wallet, _found(wallet, req)))

    def chosen(wallet: Wallet) -> Wallet:
        return replace(wallet, chosen=_found(wallet, req).id)

    return render(change_wallet(req.caller.id, chosen, actor=req.caller.actor, also=req.remembering(render)))


@saved_api.operation(
    "DELETE", _ONE, summary="Keep it no longer", permission=SIGNED_IN, status=204, idempotent=PaymentsTable, errors=[_GONE]
)
def remove(req: Request[NoBody, NoQuery]) -> Reply:
    """It cannot be used from now on; its provider is told to forget it, too."""
    answer = Reply(None, 204)

    def removed(wallet: Wallet) -> Wallet:
        return without(wallet, _found(wallet, req))

    change_wallet(req.caller.id, removed, actor=req.caller.actor, also=req.remembering(lambda _: answer))
    return answer


def _found(wallet: Wallet, req: Request[Any, NoQuery]) -> SavedMethod:
    found = wallet.find(req.path["id"])
    if found is None:
        raise NotFound("There is no such payment method of yours.")
    return found
