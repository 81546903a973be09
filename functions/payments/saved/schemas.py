"""What a customer sees of the ways to pay that are kept for them: never a number or a token."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.payments.model.wallet import SavedMethod, Wallet, is_expired
from functions.payments.saved.wallets import wallet_of
from functions.shared.http.validation import Schema
from functions.shared.outside import clock


class SavedMethodView(Schema):
    """`expires`: the last month in which it works; null where its provider tells none."""

    id: str = Field(examples=["pmt_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    provider: str = Field(examples=["stripe"])
    method: str = Field(examples=["card"])
    brand: str = Field(examples=["visa"])
    last4: str = Field(examples=["4242"])
    expires: str | None = Field(examples=["2029-04"])
    expired: bool
    default: bool = Field(description="Used where none is named: the one that was chosen, else the newest.")
    kept_at: str


class SavedMethodList(Schema):
    """Newest first; at most 20."""

    data: list[SavedMethodView]
    next_cursor: str | None = None


class SavedMethodPatch(Schema):
    default: Literal[True] = Field(description="Choose it as the default.")


def method_view(wallet: Wallet, method: SavedMethod) -> SavedMethodView:
    return SavedMethodView(
        id=method.id,
        provider=method.provider,
        method=method.method,
        brand=method.brand,
        last4=method.last4,
        expires=method.expires or None,
        expired=is_expired(method, clock.now()),
        default=method == wallet.default,
        kept_at=method.kept_at,
    )


def methods_view(wallet: Wallet) -> SavedMethodList:
    return SavedMethodList(data=[method_view(wallet, one) for one in reversed(wallet.kept)])


def kept_methods(person: str) -> list[SavedMethodView]:
    """Face: what is kept of somebody, newest first. One GetItem, and their key."""
    return methods_view(wallet_of(person)).data
