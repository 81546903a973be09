"""X02: bad addresses and bad answers of those who are told of events, each with the test that holds it; forms of addresses stand here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from functions.shared.outside.public_addresses import checked_url, is_public
from functions.shared.plain.errors import Invalid
from tests.unit.shared.outside import test_guarded as calls

HELD_BY: dict[str, Callable[..., None]] = {
    "localhost by DNS, and other names that lead inside": calls.test_a_name_that_leads_inside_is_not_called,
    "another answer of DNS the second time": calls.test_a_name_that_leads_elsewhere_at_the_second_look_is_looked_up_once,
    "302 to a private address": calls.test_a_redirect_is_an_answer_and_nothing_else,
    "an answer of 5 MB": calls.test_of_an_endless_answer_the_beginning_is_read,
    "an answer after 60 s": calls.test_an_answer_that_drips_in_ends_in_time,
    "a self-signed certificate": calls.test_a_certificate_that_nobody_vouches_for_is_refused,
    "a certificate of somebody else": calls.test_the_certificate_has_to_be_the_hosts_though_an_address_is_called,
}
INSIDE = (
    "169.254.169.254", "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "168.63.129.16",
    "::1", "::", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "2001::1", "ff02::1",
)  # fmt: skip
SPELLINGS = ("2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "169.254.169.254.", "127.1", "localhost", "LOCALHOST.")


def test_each_bad_input_has_a_test() -> None:
    assert all(test.__name__.startswith("test_") for test in HELD_BY.values())


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused_in_any_form(address: str) -> None:
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Invalid) as refused:
        checked_url(f"https://{host}/hook")
    assert refused.value.code == "address_not_allowed"


@pytest.mark.parametrize("host", SPELLINGS)
def test_other_spellings_lead_nowhere_else(host: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_url(f"https://{host}/hook")
    assert refused.value.code in ("address_not_allowed", "invalid_url")
