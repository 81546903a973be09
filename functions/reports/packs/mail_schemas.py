"""What staff say of packs by mail."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from functions.reports.model.pack import Period
from functions.reports.model.report_mails import ReportMail, ReportMails
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Schema

_Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$"), Field(examples=["weekly-owner"])]
_Person = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-Z]{26}$"), Field(examples=["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])]
_Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class ReportMailModel(Schema):
    id: _Id = Field(description="One of its own. Who gives a mail another one has its last period sent again.")
    label: _Label = Field(description="What the mail is called.", examples=["The week"])
    period: Period
    language: Literal["zh", "en"] = "zh"
    recipients: list[_Person] = Field(max_length=50, description="People who work here.")
    hour: int = Field(7, ge=0, le=23, strict=True, description="Of the store's day: sent from then on, once its period is over.")

    def mail(self) -> ReportMail:
        return ReportMail(**self.model_dump())


def _different(given: list[ReportMailModel]) -> list[ReportMailModel]:
    if len({one.id for one in given}) < len(given):
        raise ValueError("two mails with one id")
    return given


class ReportMailsModel(Versioned):
    mails: Annotated[list[ReportMailModel], AfterValidator(_different)] = Field(max_length=20)
    findings: list[_Person] = Field([], max_length=50, description="People who work here and are told at once what is not as usual.")


class ReportMailsOut(Schema):
    """Packs by mail, with PDF and picture: once for each period, however often the schedule runs."""

    version: int
    mails: list[ReportMailModel]
    findings: list[str]

    @classmethod
    def of(cls, kept: ReportMails, version: int) -> ReportMailsOut:
        return cls(version=version, mails=[ReportMailModel(**vars(one)) for one in kept.mails], findings=kept.findings)
