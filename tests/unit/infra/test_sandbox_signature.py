import pytest

from infra.simulators.signature import sign, verify

BODY = b'{"amount":1200}'


def test_signature_is_an_hmac_over_time_and_raw_body() -> None:
    header = sign("secret", 1_800_000_000, BODY)
    assert header == "t=1800000000,v1=f2cd6ce8680713c9e65c6abb20aed452a1320c6e3fd32f0acd974a3966facf7c"
    assert verify("secret", header, BODY, 1_800_000_000)


@pytest.mark.parametrize("now", [1_800_000_000 - 300, 1_800_000_000 + 300])
def test_signature_is_valid_for_five_minutes_either_way(now: int) -> None:
    assert verify("secret", sign("secret", 1_800_000_000, BODY), BODY, now)


@pytest.mark.parametrize("now", [1_800_000_000 - 301, 1_800_000_000 + 301])
def test_signature_out_of_time_is_refused(now: int) -> None:
    assert not verify("secret", sign("secret", 1_800_000_000, BODY), BODY, now)


@pytest.mark.parametrize("header", ["", "t=1800000000", "v1=ab", "t=x,v1=ab", "t=1800000000,v1=é", "nonsense"])
def test_broken_header_is_refused(header: str) -> None:
    assert not verify("secret", header, BODY, 1_800_000_000)


def test_other_body_or_key_is_refused() -> None:
    header = sign("secret", 1_800_000_000, BODY)
    assert not verify("secret", header, BODY + b" ", 1_800_000_000)
    assert not verify("other", header, BODY, 1_800_000_000)
