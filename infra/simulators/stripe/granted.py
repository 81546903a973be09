"""Tokens that buyers lend for one payment, as the simulated Stripe keeps them (`shared_payment.granted_token`)."""

from __future__ import annotations

from typing import Any

from infra.simulators.answers import Refused
from infra.simulators.provider import World, new_id

PARAMETER = "payment_method_data[shared_payment_granted_token]"
_KIND = "stripe granted token"
_OUTCOMES = {"pm_card_visa": "succeeded", "pm_card_chargeDeclined": "failed", "pm_card_authenticationRequired": "asks"}


class Granted:
    def __init__(self, world: World) -> None:
        self._world = world

    def make(self, form: dict[str, str]) -> dict[str, Any]:
        """The test helper: one that an agent lent us."""
        limits = {"currency": form["usage_limits[currency]"], "max_amount": int(form["usage_limits[max_amount]"])}
        limits |= {"expires_at": int(form["usage_limits[expires_at]"])}
        said = {name[16:-1]: value for name, value in form.items() if name.startswith("shared_metadata[")}
        token: dict[str, Any] = {
            "id": new_id("spt"),
            "object": "shared_payment.granted_token",
            "livemode": False,
            "deactivated_reason": None,
        }
        token |= {"usage_limits": limits, "shared_metadata": said}
        self._world.store.put(_KIND, token["id"], {**token, "method": form["payment_method"], "used_by": ""})
        return token

    def show(self, name: str) -> dict[str, Any]:
        token = self._find(name)
        return {key: value for key, value in token.items() if key not in ("method", "used_by")}

    def use(self, form: dict[str, str]) -> str:
        """What becomes of an intent with it: succeeded, failed, asks. Raises Refused."""
        token, reference = self._find(form[PARAMETER]), form["metadata[reference]"]
        limits = token["usage_limits"]
        if token["used_by"] not in ("", reference) or limits["expires_at"] <= self._world.unix():
            raise Refused(400, "shared_payment_token_deactivated", "the token is used up or over")
        if form["currency"] != limits["currency"] or int(form["amount"]) > limits["max_amount"]:
            raise Refused(400, "shared_payment_token_limit_exceeded", "more than was lent")
        outcome = _OUTCOMES[token["method"]]
        if outcome == "succeeded":
            self._world.store.put(_KIND, token["id"], token | {"used_by": reference, "deactivated_reason": "consumed"})
        return outcome

    def _find(self, name: str) -> dict[str, Any]:
        token = self._world.store.get(_KIND, name)
        if token is None:
            raise Refused(404, "not_found", f"No such token: {name}")
        return token
