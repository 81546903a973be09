"""J05: commission of share links as a file that a job makes, month by month."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from functions.marketing.app import work_on_files
from functions.marketing.model.commission import Book, Move, Step, months_from
from functions.marketing.shares import commission_file
from functions.marketing.shares.month_file import month_rows
from functions.marketing.store.commissions import book_writes
from functions.platform import find_job
from functions.platform.app import app as platform_app
from functions.platform.jobs.jobs import take
from functions.shared.outside import clock, fresh
from functions.shared.outside.objects import get_object
from functions.shared.store.transactions import transact
from tests.integration.marketing.shares import shop
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs

PATH = "/v1/admin/share_report"
HEAD = ["owner", "name", "month", "currency", "amount", "payout"]


def earned(owner: str, month: str, amount: int, currency: str = "CNY") -> None:
    """So much came to be payable in the month; less than 0 was taken back."""
    move = (
        Move(Step.RELEASED, Book.PENDING, Book.PAYABLE, amount) if amount > 0 else Move(Step.TAKEN_BACK, Book.PAYABLE, Book.COST, -amount)
    )
    transact(book_writes(owner, currency, [move], cause=fresh.new_id("ord"), at=clock.now(), month=month))


def asked(first: str, last: str) -> Any:
    answer = shop.staff().post(PATH, {"first": first, "last": last})
    assert answer.status == 202, answer.text
    return answer.json


def job(job_id: str) -> Any:
    return Client(platform_app, bearer("manager")).get(f"/v1/admin/jobs/{job_id}").json


def rows(job_id: str) -> list[list[str]]:
    text = get_object(f"jobs/{job_id}/commission.csv")
    assert text is not None
    return list(csv.reader(io.StringIO(text.decode(), newline="")))


def test_months_of_a_range_are_one_file_equal_to_the_report() -> None:
    """J05: across the turn of a year, two currencies, below 0, months with nothing; a name is no formula."""
    with data_bucket():
        tea, sum_ = shop.an_influencer(), shop.an_influencer(name="=1+1")
        customer = fresh.new_id("cus")
        for owner, month, amount, currency in (
            (tea, "2026-12", 1050, "CNY"), (tea, "2026-12", 300, "JPY"), (sum_, "2027-01", -700, "CNY"), (customer, "2027-01", 5, "CNY"),
            (tea, "2026-10", 9900, "CNY"),
        ):  # fmt: skip
            earned(owner, month, amount, currency)
        made = asked("2026-11", "2027-01")
        assert (made["kind"], made["state"]) == ("marketing.commission", "queued")
        assert run_jobs(work_on_files) == 1
        done = job(made["id"])
        assert (done["state"], done["progress"]["done"], done["result"]["filename"]) == ("succeeded", 4, "commission-2026-11-2027-01.csv")
        head, *found = rows(made["id"])
        assert head == HEAD
        assert sorted(found) == sorted([
            [tea, "Tea & Co. 🍵", "2026-12", "CNY", "10.50", ""], [tea, "Tea & Co. 🍵", "2026-12", "JPY", "300", ""],
            [sum_, "'=1+1", "2027-01", "CNY", "-7.00", ""], [customer, "", "2027-01", "CNY", "0.05", ""],
        ])  # fmt: skip
        for month in months_from("2026-11", "2027-01"):
            listed = shop.staff().get(f"{PATH}?month={month}").json["data"]
            assert sorted((one["owner"], one["amount"]["currency"]) for one in listed) == sorted(
                (row[0], row[3]) for row in found if row[2] == month
            )
        assert len({one["id"] for one in shop.staff().get(f"{PATH}?month=2026-12").json["data"]}) == 2


def test_a_month_of_nobody_is_a_file_with_a_head() -> None:
    with data_bucket():
        made = asked("2026-11", "2026-11")
        run_jobs(work_on_files)
        assert rows(made["id"]) == [HEAD]


def test_more_rows_than_a_page_are_all_there_once() -> None:
    """J05: also the last page."""
    with data_bucket():
        owners = [fresh.new_id("cus") for _ in range(205)]
        for owner in owners:
            earned(owner, "2026-11", 1)
        made = asked("2026-11", "2026-11")
        run_jobs(work_on_files)
        assert sorted(row[0] for row in rows(made["id"])[1:]) == sorted(owners)


def test_a_worker_that_dies_goes_on_with_the_month_that_was_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with data_bucket():
        tea = shop.an_influencer()
        for month in ("2026-10", "2026-11", "2026-12"):
            earned(tea, month, 100)
        made, real, read = asked("2026-10", "2026-12"), month_rows, list[str]()

        def dies(month: str) -> Any:
            read.append(month)
            if len(read) == 2:
                raise RuntimeError("killed")
            return real(month)

        monkeypatch.setattr(commission_file, "month_rows", dies)
        with pytest.raises(AssertionError):
            run_jobs(work_on_files)
        assert run_jobs(work_on_files) == 1
        assert read == ["2026-10", "2026-11", "2026-11", "2026-12"]
        assert [row[2] for row in rows(made["id"])[1:]] == ["2026-10", "2026-11", "2026-12"]


def test_time_that_is_up_is_handed_on() -> None:
    with data_bucket():
        made, calls = asked("2026-10", "2026-12"), iter([False, True])
        taken = take(made["id"], find_job(made["id"]).step)
        assert taken is not None
        commission_file.run_file(taken, lambda: next(calls))
        handed = find_job(made["id"])
        assert (handed.checkpoint, handed.state) == ({"part": 1}, "running")
        assert run_jobs(work_on_files) >= 1
        assert job(made["id"])["state"] == "succeeded"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2026-12", "2026-11", "reversed_range"), ("2023-01", "2026-11", "too_long"), ("2026-13", "2026-12", None), ("", "2026-12", None)],
)
def test_what_cannot_be_made_is_refused_at_once(first: str, last: str, code: str | None) -> None:
    """J05: no job begins that must fail; nor for who may not read it."""
    answer = shop.staff().post(PATH, {"first": first, "last": last})
    assert answer.status == 422
    assert code is None or answer.json["errors"][0]["code"] == code
    assert shop.staff("support").post(PATH, {"first": "2026-11", "last": "2026-11"}).status == 403


def test_asked_twice_with_one_key_it_is_one_job() -> None:
    with data_bucket():
        manager = shop.staff()
        first, second = (manager.post(PATH, {"first": "2026-11", "last": "2026-11"}, Idempotency_Key="once") for _ in range(2))
        assert first.json["id"] == second.json["id"]
        assert run_jobs(work_on_files) == 1
