"""References and the times of asking."""

from __future__ import annotations

import re
from datetime import timedelta

from functions.payments.model.attempt import id_of, next_poll, reference_of
from functions.payments.model.provider import PaymentProvider
from functions.payments.providers.manual import ManualProvider
from functions.payments.providers.sandbox import SandboxProvider
from functions.shared.outside import fresh
from functions.shared.plain import times
from tests.unit.payments.facts import ATTEMPT


def test_a_reference_fits_every_provider_and_leads_back() -> None:
    """E01: 8 to 32 of [0-9a-z]"""
    for _ in range(50):
        payment_id = fresh.new_id("pay")
        assert re.fullmatch(r"[0-9a-z]{8,32}", reference_of(payment_id))
        assert id_of("pay", reference_of(payment_id)) == payment_id


def test_an_unfinished_payment_is_asked_for_at_fixed_times_and_at_expiry() -> None:
    """E09"""
    moment, asked = times.parse(ATTEMPT.created_at), []
    while (at := next_poll(ATTEMPT, moment)) is not None:
        asked.append((at - times.parse(ATTEMPT.created_at)) / timedelta(minutes=1))
        moment = at
    assert asked == [1, 5, 10, 30]


def test_the_adapters_have_the_shape_of_a_provider() -> None:
    """E01: checked by the type checker, and here"""
    adapters: list[PaymentProvider] = [SandboxProvider(), ManualProvider()]
    assert [adapter.code for adapter in adapters] == ["sandbox", "manual"]
