"""G10: some days after a case is closed exactly one survey is sent, answered once by its link, and the report equals the stored scores."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.aftersales.app import app, follow_returns
from functions.aftersales.model.survey import Survey, SurveyOf, signed
from functions.aftersales.store import plan_survey, survey_links
from functions.aftersales.store.records import AftersalesTable, SurveyRecord
from functions.aftersales.store.sealed import survey_of
from functions.aftersales.surveys import run_survey
from functions.notifications.app import notify
from functions.shared.outside import clock
from functions.shared.store.transactions import transact
from tests.integration.aftersales.sold import Sold, later, taken
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUGS, PLATES = 0, 1
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def closed(sold: Sold, **more: Any) -> Any:
    """A case that was paid back and closed by staff."""
    case = sold.opened((PLATES, 1), kind="refund_only", reason="missing", **more)
    assert sold.staff(case, "approve", {}, role="support").status == 200
    sold.news()
    assert sold.staff(case, "close").json["status"] == "closed"
    return case


def surveys() -> list[Survey]:
    return [survey_of(record) for record in SurveyRecord.scan(SurveyRecord.kind == "survey")]


def link_of(sold: Sold) -> str:
    """By the one mail that its event sends, however often it is told."""
    told = events_in(AftersalesTable, "survey.sent")
    assert notify(sqs_of_events([*told, *told]), None) == {"batchItemFailures": []}
    (mail,) = [one for one in ses_backends["123456789012"]["us-east-1"].sent_messages if "/o/survey/" in one.body]
    return str(re.findall(r"/o/survey/[0-9a-z]{58}", mail.body)[0])


def sent(sold: Sold, **more: Any) -> str:
    closed(sold, **more)
    with later(days=7, seconds=1):
        assert sold.due(times=3) == 1
        return link_of(sold)


def posted(link: str, **fields: str) -> Answer:
    return Client(app).call("POST", link, urlencode(fields).encode(), FORM)


def report(by: str = "agent", **asked: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/satisfaction?by={by}&{query}")
    assert answer.status == 200, answer.text
    return answer.json


def test_one_survey_is_sent_so_many_days_after_the_end(sold: Sold) -> None:
    case = closed(sold)
    assert [(one.of.id, one.of.reason, one.state) for one in surveys()] == [(case["id"], "missing", "waiting")]
    with later(days=7, seconds=-5):
        assert sold.due() == 0
    with later(days=7, seconds=1):
        assert (sold.due(times=3), sold.due()) == (1, 0)
        assert link_of(sold)
    with later(days=30):
        assert sold.due() == 0
    assert len(events_in(AftersalesTable, "survey.sent")) == 1


def test_a_case_that_nobody_closes_is_closed_by_time(sold: Sold) -> None:
    case = sold.opened((PLATES, 1), kind="refund_only", reason="missing")
    sold.staff(case, "approve", {})
    sold.news()
    assert (sold.seen(case)["status"], surveys()) == ("refunded", [])
    with later(days=7, seconds=5):
        assert sold.due(times=2) == 1
        assert sold.seen(case)["status"] == "closed"
    with later(days=14, seconds=10):
        sold.due()
    assert len(events_in(AftersalesTable, "survey.sent")) == 1


def test_links_are_opened_by_machines_and_change_nothing(sold: Sold) -> None:
    link = sent(sold)
    before = surveys()
    for method in ("HEAD", "GET", "GET"):
        page = Client(app).call(method, link, None)
        assert page.status == 200
    assert surveys() == before
    headers = {name.lower(): value for name, value in page.headers.items()}
    assert (headers["referrer-policy"], headers["cache-control"], headers["x-robots-tag"]) == (
        "no-referrer",
        "no-store",
        "noindex, nofollow",
    )
    assert 'lang="zh"' in page.text
    assert "How did we do" in Client(app).get(f"{link}?lang=en").text
    api = link.replace("/o/survey/", "/v1/surveys/")
    assert Client(app).get(api).json["status"] == "sent"


def test_a_score_is_stored_once(sold: Sold) -> None:
    link = sent(sold)
    with later(days=8):
        assert [posted(link, score=score).status for score in ("", "0", "6", "4.5", "１", "five")] == [422] * 6
        assert posted(link, score="4", comment="x" * 501).status == 422
        thanks = posted(link, score="4", comment="<b>谢谢</b> 🙏", lang="en")
        assert (thanks.status, "Thank you" in thanks.text) == (200, True)
        assert "Thank you" in posted(link, score="1", lang="en").text
        api = link.replace("/o/survey/", "/v1/surveys/")
        assert Client(app).post(f"{api}/answer", {"score": 1}).code == "already_answered"
        assert Client(app).get(api).json["score"] == 4
    (kept,) = surveys()
    assert (kept.score, kept.comment) == (4, "<b>谢谢</b> 🙏")
    assert [event.data["score"] for event in events_in(AftersalesTable, "survey.answered")] == [4]
    assert "谢谢" not in str([event.data for event in events_in(AftersalesTable)])


def test_by_the_api_once_per_key_and_bad_input(sold: Sold) -> None:
    api = sent(sold).replace("/o/survey/", "/v1/surveys/")
    client = Client(app)
    with later(days=8):
        for score in (0, 6, -1, 4.5, "4", None, True):
            assert client.post(f"{api}/answer", {"score": score}).status == 422
        key = {"idempotency-key": str(uuid.uuid4())}
        made = [client.call("POST", f"{api}/answer", {"score": 5}, key) for _ in range(2)]
        assert [one.status for one in made] == [200, 200]
        assert made[0].json == made[1].json
    (kept,) = surveys()
    assert kept.score == 5


def test_links_of_nobody(sold: Sold) -> None:
    link = sent(sold)
    forged = f"{link[:-1]}{'0' if link[-1] != '0' else '1'}"
    for other in (forged, "/o/survey/x", f"/o/survey/{'0' * 58}", f"{link}0"):
        assert (Client(app).get(other).status, posted(other, score="3").status) == (404, 404)
        api = other.replace("/o/survey/", "/v1/surveys/")
        assert (Client(app).get(api).status, Client(app).post(f"{api}/answer", {"score": 3}).status) == (404, 404)
    assert [one.state for one in surveys()] == ["sent"]


def test_after_its_time_it_is_over(sold: Sold) -> None:
    link = sent(sold)
    with later(days=98):
        late = posted(link, score="5", lang="en")
        assert (late.status, "over" in late.text, "<form" in Client(app).get(link).text) == (409, True, False)
    assert surveys()[0].score == 0


def test_twenty_answers_at_once_and_one_counts(sold: Sold) -> None:
    link = sent(sold)
    with later(days=8):
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda n: posted(link, score=str(n % 5 + 1)), range(20)))
        assert {answer.status for answer in answers} <= {200, 503}
        assert report()["total"]["answers"] == 1
    assert len(events_in(AftersalesTable, "survey.answered")) == 1


def test_answered_in_between(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    link = sent(sold)
    with later(days=8):
        in_between(monkeypatch, run_survey, "survey_put", lambda: posted(link, score="2"))
        posted(link, score="5")
    assert [one.score for one in surveys()] == [2]


def test_sent_in_between(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(sold)
    (one,) = surveys()
    with later(days=8):
        in_between(monkeypatch, run_survey, "survey_put", lambda: run_survey.send_due(one.id))
        run_survey.send_due(one.id)
    assert len(events_in(AftersalesTable, "survey.sent")) == 1


def test_the_report_equals_the_stored_scores() -> None:
    """By agent, seller, reason and kind, over the end of a month and a year."""
    for n in range(60):
        agent, seller, reason = f"cus_{n % 4}" if n % 4 else "", f"mer_{n % 3}" if n % 3 else "", ("damaged", "missing")[n % 2]
        with clock.frozen(datetime.fromisoformat(f"2026-{10 + n % 2}-{28 if n % 3 else 1:02d}T23:59:59.999+00:00")):
            transact(plan_survey.survey_writes(SurveyOf("case", f"ret_{n}", "", "cus_x", agent, seller, reason)))
    for n, one in enumerate(sorted(surveys(), key=lambda one: int(one.of.id[4:]))):
        if n % 10:
            with clock.frozen(datetime.fromisoformat("2026-12-31T23:59:59.000+00:00" if n % 2 else "2027-01-01T00:00:00.000+00:00")):
                run_survey.send_due(one.id)
                assert posted(f"/o/survey/{signed(one.id, survey_links._secrets()[0])}", score=str(n % 5 + 1)).status == 200
    stored = [one for one in surveys() if one.score]
    assert len(stored) == 54
    asked = {"from": "2026-12-01", "to": "2027-01-31"}
    with clock.frozen(datetime.fromisoformat("2027-02-02T00:00:00+00:00")):
        for by in ("agent", "seller", "reason", "kind"):
            told = report(by, **asked)
            keys = {getattr(one.of, by) for one in stored}
            assert {row["key"] or "" for row in told["data"]} == keys
            for row in told["data"]:
                scores = [one.score for one in stored if getattr(one.of, by) == (row["key"] or "")]
                assert (row["answers"], row["sum"], row["average"]) == (len(scores), sum(scores), f"{sum(scores) / len(scores) + 1e-9:.2f}")
            assert (told["total"]["answers"], told["total"]["sum"]) == (54, sum(one.score for one in stored))
        utc = report("kind", **{"from": "2026-12-31T00:00:00Z", "to": "2027-01-01T00:00:00Z"})
        assert utc["total"]["answers"] == sum(one.answered_at < "2027" for one in stored)
        assert report("kind", **{"from": "2026-02-01", "to": "2026-02-02"})["data"] == []
    assert Client(app, bearer("support")).get("/v1/admin/reports/satisfaction").status == 403


def test_a_shop_that_asks_nobody(sold: Sold) -> None:
    kept = Client(app, bearer("owner")).put("/v1/admin/return_policies", {"policies": [], "survey_days": 0})
    assert (kept.status, kept.json["survey_days"]) == (200, 0)
    closed(sold)
    assert surveys() == []


def test_a_complaint_is_asked_about_like_a_case(sold: Sold) -> None:
    made = sold.buyer.post("/v1/complaints", {"about": "order", "order_id": sold.id, "text": "x"}).json
    support = Client(app, bearer("support"))
    assert support.post(f"/v1/admin/complaints/{made['id']}/close", {"outcome": "explained", "text": "x"}).status == 200
    with later(days=8):
        sold.due()
        assert link_of(sold)
    assert [(one.of.kind, one.of.reason) for one in surveys()] == [("complaint", "order")]


def test_messages_of_surveys_that_are_not_there(sold: Sold) -> None:
    record = {"messageId": "1", "body": '{"survey": "srv_01JD0000000000000000000000"}'}
    assert follow_returns({"Records": [record]}, None) == {"batchItemFailures": []}
    assert taken(sold.queue) == []
