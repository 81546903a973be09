"""Whom a message goes to, and under what it is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Addressee:
    """`partition`: of the message's log. `number`: of the order, empty without one. `is_guest`: nobody has proven the address to be theirs.
    `values`: what the template may use besides the event. `phone`: in E.164, for what may go by text message where there is no e-mail
    address. `customer_id`: whose preferences count."""

    partition: str
    email: str | None
    name: str
    language: str
    order_id: str = ""
    number: str = ""
    is_guest: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    phone: str = ""
    customer_id: str = ""
