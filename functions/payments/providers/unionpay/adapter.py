"""The provider `unionpay`: browser form (computer and telephone) and app payments. Whatever it tells is asked back."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.errors import Declined, Malformed, Unknown, Unsupported
from functions.payments.model.provider import AckOutcome, Capabilities, RawRequest, RawResponse, Result, StatementLine
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.exchange import beijing, text_of
from functions.payments.providers.forms import fields_of
from functions.payments.providers.guard import believable, configured
from functions.payments.providers.unionpay import bill, facts
from functions.payments.providers.unionpay.account import account
from functions.payments.providers.unionpay.client import DONE, IN_PROGRESS, NO_FILE, NO_SUCH_ORDER, REPEATED, call, refusal
from functions.payments.providers.unionpay.signing import signed, verify
from functions.payments.providers.unsupported import Unable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings

_CHANNELS = {"web": "07", "wap": "08", "app": "08"}
_ONLINE = "000201"
_IN_FLIGHT = timedelta(minutes=5)


class UnionPayProvider(Unable):
    code = "unionpay"
    caps = Capabilities(
        currencies=frozenset({"CNY"}),
        methods=("web", "wap", "app"),
        steps={"web": "form_post", "wap": "form_post", "app": "sdk_params"},
        devices={"web": frozenset({"desktop"}), "wap": frozenset({"mobile"}), "app": frozenset({"app"})},
        partial_refund=True,
        refund_is_async=True,
        requery_after_webhook=True,
        reconcile=True,
        expiry_told=True,
    )

    @property
    def account(self) -> str:
        return account().name

    def ready(self) -> bool:
        return configured(account)

    def create(self, attempt: Attempt, *, return_url: str, notify_url: str, **_: object) -> Result:
        """Paying is possible until `payTimeout`; there is no call that closes an order."""
        ours = account()
        wanted = {
            **_named(attempt.reference, attempt.created_at),
            "txnType": "01",
            "txnSubType": "01",
            "channelType": _CHANNELS[attempt.method],
            "txnAmt": str(attempt.money.amount),
            "currencyCode": "156",
            "frontUrl": return_url or settings().public_base_url,
            "backUrl": notify_url,
            "payTimeout": beijing(times.parse(attempt.expires_at), facts.TIME),
        }
        if attempt.method != "app":
            form = NextAction("form_post", url=f"{ours.base_url}/gateway/api/frontTransReq.do", params=signed(ours, wanted))
            return Result((), form, attempt.reference)
        answer = call(ours, f"{ours.base_url}/gateway/api/appTransReq.do", wanted)
        if answer.get("respCode") not in DONE:
            raise refusal(answer)
        return Result((), NextAction("sdk_params", params={"tn": text_of(answer, "tn")}), attempt.reference)

    def void(self, *_: object, **_kwargs: object) -> Result:
        raise Unsupported("void")

    def query(self, attempt: Attempt) -> Result:
        """After the time to pay, what is not paid is over; what was under way at that moment gets some minutes more."""
        answer = self._state(attempt.reference, attempt.created_at)
        state = answer.get("origRespCode", NO_SUCH_ORDER)
        try:
            if state in DONE:
                return Result((facts.charge(answer, done=True, key=f"answer:{attempt.reference}"),))
            if clock.now() >= times.parse(attempt.expires_at) + (_IN_FLIGHT if state in IN_PROGRESS else timedelta()):
                return Result((_over(attempt),))
            if state in IN_PROGRESS | {NO_SUCH_ORDER}:
                return Result()
            return Result((facts.charge(answer, done=False, key=f"answer:{attempt.reference}"),))
        except (KeyError, ValueError) as error:
            raise Unknown("answer_unreadable") from error

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, asked_at: str, **_: object) -> Result:
        """An accepted refund is under way; its own number tells later what became of it.

        All of what was paid on the same day is voided, which costs nothing; where that is refused (the day is settled), refunded. The
        void has a number of its own, so that it is known which of the two was tried.
        """
        charged = self.query(attempt).events
        if not charged or charged[0].type is not EventType.CHARGE_SUCCESS:
            raise Declined("not_paid")
        if money == charged[0].money and _day(asked_at) == _day(charged[0].occurred_at) and self._may_void(refund_ref, asked_at):
            with contextlib.suppress(Declined):
                self._give_back(attempt, facts.void_number(refund_ref), charged[0], money, asked_at, kind=facts.VOID)
                return Result()
        self._give_back(attempt, refund_ref, charged[0], money, asked_at, kind=facts.REFUND)
        return Result()

    def query_refund(self, attempt: Attempt, refund_ref: str, *, asked_at: str) -> Result:
        for number in (refund_ref, facts.void_number(refund_ref)):
            answer = self._state(number, asked_at)
            state = answer.get("origRespCode", NO_SUCH_ORDER)
            if state in IN_PROGRESS:
                return Result()
            done, refused_void = state in DONE, number != refund_ref and state not in DONE
            if state == NO_SUCH_ORDER or refused_void:
                continue
            try:
                return Result((facts.refund(answer, attempt.reference, done=done, key=f"answer:{refund_ref}"),))
            except (KeyError, ValueError) as error:
                raise Unknown("answer_unreadable") from error
        raise Declined("refund_not_found")

    def _may_void(self, refund_ref: str, asked_at: str) -> bool:
        """Unless it was tried and refused."""
        state = self._state(facts.void_number(refund_ref), asked_at).get("origRespCode", NO_SUCH_ORDER)
        return state in DONE | IN_PROGRESS | {NO_SUCH_ORDER}

    def _give_back(self, attempt: Attempt, number: str, charge: ProviderEvent, money: Money, asked_at: str, *, kind: str) -> None:
        """Returns when it is accepted, now or earlier."""
        ours = account()
        wanted = {
            **_named(number, asked_at),
            "txnType": kind,
            "txnSubType": "00",
            "channelType": "07",
            "txnAmt": str(money.amount),
            "origQryId": charge.provider_ref,
            "backUrl": f"{settings().public_base_url}/v1/webhooks/payments/{self.code}",
            "reqReserved": attempt.reference,
        }
        answer = call(ours, f"{ours.base_url}/gateway/api/backTransReq.do", wanted)
        if answer.get("respCode") not in DONE | IN_PROGRESS | {REPEATED}:
            raise refusal(answer)

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:
        ours = believable(account)
        fields = fields_of(request.body)
        verify(ours, fields, now)
        try:
            return facts.of_notification(fields, hashlib.sha256(request.body).hexdigest())
        except (KeyError, ValueError) as error:
            raise Malformed(type(error).__name__) from error

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return {"ok": RawResponse(200, b"ok"), "retry": RawResponse(503), "forged": RawResponse(401)}[outcome]

    def reconcile(self, day: date) -> Iterator[StatementLine]:
        ours, now = account(), beijing(clock.now(), facts.TIME)
        wanted = {"txnType": "76", "txnSubType": "01", "bizType": "000000", "fileType": "00", "settleDate": f"{day:%m%d}", "txnTime": now}
        answer = call(ours, f"{ours.files_url}/", wanted)
        if answer.get("respCode") == NO_FILE:
            return iter(())
        if answer.get("respCode") not in DONE:
            raise refusal(answer)
        return bill.lines(text_of(answer, "fileContent"))

    def _state(self, order_id: str, at: str) -> dict[str, str]:
        """The answer of queryTrans: by number and time, exactly as the order was sent."""
        ours = account()
        answer = call(ours, f"{ours.base_url}/gateway/api/queryTrans.do", {**_named(order_id, at), "txnType": "00", "txnSubType": "00"})
        if answer.get("respCode") not in DONE | {NO_SUCH_ORDER}:
            raise refusal(answer)
        return answer


def _named(order_id: str, at: str) -> dict[str, str]:
    return {"orderId": order_id, "txnTime": beijing(times.parse(at), facts.TIME), "bizType": _ONLINE}


def _day(moment: str) -> str:
    return beijing(times.parse(moment), "%Y%m%d")


def _over(attempt: Attempt) -> ProviderEvent:
    reference, at = attempt.reference, times.iso(clock.now())
    return ProviderEvent(
        f"answer:over:{reference}", EventType.CANCEL_SUCCESS, reference, reference, None, None, None, attempt.account, at, "", "pay_timeout"
    )
