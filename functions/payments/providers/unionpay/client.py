"""Signed calls to UnionPay whose answers are verified before they are believed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from functions.payments.model.errors import Declined, Forged, Misconfigured, ProviderError, RateLimited, Unknown
from functions.payments.providers.exchange import exchange
from functions.payments.providers.unionpay.account import Account
from functions.payments.providers.unionpay.signing import answer_fields, signed, verify
from functions.shared.outside import clock

DONE = frozenset({"00", "A6"})
IN_PROGRESS = frozenset({"03", "04", "05"})
REPEATED, NO_SUCH_ORDER, NO_FILE = "12", "34", "98"
_OURS = frozenset({"10", "11", "13", "32", "36"})
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


def call(account: Account, url: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The verified answer, whatever its `respCode`. Raises Unknown and the like."""
    answer = exchange("POST", url, body=urlencode(signed(account, fields)).encode(), headers=_FORM, timeout=15)
    if answer.status != 200:
        raise Unknown(f"http_{answer.status}")
    try:
        found = answer_fields(answer.body.decode())
        verify(account, found, int(clock.now().timestamp()))
    except ValueError as error:
        raise Unknown("answer_unreadable") from error
    except Forged as error:
        raise Unknown("answer_not_verified") from error
    return found


def refusal(answer: Mapping[str, str]) -> ProviderError:
    """The error that a `respCode` other than success means."""
    code = answer.get("respCode", "")
    if code == "02":
        return RateLimited("unionpay_02")
    return Misconfigured(f"unionpay_{code}") if code in _OURS else Declined(f"unionpay_{code}"[:64])
