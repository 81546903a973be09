"""What the shop sets about stock, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from functions.shared.contact.fields import Email
from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.stock.keeping.schemas import PIECES
from functions.stock.model.stock_settings import StockSettings
from functions.stock.store.records import StockTable
from functions.stock.store.stock_settings import change_settings, kept_settings

settings_api = Api("settings")


class StockSettingsModel(Versioned):
    """Of variants that have no value of their own: low at so few pieces for sale or fewer; so many are never offered. Who is written to
    when one becomes low, and in which language (the store's, unless given)."""

    low_at: int = Field(5, strict=True, ge=0, le=PIECES)
    safety_stock: int = Field(0, strict=True, ge=0, le=PIECES)
    low_stock_email: Email | None = None
    low_stock_language: Literal["zh", "en"] | None = None


class StockSettingsOut(StockSettingsModel):
    version: int


@settings_api.operation(
    "GET", "/v1/admin/stock_settings", summary="Low stock and safety stock", permission="settings.read", response=StockSettingsOut
)
def read_settings(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_settings())


@settings_api.operation(
    "PUT",
    "/v1/admin/stock_settings",
    summary="Set low stock and safety stock",
    permission="settings.write",
    body=StockSettingsModel,
    response=StockSettingsOut,
    idempotent=StockTable,
    errors=[(409, "version_conflict")],
    headers=("If-Match",),
)
def put_settings(req: Request[StockSettingsModel, NoQuery]) -> Reply:
    """Sales follow at once; alerts and the states that shoppers see, variant by variant, soon afterwards."""
    body = req.body

    def edit(before: StockSettings) -> StockSettings:
        return replace(
            before,
            low_at=body.low_at,
            safety=body.safety_stock,
            email=body.low_stock_email or "",
            language=body.low_stock_language or "",
        )

    return _reply(*change_settings(edit, if_match=req.if_match(), remember=_document.remembering(req)))


def _reply(settings: StockSettings, version: int) -> Reply:
    shown = StockSettingsOut(
        low_at=settings.low_at,
        safety_stock=settings.safety,
        low_stock_email=settings.email or None,
        low_stock_language="zh" if settings.language == "zh" else "en" if settings.language else None,
        version=version,
    )
    return Reply(shown, etag=str(version))


_document = Document("stock", _reply, lambda: _reply(*kept_settings()))


_document.restored_by(
    settings_api,
    put_settings,
    "/v1/admin/stock_settings",
    body=StockSettingsModel,
    response=StockSettingsOut,
    permission="settings.write",
    idempotent=StockTable,
)
