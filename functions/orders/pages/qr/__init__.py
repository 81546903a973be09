"""QR codes that a payer scans, drawn. Loaded for whoever pays so: the library behind it costs a start as much as the page."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.orders.pages.qr.drawn import picture_of
else:
    __getattr__ = lazily(__name__, {"drawn": "picture_of"})

__all__ = ["picture_of"]
