"""The rules of risk as staff set them, and what they would have said (O05)."""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.store import risk_settings
from tests.integration.payments.risk.judged import SETTINGS, acting, as_role
from tests.integration.payments.shop import Shop, everything
from tests.support.races import in_between


def test_a_shop_watches_until_somebody_says_otherwise() -> None:
    """O05"""
    answer = as_role("owner").get(SETTINGS)
    assert (answer.json["mode"], answer.json["hold"], answer.json["decline"], answer.json["at_deadline"]) == ("watch", 50, 85, "decline")
    assert answer.json["rules"]["velocity_card"] == {"limit": 5, "points": 30}
    assert (answer.json["version"], answer.headers["etag"]) == (0, '"0"')


def test_they_are_changed_under_their_version() -> None:
    """O05"""
    client = as_role("owner")
    body = {"mode": "act", "hold": 40, "rules": {"declines": {"limit": 6, "points": 20}}, "disposable_domains": ["b.example", "a.example"]}
    kept = client.put(SETTINGS, body)
    assert (kept.status, kept.json["rules"]["declines"], kept.json["disposable_domains"]) == (
        200, {"limit": 6, "points": 20}, ["a.example", "b.example"],
    )  # fmt: skip
    assert client.get(SETTINGS).json == kept.json
    assert client.put(SETTINGS, body | {"hold": 41}, If_Match='"0"').status == 409
    assert client.put(SETTINGS, {"mode": "watch"}, If_Match='"1"').json["rules"]["declines"] == {"limit": 4, "points": 30}


def test_of_two_who_change_them_at_once_the_second_sees_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """O05: neither is lost; who named the version they saw is told."""
    client = as_role("owner")
    in_between(monkeypatch, risk_settings, "kept_risk", lambda: client.put(SETTINGS, {"mode": "act", "hold": 30}))
    assert client.put(SETTINGS, {"mode": "act", "hold": 31}).json["version"] == 2
    in_between(monkeypatch, risk_settings, "kept_risk", lambda: client.put(SETTINGS, {"mode": "act", "hold": 32}))
    assert client.put(SETTINGS, {"mode": "act", "hold": 33}, If_Match='"2"').status == 409
    assert client.get(SETTINGS).json["hold"] == 32


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "always"}, {"hold": 90}, {"hold": 85}, {"hold": 0}, {"decline": 101}, {"hold": "50"}, {"more": 1},
        {"rules": {"horoscope": {"limit": 1, "points": 1}}}, {"rules": {"facts_unavailable": {"limit": 1, "points": 0}}},
        *({"rules": {"declines": {"limit": limit, "points": points}}} for limit, points in ((0, 1), (1, -1), (1, 101), (1.5, 1))),
        {"review_hours": 0}, {"review_hours": 145}, {"at_deadline": "forget"}, {"disposable_domains": ["@x"]},
        {"large_amounts": [{"amount": 1, "currency": "???"}]}, {"small_amounts": [{"amount": -1, "currency": "CNY"}]},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong: Any) -> None:
    """O05"""
    assert as_role("owner").put(SETTINGS, {"mode": "act"} | wrong).status == 422
    assert as_role("owner").get(SETTINGS).json["version"] == 0


def test_who_may_what() -> None:
    """O05"""
    assert (as_role("manager").get(SETTINGS).status, as_role("manager").put(SETTINGS, {"mode": "off"}).status) == (200, 403)
    assert as_role("manager").post(f"{SETTINGS}/dry_run", {}).status == 200
    for role in ("support", "finance", "warehouse"):
        assert as_role(role).post(f"{SETTINGS}/dry_run", {}).status == 403


def test_a_rehearsal_says_what_would_have_been_and_changes_nothing(shop: Shop) -> None:
    """O05: the newest payments only, with their kept facts."""
    acting("watch", new_account=(1, 10))
    payments = [shop.pay(f"k{n}", order_id=shop.place(number=f"D{n}")).json for n in range(4)]
    before = everything()
    client = as_role("manager")
    same = client.post(f"{SETTINGS}/dry_run", {}).json
    assert (same["judged"], same["verdicts"], same["changed"], same["reasons"]) == (4, {"accept": 4}, 0, {"new_account": 4})
    off = {"limit": 1, "points": 0}
    tried = {"mode": "act", "hold": 20, "decline": 60, "rules": {"new_account": {"limit": 1, "points": 20}, "strangers_at_place": off}}
    found = client.post(f"{SETTINGS}/dry_run", {"settings": tried, "last": 3}).json
    assert (found["judged"], found["verdicts"], found["changed"]) == (3, {"hold": 3}, 3)
    assert [(one["payment_id"], one["was"], one["verdict"]) for one in found["changes"]] == [
        (one["id"], "accept", "hold") for one in payments[:0:-1]
    ]
    assert everything() == before
    assert client.post(f"{SETTINGS}/dry_run", {"last": 1001}).status == 422
