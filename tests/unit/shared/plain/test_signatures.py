"""Signatures over raw bytes: only ours, only these bytes, only now."""

from __future__ import annotations

import pytest

from functions.shared.plain.signatures import TOLERANCE_SECONDS, BadSignature, OutsideWindow, sign, verify

BODY, NOW = b'{"id":"1"}', 1_735_689_600


def test_a_signature_has_the_documented_form_and_verifies() -> None:
    header = sign("secret", NOW, BODY)
    assert header.startswith("t=1735689600,v1=")
    assert len(header.partition("v1=")[2]) == 64
    verify(header, BODY, secrets=["other", "secret"], now=NOW)


@pytest.mark.parametrize("age", [TOLERANCE_SECONDS + 1, -TOLERANCE_SECONDS - 1])
def test_the_window_has_two_sides(age: int) -> None:
    header = sign("secret", NOW, BODY)
    verify(header, BODY, secrets=["secret"], now=NOW + (age - 1 if age > 0 else age + 1))
    with pytest.raises(OutsideWindow):
        verify(header, BODY, secrets=["secret"], now=NOW + age)


GOOD = sign("secret", NOW, BODY)
DIGEST = GOOD.partition("v1=")[2]


@pytest.mark.parametrize(
    "header",
    [None, "", "t=1", GOOD[:-1], GOOD + ",v1=0", f"t={NOW},t={NOW},v1={DIGEST}", f"t=１,v1={DIGEST}", f"t=-1,v1={DIGEST}", f"t={NOW},v1=é"],
)
def test_broken_and_doubled_fields_are_refused(header: str | None) -> None:
    with pytest.raises(BadSignature):
        verify(header, BODY, secrets=["secret"], now=NOW)


def test_other_bytes_secrets_and_no_secret_are_refused() -> None:
    for body, secrets in ((BODY + b" ", ["secret"]), (BODY, ["other"]), (BODY, [])):
        with pytest.raises(BadSignature):
            verify(GOOD, body, secrets=secrets, now=NOW)
