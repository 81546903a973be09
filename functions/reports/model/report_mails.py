"""Which packs are mailed to whom, and when. Pure."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from functions.reports.model.pack import Period, Span, last_span
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ReportMail:
    """`hour`: of the store's day, from which on it is sent. `recipients` are staff."""

    id: str
    label: str
    period: Period
    language: str
    recipients: list[str]
    hour: int = 7


@dataclass(frozen=True)
class ReportMails:
    """`findings`: staff who are told what is not as usual."""

    mails: list[ReportMail] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


def due(mail: ReportMail, local: datetime) -> Span | None:
    """What is to be sent at this time of the store, whether or not it was; the period that ended last, from its hour on."""
    span = last_span(mail.period, local.date())
    first_day = (local.date() - span.last).days == 1
    return None if first_day and local.hour < mail.hour else span
