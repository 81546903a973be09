"""C09, X02: which addresses are called because somebody typed them in."""

from __future__ import annotations

import pytest

from functions.shared.outside.public_addresses import checked_url, is_public
from functions.shared.plain.errors import Invalid

INSIDE = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1",
    "192.0.0.8", "192.88.99.1", "3fff::1", "2001:2::1", "0:0:0:0:0:ffff:169.254.169.254", "2002:a9fe:a9fe::",
    "2001:0:7f00:1::1", "100::1", "", "example.com",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_way_inside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "99.84.1.1", "2606:4700::1111", "2a00:1450::200e"])
def test_public_addresses_are_called(address: str) -> None:
    assert is_public(address)


def test_a_laptop_may_call_itself_and_nothing_else_inside() -> None:
    assert is_public("127.0.0.1", local=True)
    assert is_public("::1", local=True)
    assert [one for one in INSIDE[2:] if one not in ("::1",) and is_public(one, local=True)] == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://wms.example.com/", "https_only"),
        ("ftp://wms.example.com/", "https_only"),
        ("wms.example.com", "https_only"),
        ("https://user:word@wms.example.com/", "credentials_in_url"),
        ("https://user@wms.example.com/", "credentials_in_url"),
        ("https://@wms.example.com/", "credentials_in_url"),
        ("https://", "invalid_url"),
        ("https:///hook", "invalid_url"),
        ("https://wms.example.com:0/", "invalid_url"),
        ("https://wms.example.com:99999/", "invalid_url"),
        ("https://wms.example.com/#part", "invalid_url"),
        ("https://wms.example.com/a b", "invalid_url"),
        ("https://wms.example.com\\@10.0.0.1/", "invalid_url"),
        ("https://仓库.example.com/", "invalid_url"),
        ("https://wms.example.com/\r\nX: 1", "invalid_url"),
        ("https://wms.example.com/" + "a" * 2048, "invalid_url"),
        ("https://[fe80::1%25eth0]/", "invalid_url"),
        ("https://[::1/", "invalid_url"),
        ("https://localhost/", "address_not_allowed"),
        ("https://LOCALHOST./", "address_not_allowed"),
        ("https://wms/", "address_not_allowed"),
        ("https://printer.local/", "address_not_allowed"),
        ("https://metadata.google.internal/", "address_not_allowed"),
        ("https://10.1.2.3/", "address_not_allowed"),
        ("https://127.1/", "address_not_allowed"),
        ("https://2130706433/", "address_not_allowed"),
        ("https://0x7f000001/", "address_not_allowed"),
        ("https://0177.0.0.1/", "address_not_allowed"),
        ("https://169.254.169.254/latest/meta-data/", "address_not_allowed"),
        ("https://[::ffff:10.0.0.1]/", "address_not_allowed"),
        ("https://[64:ff9b::a00:1]/", "address_not_allowed"),
        ("https://[::1]/", "address_not_allowed"),
        ("https://[0:0:0:0:0:0:0:1]/", "address_not_allowed"),
        ("https://[fe80::1]/", "address_not_allowed"),
        ("https://[fd00::1]/", "address_not_allowed"),
        ("https://[::ffff:7f00:1]/", "address_not_allowed"),
        ("https://[::127.0.0.1]/", "address_not_allowed"),
        ("https://017700000001/", "address_not_allowed"),
        ("https://0x7f.0.0.0x1/", "address_not_allowed"),
        ("https://2852039166/", "address_not_allowed"),
        ("https://0251.0376.0251.0376/", "address_not_allowed"),
        ("https://127.0.0.1./", "address_not_allowed"),
    ],
)
def test_bad_addresses_say_what_is_wrong(url: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_url(url)
    assert (refused.value.code, refused.value.faults[0].pointer) == (code, "/url")


def test_good_addresses_and_the_exception_of_a_laptop() -> None:
    assert checked_url("https://wms.example.com:8443/hook?shop=1").port == 8443
    assert checked_url("https://8.8.8.8/").hostname == "8.8.8.8"
    assert checked_url("http://127.0.0.1:8000/x", local=True).port == 8000
    for url in ("http://10.0.0.1/", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/", "http://wms/"):
        with pytest.raises(Invalid):
            checked_url(url, local=True)
