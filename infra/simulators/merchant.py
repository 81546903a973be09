"""What the simulated payment providers have in common: trades and refunds by the shop's references, and the customer's hand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from infra.simulators.answers import Refused
from infra.simulators.bill_faults import NAMES as BILL_FAULTS
from infra.simulators.bill_faults import as_billed
from infra.simulators.faults import Faults, parse_faults
from infra.simulators.provider import NEXT, LostAnswers, World, new_id
from infra.simulators.webhooks import Signer

BEIJING = timezone(timedelta(hours=8))
OUTCOMES = {"pay": "succeeded", "fail": "failed"}
SHOWN = ("id", "reference", "amount", "currency", "status")


class Merchant(ABC):
    """One account of the shop at a simulated provider. A subclass speaks the provider's language."""

    code = ""
    outcomes: tuple[str, ...] = ("pay", "fail", "abandon", "refund")

    def __init__(self, world: World, signer: Signer) -> None:
        self.world, self.signer, self.lost = world, signer, LostAnswers()
        self._trades, self._refunds = f"{self.code} trade", f"{self.code} refund"

    def new_name(self, prefix: str) -> str:
        """The provider's own name for a trade or refund."""
        return new_id(prefix)

    def describe(self, reference: str) -> dict[str, Any]:
        trade = self.trade(reference)
        return {name: trade[name] for name in SHOWN} | {"return_url": trade.get("return_url", "")}

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        if "bill" in body:
            return self._plant(reference, body["bill"])
        try:
            faults = parse_faults(body.get("faults"))
        except ValueError as error:
            raise Refused(422, "invalid", str(error)) from error
        self.lost.arm(reference, faults)
        outcome = body.get("outcome")
        if faults.next_refund:
            self.keep(self.trade(reference), next_refund=faults.next_refund)
        if outcome is None and faults.waits:
            return {"reference": reference, "armed": True}
        trade = self.trade(reference)
        if outcome == "refund":
            refund = await self._console_refund(trade, body)
            return {**self.describe(reference), "refund": refund["refund_id"], "webhooks": []}
        if outcome == "abandon":
            return {**self.describe(reference), "webhooks": []}
        if outcome not in OUTCOMES:
            raise Refused(422, "invalid", f"outcome must be one of {', '.join(self.outcomes)}")
        trade = self.decided(trade, OUTCOMES[str(outcome)])
        # A later "pay" again repeats the same message, as a provider does whose first message was lost.
        content = self.told_of_trade(self.disguised(trade, faults))
        statuses = await self.tell(trade, content, faults) if content else []
        return {**self.describe(reference), "webhooks": statuses}

    async def _console_refund(self, trade: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Somebody gives money back in the provider's own console: `amount`, or all that is left. The shop did not ask for it."""
        amount = body.get("amount", trade["amount"] - self.given_back(trade))
        if type(amount) is not int:
            raise Refused(422, "invalid", "amount must be a whole number of minor units")
        return self.give_back(trade, new_id("console").replace("_", ""), amount, console=True)

    def begin(self, action: dict[str, Any]) -> None:  # noqa: ARG002 — most hear of it from the shop itself
        """What the customer's browser would bring from the shop, where the provider hears of a payment only then."""
        return

    def _plant(self, reference: str, fault: object) -> dict[str, Any]:
        if fault not in BILL_FAULTS:
            raise Refused(422, "invalid", f"bill must be one of {', '.join(BILL_FAULTS)}")
        self.keep(self.trade(reference), bill=fault)
        return {"reference": reference, "bill": fault}

    @abstractmethod
    def told_of_trade(self, trade: dict[str, Any]) -> dict[str, Any] | None:
        """The content of the provider's message about a decided trade; None where it sends none."""

    @abstractmethod
    def told_of_refund(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any] | None:
        """The same about a refund."""

    async def tell(self, trade: dict[str, Any], content: dict[str, Any], faults: Faults) -> list[int]:
        return await self.world.webhooks.send(self.signer, trade["notify_url"], content, faults)

    def disguised(self, trade: dict[str, Any], faults: Faults) -> dict[str, Any]:
        return trade | {"amount": trade["amount"] + faults.amount_mismatch, "other_merchant": faults.other_merchant}

    def trade(self, reference: str) -> dict[str, Any]:
        found = self.world.store.get(self._trades, reference)
        if found is None:
            raise Refused(404, "not_found", f"there is no charge {reference}")
        return found

    def open_trade(self, reference: str, amount: int, currency: str, **more: Any) -> dict[str, Any]:
        """The trade of this reference. Raises Refused when it exists with another amount."""
        if reference == NEXT or amount <= 0:
            raise Refused(422, "invalid", "the reference or the amount is not possible")
        wanted = {"amount": amount, "currency": currency}
        fresh = {"id": self.new_name(self.code[:3]), "reference": reference, **wanted, "status": "pending", "event": new_id("evt"), **more}
        if not self.world.store.add(self._trades, reference, fresh):
            known = self.trade(reference)
            if any(known[name] != value for name, value in wanted.items()):
                raise Refused(409, "reference_reused", "the reference exists with another amount or currency")
            return known
        return fresh

    def decided(self, trade: dict[str, Any], status: str) -> dict[str, Any]:
        """Raises Refused when the trade is over otherwise; a failed payment may be tried again."""
        if trade["status"] not in {"pending", "failed", status}:
            raise Refused(409, "charge_not_pending", f"the charge is {trade['status']}")
        return self.keep(trade, status=status, paid_at=trade.get("paid_at") or self.world.unix())

    def keep(self, trade: dict[str, Any], **changes: Any) -> dict[str, Any]:
        changed = trade | changes
        self.world.store.put(self._trades, trade["reference"], changed)
        return changed

    def close(self, trade: dict[str, Any]) -> dict[str, Any]:
        if trade["status"] == "succeeded":
            raise Refused(409, "charge_succeeded", "the customer has paid")
        return self.keep(trade, status="closed") if trade["status"] != "closed" else trade

    def give_back(self, trade: dict[str, Any], refund_id: str, amount: int, **more: Any) -> dict[str, Any]:
        """The refund of this id. Raises Refused; tells the shop of a new one after the answer has left."""
        known = self.refund(refund_id)
        if known is not None:
            if known["amount"] != amount or known["reference"] != trade["reference"]:
                raise Refused(409, "refund_id_reused", "the refund id exists for something else")
            return known
        if trade["status"] != "succeeded":
            raise Refused(409, "charge_not_paid", f"the charge is {trade['status']}")
        if self.given_back(trade) + amount > trade["amount"] or amount <= 0:
            raise Refused(422, "refund_too_large", "more than is left")
        refund = {"id": self.new_name(f"{self.code[:3]}ref"), "refund_id": refund_id, "reference": trade["reference"], "amount": amount}
        status = trade.get("next_refund") or "succeeded"
        refund |= {"currency": trade["currency"], "event": new_id("evt"), "at": self.world.unix(), "status": status, **more}
        if trade.get("next_refund"):
            self.keep(trade, next_refund="")
        self.world.store.put(self._refunds, refund_id, refund)
        content = self.told_of_refund(trade, refund) if refund["status"] != "pending" else None
        if content:
            self.world.webhooks.later(self.tell(trade | more, content, Faults()))
        return refund

    def refund(self, refund_id: str) -> dict[str, Any] | None:
        return self.world.store.get(self._refunds, refund_id)

    def refunds_of(self, reference: str) -> list[dict[str, Any]]:
        return [one for one in self.world.store.all(self._refunds) if one["reference"] == reference]

    def given_back(self, trade: dict[str, Any]) -> int:
        """Also what is under way; not what failed."""
        return sum(int(one["amount"]) for one in self.refunds_of(trade["reference"]) if one["status"] != "failed")

    def billed(self) -> Iterator[dict[str, Any]]:
        """All that was paid, as the bills show it."""
        for trade in self.world.store.all(self._trades):
            if trade["status"] == "succeeded":
                yield from as_billed(trade)

    def paid_on(self, day: date) -> Iterator[dict[str, Any]]:
        return (trade for trade in self.billed() if self.beijing(trade["paid_at"]).date() == day)

    def refunded_on(self, day: date) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for refund in self.world.store.all(self._refunds):
            if refund["status"] == "succeeded" and self.beijing(refund["at"]).date() == day:
                yield self.trade(refund["reference"]), refund

    @staticmethod
    def beijing(unix: int) -> datetime:
        return datetime.fromtimestamp(unix, UTC).astimezone(BEIJING)

    def page(self, reference: str) -> str:
        """Where the customer of this trade pays by hand."""
        return f"{self.world.public_url}/sandbox/payments/{self.code}/{reference}"
