"""The simulated provider of e-invoices: same calls and messages as a real one, signed in both directions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from functions.invoices.model.fapiao import Colour
from functions.invoices.providers.port import Answer, Confirmation, FapiaoProvider, Forged, IssueRequest, LoginExpired, Status, Webhook
from functions.shared.outside import clock, outbound
from functions.shared.plain import signatures
from functions.shared.plain.errors import Unavailable, Unreadable

HEADER = "X-Sandbox-Signature"
_PATIENCE = 8
_OK, _NOT_FOUND, _EXPIRED, _REFUSED = (200, 202), 404, 423, 422
Word = Annotated[str, StringConstraints(max_length=500)]


class _Told(BaseModel):
    # A provider may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True)
    status: Status
    number: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z-]{0,40}$")] = ""
    issued_at: Word = ""
    file_url: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s<>\"]{1,1000})?$")] = ""
    reason: Word = ""
    total: int | None = None


class _News(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    keys: list[Annotated[str, StringConstraints(pattern=r"^fap_[0-9A-Z]{26}(-[0-9]{1,4})?$")]] = Field(max_length=100)


class SandboxFapiao(FapiaoProvider):
    code = "sandbox"
    account = "sandbox_fapiao"
    local_only = True

    def issue(self, request: IssueRequest) -> Answer:
        status, answer = self._call("POST", "/invoices", _written(request))
        if status == _REFUSED:
            return Answer(Status.FAILED, reason=str(answer.get("reason"))[:500])
        return _answer(status, answer)

    def confirm_red(self, request: IssueRequest) -> Confirmation:
        status, answer = self._call("POST", "/red_confirmations", _written(request))
        if status == _REFUSED:
            return Confirmation(Status.FAILED, reason=str(answer.get("reason"))[:500])
        told = _answer(status, answer)
        return Confirmation(told.status, told.number, told.reason)

    def query(self, key: str) -> Answer:
        status, answer = self._call("GET", f"/invoices/{key}", None)
        return Answer(Status.UNKNOWN) if status == _NOT_FOUND else _answer(status, answer)

    def is_signed_in(self) -> bool:
        _, answer = self._call("GET", "/session", None)
        return answer.get("signed_in") is True

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        try:
            secrets = self._account.secrets()
            signatures.verify(webhook.headers.get(HEADER.lower()), webhook.raw, secrets=secrets, now=int(now.timestamp()))
        except (signatures.BadSignature, signatures.OutsideWindow, Unavailable) as error:
            raise Forged from error

    def keys_in(self, webhook: Webhook) -> Sequence[str]:
        try:
            return _News.model_validate_json(webhook.raw).keys
        except ValidationError as error:
            raise Unreadable("The message is none of the provider's.") from error

    def _call(self, method: str, path: str, content: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        """Raises Unavailable, LoginExpired."""
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        signature = signatures.sign(self._account.secrets()[0], int(clock.now().timestamp()), body)
        headers = {"Content-Type": "application/json", HEADER: signature}
        url = f"{str(self._account.entry().get('url', '')).rstrip('/')}{path}"
        try:
            answer = outbound.call(method, url, body=body or None, headers=headers, timeout=_PATIENCE)
            if answer.status == _EXPIRED:
                raise LoginExpired
            if answer.status not in (*_OK, _NOT_FOUND, _REFUSED):
                raise outbound.NoAnswer(str(answer.status))
            return answer.status, answer.json()
        except outbound.NoAnswer as error:
            raise _silent() from error


def _written(request: IssueRequest) -> dict[str, Any]:
    red = ("reason", "blue_number", "confirmation") if request.colour is Colour.RED else ()
    return {
        "key": request.key,
        "colour": request.colour.value,
        "order_number": request.order_number,
        "seller": {"name": request.seller.name, "tax_number": request.seller.tax_number},
        "title": asdict(request.title),
        "rows": [asdict(row) for row in request.rows],
        "notify_url": request.notify_url,
        **{name: getattr(request, name) for name in red},
    }


def _answer(status: int, answer: dict[str, Any]) -> Answer:
    try:
        told = _Told.model_validate(answer if status in _OK else {})
    except ValidationError as error:
        raise _silent() from error
    gross = None if told.total is None else abs(told.total)
    return Answer(told.status, told.number, told.issued_at, told.file_url, told.reason, gross)


def _silent() -> Unavailable:
    return Unavailable("The provider of e-invoices does not answer.", code="fapiao_unavailable", retry_after=5)
