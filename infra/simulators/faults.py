"""What can be made to go wrong on purpose, per action: `{"faults": {"duplicate": true, "delay": 2}}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Faults:
    duplicate: int = 0  # so many copies more; true is two
    delay: float = 0.0  # seconds before the message leaves; true is two
    reorder: bool = False  # the message waits until the provider's next one has left
    drop: bool = False  # the message is never sent
    tamper: bool = False  # the body is changed after it was signed
    wrong_key: bool = False
    rotated_key: bool = False  # signed with the provider's other valid key
    unknown_serial: bool = False  # signed with a key whose name the shop does not know
    signtest: bool = False  # WeChat Pay's probe: a signature that must not verify
    old_timestamp: bool = False
    future_timestamp: bool = False
    amount_mismatch: bool = False  # a genuine message about another amount
    other_merchant: bool = False  # a genuine message about another merchant's payment
    http_500_after_commit: bool = False  # the next API call is carried out, but its answer is lost
    http_timeout_after_commit: bool = False  # likewise, and the connection just ends
    refund_fails: bool = False  # the next refund of this payment is taken on and fails
    refund_pends: bool = False  # the next refund of this payment is taken on and never decided

    @property
    def forged(self) -> bool:
        """The message would not pass verification; a real provider does not repeat it, so neither do we."""
        clock = self.old_timestamp or self.future_timestamp
        return self.tamper or self.wrong_key or self.unknown_serial or self.signtest or clock

    @property
    def next_refund(self) -> str:
        """The state of the next refund, if it is not to succeed."""
        return "failed" if self.refund_fails else "pending" if self.refund_pends else ""

    @property
    def waits(self) -> bool:
        """It is armed for what comes later, with or without an outcome now."""
        return self.loses_answer or bool(self.next_refund)

    @property
    def loses_answer(self) -> bool:
        return self.http_500_after_commit or self.http_timeout_after_commit


NONE = Faults()
NAMES = tuple(field.name for field in fields(Faults))


def parse_faults(given: object) -> Faults:
    """Raises ValueError, naming what is possible, for an unknown fault or value."""
    if given is None:
        return NONE
    if not isinstance(given, Mapping):
        raise ValueError("faults must be an object")
    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise ValueError(f"unknown faults {', '.join(map(str, unknown))}; possible are {', '.join(NAMES)}")
    return Faults(**{str(name): _value(str(name), value) for name, value in given.items()})


def _value(name: str, value: Any) -> Any:
    if name in {"duplicate", "delay"}:
        if isinstance(value, bool):
            return 2 if value else 0
        if isinstance(value, int | float) and 0 <= value <= 60:
            return int(value) if name == "duplicate" else float(value)
        raise ValueError(f"{name} must be true or a number from 0 to 60")
    if isinstance(value, bool):
        return value
    raise ValueError(f"{name} must be true or false")
