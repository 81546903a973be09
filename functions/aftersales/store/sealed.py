"""What cases, complaints and surveys hold of people, sealed (ADR 71): with the key of their order, or of the customer where there is none.
What is read here is written here only: a body that was read without its key has nothing where people wrote."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.complaint import Complaint
from functions.aftersales.model.survey import Survey
from functions.aftersales.store.records import CASE_SK, COMPLAINT_SK, SURVEY_SK, case_pk, complaint_pk, survey_pk
from functions.shared.sealing import opened_body, sealed_body
from functions.shared.store.records import Record

CASE = ("note", "answer", "offer_note", "ruling", "lines.*.lost_because", "repair.note", "repair.finding", "label.label_url")
COMPLAINT = ("said.*.text",)
SURVEY = ("comment", "answers.*.text")


def case_body(case: Case) -> str:
    return sealed_body(replace(case, version=0), CASE, key=case.order_id, place=f"{case_pk(case.id)}|{CASE_SK}")


def case_of(record: Record) -> Case:
    return replace(opened_body(Case, record.body, place=_place(record)), version=int(record.version))


def complaint_body(one: Complaint) -> str:
    return sealed_body(
        replace(one, version=0), COMPLAINT, key=one.order_id or one.customer_id, place=f"{complaint_pk(one.id)}|{COMPLAINT_SK}"
    )


def complaint_of(record: Record) -> Complaint:
    return replace(opened_body(Complaint, record.body, place=_place(record)), version=int(record.version))


def survey_body(one: Survey) -> str:
    key = one.of.order_id or one.of.customer_id
    return sealed_body(replace(one, version=0), SURVEY, key=key, place=f"{survey_pk(one.id)}|{SURVEY_SK}")


def survey_of(record: Record) -> Survey:
    return replace(opened_body(Survey, record.body, place=_place(record)), version=int(record.version))


def _place(record: Record) -> str:
    return f"{record.pk}|{record.sk}"
