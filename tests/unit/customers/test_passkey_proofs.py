"""What a passkey's answer proves, and what it does not (H06)."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from functions.customers.model.passkey_proofs import NewKey, Unproven, options_for, proven_new, proven_use
from functions.customers.model.passkeys import Passkey, Passkeys, asked_of
from tests.support.passkeys.authenticator import Authenticator, b64, unb64

SITE, ORIGIN = "shop.example", "https://www.shop.example"
CHALLENGE, OTHER = b64(b"c" * 32), b64(b"o" * 32)
PERSON = "cus_01JD0000000000000000000000"


def options(*others: Passkey) -> dict[str, Any]:
    return options_for(SITE, CHALLENGE, person=PERSON, login="ada@example.com", others=others)


def new(answer: dict[str, Any]) -> NewKey:
    return proven_new(answer, challenge=CHALLENGE, site=SITE, origins=["https://shop.example", ORIGIN])


def made() -> tuple[Authenticator, Passkey]:
    authenticator = Authenticator(origin=ORIGIN)
    key = new(authenticator.create(options()))
    return authenticator, Passkey("psk_1", key.credential, key.key, SITE, "mine", "2026-01-01T00:00:00.000Z")


def use(answer: dict[str, Any], passkey: Passkey) -> int:
    return proven_use(answer, passkey, challenge=CHALLENGE, origins=[ORIGIN])


def test_options_are_those_of_the_standard() -> None:
    told = options(made()[1])
    assert json.loads(json.dumps(told)) == told
    assert (told["rp"]["id"], told["challenge"], unb64(told["user"]["id"]).decode()) == (SITE, CHALLENGE, PERSON)
    assert (told["attestation"], told["timeout"], len(told["excludeCredentials"])) == ("none", 300_000, 1)
    assert told["authenticatorSelection"]["userVerification"] == "required"
    assert asked_of(SITE, CHALLENGE) == {
        "challenge": CHALLENGE, "rpId": SITE, "allowCredentials": [], "userVerification": "required", "timeout": 300_000,
    }  # fmt: skip


def test_a_passkey_is_made_and_used() -> None:
    authenticator, passkey = made()
    assert use(authenticator.get(asked_of(SITE, CHALLENGE, [passkey])), passkey) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "https://shop.example.evil.example"},
        {"origin": "http://www.shop.example"},
        {"site": "evil.example"},
        {"challenge": OTHER},
    ],
    ids=["origin", "scheme", "site", "challenge"],
)
def test_what_was_signed_elsewhere_proves_nothing(other: dict[str, str]) -> None:
    authenticator, passkey = made()
    with pytest.raises(Unproven):
        new(Authenticator(origin=ORIGIN).create(options(), **other))
    with pytest.raises(Unproven):
        use(authenticator.get(asked_of(SITE, CHALLENGE), **other), passkey)


def test_nobody_is_believed_who_was_asked_for_no_pin() -> None:
    authenticator, passkey = made()
    with pytest.raises(Unproven):
        new(Authenticator(origin=ORIGIN, verifies=False).create(options()))
    authenticator.verifies = False
    with pytest.raises(Unproven):
        use(authenticator.get(asked_of(SITE, CHALLENGE)), passkey)


def _swapped_key(answer: dict[str, Any]) -> None:
    answer["response"] = Authenticator(origin=ORIGIN).get(asked_of(SITE, CHALLENGE))["response"]


def _broken_signature(answer: dict[str, Any]) -> None:
    answer["response"]["signature"] = b64(b"\x30\x06\x02\x01\x01\x02\x01\x01")


def _other_type(answer: dict[str, Any]) -> None:
    answer["response"]["clientDataJSON"] = b64(unb64(answer["response"]["clientDataJSON"]).replace(b".get", b".create"))


def _claims_the_pin(answer: dict[str, Any]) -> None:
    data = bytearray(unb64(answer["response"]["authenticatorData"]))
    data[32] |= 0x40
    answer["response"]["authenticatorData"] = b64(bytes(data))


@pytest.mark.parametrize("forge", [_swapped_key, _broken_signature, _other_type, _claims_the_pin])
def test_forged_answers_prove_nothing(forge: Callable[[dict[str, Any]], None]) -> None:
    authenticator, passkey = made()
    answer = authenticator.get(asked_of(SITE, CHALLENGE))
    forge(answer)
    with pytest.raises(Unproven):
        use(answer, passkey)


def test_garbage_is_refused_and_breaks_nothing() -> None:
    """Bytes of answers that were right, changed at random. Whoever signs in is refused by each change; of who makes a passkey nothing is
    signed, so what is read otherwise may be another key, and most is unreadable."""
    chance, refused, taken = random.Random(7), 0, 0
    authenticator, passkey = made()
    attested, shown = authenticator.create(options()), authenticator.get(asked_of(SITE, CHALLENGE))
    for _ in range(400):
        for answer, part, judge in (
            (attested, chance.choice(["attestationObject", "clientDataJSON"]), new),
            (shown, chance.choice(["authenticatorData", "clientDataJSON", "signature"]), lambda one: use(one, passkey)),
        ):
            data = bytearray(unb64(answer["response"][part]))
            for _ in range(chance.randint(1, 3)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            changed = bytes(data[: chance.choice([len(data), chance.randrange(1, len(data))])])
            try:
                judge({**answer, "response": {**answer["response"], part: b64(changed)}})
                taken += answer is shown and changed != unb64(answer["response"][part])
            except Unproven:
                refused += 1
    assert taken == 0
    assert refused > 700


@pytest.mark.parametrize(
    ("before", "now", "copied"), [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)]
)
def test_a_counter_that_does_not_go_up_is_a_copy(before: int, now: int, copied: bool) -> None:
    assert Passkey("psk_1", "c", "k", SITE, "", "", count=before).is_copied(now) is copied


def test_passkeys_keep_their_order() -> None:
    one, two = (Passkey(name, name, "k", SITE, name, "") for name in ("a", "b"))
    both = Passkeys().with_one(one).with_one(two)
    assert [each.id for each in both.with_one(one).all] == ["a", "b"]
    assert (both.without("a").all, both.by_credential("b"), both.of("other.example")) == ((two,), two, ())
