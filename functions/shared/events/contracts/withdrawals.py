"""Events of withdrawals: what a buyer stated, as it was received."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class WithdrawnLine:
    line_id: str
    variant_id: str
    sku: str
    quantity: int
    title: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WithdrawalDeclared:
    """A buyer withdrew from the contract, or a part of it (`whole`), in time. `way`: page, api or number. `amount`: what goes back, as far
    as it is known; `send_by`: until when goods that had been sent are to be sent back, empty where none were; `pays_on`: declared, proof or
    goods. `cases`: what was opened for it."""

    TYPE: ClassVar[str] = "withdrawal.declared"
    VERSION: ClassVar[int] = 1
    withdrawal_id: str
    order_id: str
    number: str
    declared_at: str
    way: str
    whole: bool
    lines: list[WithdrawnLine]
    amount: int
    currency: str
    norm: str
    send_by: str = ""
    pays_on: str = ""
    return_address: str = ""
    cases: list[str] = field(default_factory=list)
    # Nothing was paid for the order yet: for what is withdrawn nothing is to be paid.
    unpaid: bool = False


@dataclass(frozen=True)
class OrderWithdrawalTold:
    """Its buyer was told of their right to withdraw at `told_at`; empty: never. In the EU the end of the right follows from it."""

    TYPE: ClassVar[str] = "order.withdrawal_told"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    told_at: str


@dataclass(frozen=True)
class WithdrawalRefused:
    """A statement by number and e-mail address, whose answer told nothing, does not end the contract. `because`: a code. `ended_at`: the
    first moment that was too late; empty where it is about something else."""

    TYPE: ClassVar[str] = "withdrawal.refused"
    VERSION: ClassVar[int] = 1
    withdrawal_id: str
    order_id: str
    number: str
    declared_at: str
    because: str
    last_day: str = ""
    ended_at: str = ""
    norm: str = ""


@dataclass(frozen=True)
class OrderWithdrawalStated:
    """Who named its number and its e-mail address withdraws from it, at `stated_at`; `pieces` by SKU, empty: all of it."""

    TYPE: ClassVar[str] = "order.withdrawal_stated"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    stated_at: str
    pieces: dict[str, int] = field(default_factory=dict)
