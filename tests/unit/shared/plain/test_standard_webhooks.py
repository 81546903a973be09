"""C09, X02: signatures as Standard Webhooks prescribe them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from functions.shared.plain.signatures import BadSignature, OutsideWindow
from functions.shared.plain.standard_webhooks import ID, SIGNATURE, TIMESTAMP, signed, verified

OLD, NEW, OTHER = "whsec_b2xkb2xkb2xk", "whsec_bmV3bmV3bmV3", "whsec_b3RoZXI="
NOW, BODY = 1_800_000_000, '{"type":"pick.requested","data":{"仓":1}}'


def test_the_example_of_the_specification() -> None:
    headers = signed(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert headers[SIGNATURE] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_who_has_the_old_or_the_new_secret_takes_a_message_and_nobody_else() -> None:
    now = int(datetime.now(UTC).timestamp())
    headers = signed([NEW, OLD], "evt_1", now, BODY)
    for secret in (OLD, NEW):
        Webhook(secret).verify(BODY, headers)
        assert verified(headers, BODY.encode(), secrets=[secret], now=now) == "evt_1"
    with pytest.raises(BadSignature):
        verified(headers, BODY.encode(), secrets=[OTHER], now=now)
    with pytest.raises(BadSignature):
        verified(headers, BODY.encode(), secrets=[], now=now)


def test_a_changed_part_is_a_forgery() -> None:
    headers = signed([NEW], "evt_1", NOW, BODY)
    wrong = [
        {**headers, ID: "evt_2"},
        {**headers, ID: ""},
        {**headers, ID: "evt 1"},
        {**headers, ID: "e" * 129},
        {**headers, TIMESTAMP: str(NOW + 1)},
        {**headers, TIMESTAMP: "now"},
        {**headers, TIMESTAMP: "-1"},
        {**headers, TIMESTAMP: "9" * 40},
        {**headers, SIGNATURE: ""},
        {**headers, SIGNATURE: "v1"},
        {**headers, SIGNATURE: "v1,"},
        {**headers, SIGNATURE: "v1,ü"},
        {**headers, SIGNATURE: headers[SIGNATURE].replace("v1,", "v2,")},
        {**headers, SIGNATURE: " ".join(["v1,AAAA"] * 20 + [headers[SIGNATURE]])},
        {name: value for name, value in headers.items() if name != ID},
        {},
    ]
    for given in wrong:
        with pytest.raises(BadSignature):
            verified(given, BODY.encode(), secrets=[NEW], now=NOW)
    for body in (b"", BODY.encode() + b" ", b"\xff"):
        with pytest.raises(BadSignature):
            verified(headers, body, secrets=[NEW], now=NOW)


@pytest.mark.parametrize("moved", [-301, 301, 86_400])
def test_an_old_message_cannot_be_sent_again_nor_one_of_tomorrow(moved: int) -> None:
    headers = signed([NEW], "evt_1", NOW, BODY)
    with pytest.raises(OutsideWindow):
        verified(headers, BODY.encode(), secrets=[NEW], now=NOW + moved)
    assert verified(headers, BODY.encode(), secrets=[NEW], now=NOW + 300 * (moved > 0) - 300 * (moved < 0))
