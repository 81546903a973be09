"""What documents, e-invoices and title books hold of people, sealed (ADR 71): with the key of their order, or of the customer. What is read
here is written here only."""

from __future__ import annotations

from dataclasses import replace

from functions.invoices.model.document import Document
from functions.invoices.model.fapiao import Fapiao
from functions.invoices.model.title import TitleBook
from functions.invoices.store.records import DOCUMENT_SK, FAPIAO_SK, TITLES_SK, document_pk, fapiao_pk, titles_pk
from functions.shared.sealing import opened_body, sealed_body
from functions.shared.store.records import Record

DOCUMENT = ("buyer.name", "buyer.street", "buyer.city", "buyer.postal_code", "buyer.email", "buyer.phone")
FAPIAO = ("title.name", "title.address", "title.phone", "title.bank", "title.account")
TITLES = ("titles",)


def document_body(one: Document) -> str:
    return sealed_body(one, DOCUMENT, key=one.order_id, place=f"{document_pk(one.id)}|{DOCUMENT_SK}")


def document_of(record: Record) -> Document:
    return opened_body(Document, record.body, place=_place(record))


def fapiao_body(one: Fapiao) -> str:
    return sealed_body(replace(one, version=0), FAPIAO, key=one.order_id, place=f"{fapiao_pk(one.id)}|{FAPIAO_SK}")


def fapiao_of_record(record: Record) -> Fapiao:
    return replace(opened_body(Fapiao, record.body, place=_place(record)), version=int(record.version))


def titles_body(customer_id: str, book: TitleBook) -> str:
    return sealed_body(book, TITLES, key=customer_id, place=f"{titles_pk(customer_id)}|{TITLES_SK}")


def titles_of(record: Record) -> TitleBook:
    return opened_body(TitleBook, record.body, place=_place(record))


def _place(record: Record) -> str:
    return f"{record.pk}|{record.sk}"
