"""Web addresses that people type in: what is kept can be opened, and is read alike by every browser."""

from __future__ import annotations

import pytest

from functions.shared.outside.public_addresses import checked_url
from functions.shared.plain.errors import Invalid
from functions.shared.plain.web.address import is_link, is_path, split_address

NONE = [
    "https://[x",
    "https://[::1",
    "https://[1.2.3.4]/",
    "https://]",
    "https://",
    "https:///x",
    "https://:443/",
    "https://a:99999/",
    "https://a:x/",
    "https://a:0/",
    "https://a..b/",
    "https://.a/",
    "https://-a.b/",
    "https://a-.b/",
    "https://" + "a" * 64 + ".b/",
    "https://" + "a." * 130 + "b/",
    "https://1.2.3.999/",
    "https://a%zz/",
    "https://[fe80::1%25e]/",
    "https://shop.example\\@other.example/",
    "https://name@other.example/",
    "https://a b.example/",
    "https://a.example/\n",
    "https://a\u2100b.example/",
    "https://a\u200b.example/",
    "ftp://a.example/",
    "https:a.example",
    "//a.example/",
    "",
]
SOME = [
    "https://a.example",
    "http://localhost:8000/x?y=1#z",
    "https://1.2.3.4/",
    "https://[2001:db8::1]:8443/",
    "https://商店.example/召回?批次=一",
    "https://a_b.example./",
    "HTTPS://A.EXAMPLE/",
]


@pytest.mark.parametrize("text", NONE)
def test_what_nobody_can_open_is_none(text: str) -> None:
    assert split_address(text) is None


@pytest.mark.parametrize("text", SOME)
def test_what_browsers_open_is_one(text: str) -> None:
    assert split_address(text) is not None


@pytest.mark.parametrize(
    ("text", "path", "link"),
    [
        ("/sale?id=1", True, True),
        ("//cdn.example/a.png", True, True),
        ("//[x/a.png", False, False),
        ("/\\other.example", False, False),
        ("pages/sale?id=1", False, True),
        ("app://cart", False, True),
        ("https://[x", False, False),
        ("app://[x", False, False),
        ("javascript:alert(1)", False, False),
        (" JavaScript:alert(1)", False, False),
        ("java\nscript:alert(1)", False, False),
        ("data:text/html,x", False, False),
        ("", False, True),
    ],
)
def test_paths_and_links(text: str, *, path: bool, link: bool) -> None:
    assert (is_path(text), is_link(text)) == (path, link)


@pytest.mark.parametrize("url", [one for one in NONE if one.startswith("https:")])
def test_nothing_of_it_is_called(url: str) -> None:
    with pytest.raises(Invalid):
        checked_url(url)
