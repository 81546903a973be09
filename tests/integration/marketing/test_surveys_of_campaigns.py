"""K06: a campaign asks the people of a segment how satisfied they are, by the one mechanism of surveys; each answers once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from functions.aftersales.app import app as aftersales
from functions.aftersales.app import follow_returns
from functions.aftersales.store.records import AftersalesTable
from functions.marketing.store.records import MarketingTable
from functions.notifications import app as notifications
from tests.integration.marketing import shop
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    yield
    shop.forget_mails()


def test_each_is_asked_once_and_answers_once() -> None:
    """K06"""
    for number in (1, 2):
        shop.a_customer(number, agrees=False)
    one = shop.campaign(shop.segment(), kind="survey", template=None, values=None)
    assert shop.schedule(one).status == 200
    shop.due_work()
    asked = events_in(MarketingTable, "marketing.survey_requested")
    assert len(asked) == 2
    for _ in range(2):
        shop.heard(follow_returns, asked)
    sent = events_in(AftersalesTable, "survey.sent")
    assert [event.data["about"] for event in sent] == ["campaign", "campaign"]
    shop.heard(notifications.notify, [*sent, *sent])
    assert sorted(mail.destinations["ToAddresses"][0] for mail in shop.mails()) == ["c1@example.com", "c2@example.com"]
    body = str(shop.mails()[0].body)
    assert "How satisfied are you with our shop?" in shop.mails()[0].subject
    link = re.search(r"/o/survey/([0-9a-z]+)", body)
    assert link is not None
    for _ in range(3):
        assert "How satisfied are you with our shop?" in Client(aftersales).call("GET", link[0], b"", {"accept-language": "en"}).text
    path = f"/v1/surveys/{link[1]}/answer"
    assert Client(aftersales).post(path, {"score": 5}).status == 200
    assert Client(aftersales).post(path, {"score": 1}).code == "already_answered"
    rows = Client(aftersales, bearer("analyst")).get("/v1/admin/reports/satisfaction?by=reason").json["data"]
    assert [(row["key"], row["answers"]) for row in rows] == [(one, 1)]


def test_a_survey_has_no_text_and_a_message_has_one() -> None:
    """K06"""
    body = {"name": "x", "segment_id": shop.segment()}
    assert shop.staff().post("/v1/admin/message_campaigns", {**body, "kind": "survey", "template": "spring"}).status == 422
    assert shop.staff().post("/v1/admin/message_campaigns", body).status == 422
