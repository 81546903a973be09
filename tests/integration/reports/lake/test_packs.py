"""M12: a period on one page, alone and by mail: said in both languages, drawn, and sent once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import boto3
import pytest
from PIL import Image
from pypdf import PdfReader

from functions.notifications.app import notify
from functions.reports import report_files
from functions.reports.app import app, report_mails
from functions.reports.model.pack import Period, Span, last_span
from functions.reports.packs import send_mails
from functions.reports.store.records import ReportsTable
from functions.shared.events.events import envelope_of
from functions.shared.outside import clock
from tests.integration.access.people import Member
from tests.integration.reports.lake.visits import NOON, an_event, land, tell
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

DAYS = "from=2026-03-08&to=2026-03-10"
HOSTILE = "<script>alert(1)</script>"


def visits() -> None:
    tell([an_event(n, "page.viewed", NOON - timedelta(days=n % 3), f"s-{n}", f"a-{n}") for n in range(9)])
    tell([an_event(20 + n, "search.made", NOON, query=HOSTILE if n else "茶", results=0) for n in range(3)])
    land()


def pack(query: str, path: str = "pack", accept: str = "text/html") -> Any:
    return Client(app, bearer("analyst")).get(f"/v1/admin/reports/{path}?{query}", accept=accept)


@pytest.mark.parametrize(("language", "said"), [("zh", "搜索无结果的词"), ("en", "Searched for in vain")])
def test_a_page_that_needs_nothing_else(language: str, said: str) -> None:
    visits()
    answer = pack(f"{DAYS}&language={language}")
    assert answer.status == 200
    page = answer.text
    assert said in page
    assert page.count("<svg") == 3
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(src|href)=|url\((?!#)|@import", page)
    names = re.findall(r'id="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(names)
    assert "width=device-width" in page


def test_a_paper_says_the_same() -> None:
    visits()
    answer = pack(f"{DAYS}&language=zh", "pack.pdf", "application/pdf")
    assert answer.status == 200
    reader = PdfReader(BytesIO(answer.content))
    text = reader.pages[0].extract_text()
    assert "经营报告" in text
    assert len(reader.pages[0].images) == 3


def test_days_without_anything_have_a_page_too() -> None:
    assert "Nothing in this period" in pack(f"{DAYS}&language=en").text
    assert pack("from=2026-03-10&to=2026-03-01").status == 422
    assert pack("from=2026-01-01&to=2026-05-01").code == "range_too_long"
    assert pack(f"{DAYS}&language=xx").status == 422
    assert Client(app).get(f"/v1/admin/reports/pack?{DAYS}").status == 401


def test_periods_that_are_over() -> None:
    day = datetime(2026, 3, 10, tzinfo=UTC).date()
    found = {period: last_span(period, day) for period in Period}
    assert {period: (str(span.first), str(span.last)) for period, span in found.items()} == {
        Period.DAY: ("2026-03-09", "2026-03-09"), Period.WEEK: ("2026-03-02", "2026-03-08"), Period.MONTH: ("2026-02-01", "2026-02-28"),
    }  # fmt: skip
    span = found[Period.MONTH]
    assert (str(span.before.first), str(span.before.last)) == ("2026-01-04", "2026-01-31")
    assert Span(day, day).before.days == [day - timedelta(days=1)]


def wanted(*people: str, hour: int = 7) -> Any:
    mail = {"id": "daily", "label": "每天", "period": "day", "language": "zh", "recipients": list(people), "hour": hour}
    return Client(app, bearer("owner")).put("/v1/admin/report_mails", {"mails": [mail]})


def told() -> list[Any]:
    return [envelope_of(item) for item in ReportsTable.scan() if item.kind == "event"]


def test_staff_get_a_period_once(monkeypatch: pytest.MonkeyPatch) -> None:
    visits()
    one, two = Member("analyst", email="one@example.com").id, Member("analyst", email="two@example.com").id
    assert wanted(one, two, one).status == 200
    for _ in range(2):
        report_mails({}, None)
    assert {event.data["person"] for event in told()} == {one, two}
    assert len(told()) == 2
    files = {file.name: file.content for file in report_files(told()[0].data["report_id"])}
    assert files["report.pdf"].startswith(b"%PDF")
    assert Image.open(BytesIO(files["report.png"])).width > 700
    sent: list[dict[str, Any]] = []
    real = boto3.client("sesv2").__class__._make_api_call

    def noting(self: Any, operation: str, given: dict[str, Any]) -> Any:
        if operation == "SendEmail":
            sent.append(given)
            return {"MessageId": "m"}
        return real(self, operation, given)

    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", noting)
    for _ in range(2):
        assert notify(sqs_of_events(told()), None) == {"batchItemFailures": []}
    assert sorted(mail["Destination"]["ToAddresses"][0] for mail in sent) == ["one@example.com", "two@example.com"]
    simple = sent[0]["Content"]["Simple"]
    assert simple["Subject"]["Data"] == "每天：2026-03-09 至 2026-03-09"
    assert [one["FileName"] for one in simple["Attachments"]] == ["report.pdf", "report.png"]
    # The next day is another period.
    with clock.frozen(NOON + timedelta(days=1)):
        report_mails({}, None)
    assert len(told()) == 4


def test_killed_between_files_and_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    visits()
    assert wanted(Member("analyst", email="one@example.com").id).status == 200
    with monkeypatch.context() as patch:
        patch.setattr(send_mails, "put_made", lambda _: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(Exception, match="1 failed"):
            report_mails({}, None)
    assert told() == []
    report_mails({}, None)
    assert len(told()) == 1


def test_not_before_its_hour_and_to_nobody_else() -> None:
    assert wanted(Member("analyst", email="one@example.com").id, hour=13).status == 200
    report_mails({}, None)  # 12:30 in the store
    assert told() == []
    assert wanted("cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E").code == "not_staff"
