"""J02, J03: a segment, a text, a time: each who matches and agreed is told once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from functions.notifications.app import app as notifications_app
from tests.integration.marketing import shop
from tests.support.http import Client

ONE_CLICK = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    shop.published()
    yield
    shop.forget_mails()


def test_each_who_agreed_is_told_once_and_leaves_by_one_click() -> None:
    """J02, J03"""
    for number in range(3):
        shop.a_customer(number, agrees=number != 1)
    one = shop.campaign(shop.segment(), holdout=0)
    assert shop.schedule(one).json["state"] == "scheduled"
    assert shop.due_work() == 1
    assert (shop.state(one), len(shop.requested())) == ("sent", 3)
    shop.deliver()
    shop.deliver()
    assert sorted(mail.destinations["ToAddresses"][0] for mail in shop.mails()) == ["c0@example.com", "c2@example.com"]
    found = shop.figures(one)
    assert (found["told"], found["sent"], found["held_back"]) == (3, 2, {"no_consent": 1})
    page = re.search(r"/o/messages/[\w.]+", str(shop.mails()[0].raw_data if hasattr(shop.mails()[0], "raw_data") else shop.mails()[0].body))
    assert page, vars(shop.mails()[0])
    for _ in range(2):
        assert Client(notifications_app).call("POST", page[0], b"List-Unsubscribe=One-Click", ONE_CLICK).status == 200
    shop.note_all()
    assert shop.figures(one)["unsubscribed"] == 1
    second = shop.campaign(shop.segment())
    shop.schedule(second)
    shop.due_work()
    shop.deliver()
    assert shop.figures(second)["held_back"] == {"no_consent": 1, "switched_off": 1}
