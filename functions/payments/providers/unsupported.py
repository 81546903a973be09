"""What most providers cannot do. An adapter inherits it and overrides what its provider can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from functions.payments.model.errors import Declined, Forged, Unsupported
from functions.payments.model.provider import Kept, Result, StatementLine
from functions.payments.model.provider_event import ProviderEvent


class Unable:
    def ready(self) -> bool:
        return True

    def locate(self, event: ProviderEvent) -> ProviderEvent:
        return event

    def authorize(self, *_: Any, **_kwargs: Any) -> Result:
        return _refuse("authorize")

    def capture(self, *_: Any, **_kwargs: Any) -> Result:
        return _refuse("capture")

    def kept(self, *_: Any, **_kwargs: Any) -> Kept | None:
        return None

    def forget(self, *_: Any, **_kwargs: Any) -> None:
        _refuse("forget")

    def query_refund(self, *_: Any, **_kwargs: Any) -> Result:
        """Without such a call, sending the same refund again must be safe at the provider: it answers as if it never got it."""
        raise Declined("refund_not_found")

    def verify_webhook(self, *_: Any, **_kwargs: Any) -> list[ProviderEvent]:
        raise Forged

    def reconcile(self, *_: Any, **_kwargs: Any) -> Iterator[StatementLine]:
        return _refuse("reconcile")

    def answer_dispute(self, *_: Any, **_kwargs: Any) -> None:
        _refuse("answer_dispute")


def _refuse(operation: str) -> NoReturn:
    raise Unsupported(operation)
