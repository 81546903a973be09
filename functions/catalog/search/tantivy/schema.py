"""The index in tantivy's terms: its schema, its documents, and how a clause of the plan becomes a query."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

from functions.catalog.search.fields import IndexFields
from functions.catalog.search.plan import All, AnyOf, AtLeast, Clause, Fuzzy, Prefix, Term
from functions.shared.plain.money import CURRENCIES

if TYPE_CHECKING:
    from tantivy import Document, Index, Query, Schema

# Part of every S3 prefix: raise it with any change of the schema or of the tokens, and old and new code never read each other's index.
SCHEMA_VERSION = 4

TOKEN_FIELDS = ("title", "names", "body", "pinyin")
WHOLE_FIELDS = ("exact", "suggest", "audience")
FACET_FIELDS = ("brand", "categories", "tags", "attributes")
NUMBER_FIELDS = ("stock", "key_rank", "key_newest", "key_sales")
# One per currency: its sort key, which also says whether the product is sold in that currency. A field without values costs nothing.
PRICE_FIELDS = {currency: f"price_{currency}" for currency in sorted(CURRENCIES)}
_ANALYZER = "blanks"


@cache
def schema() -> Schema:
    """tantivy is imported inside functions, here and elsewhere: a native library that only functions that search should load."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_integer_field("id", indexed=True)  # not unsigned: delete_documents_by_term finds nothing there (tantivy 0.27)
    for name in TOKEN_FIELDS:
        builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option="basic")
    for name in WHOLE_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*NUMBER_FIELDS, *PRICE_FIELDS.values()):
        builder.add_integer_field(name, fast=True)
    builder.add_bytes_field("cards", stored=True)
    return builder.build()


def prepared(index: Index) -> Index:
    """Analyzers are not stored with an index: to be called after every opening."""
    from tantivy import TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(_ANALYZER, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.config_reader("manual", 0)
    return index


def to_document(fields: IndexFields) -> Document:
    from tantivy import Document

    document = Document()
    document.add_integer("id", id_term(fields.id))
    for name in TOKEN_FIELDS:
        document.add_text(name, " ".join(getattr(fields, name)))
    for name in (*WHOLE_FIELDS, *FACET_FIELDS):
        for value in getattr(fields, name):
            document.add_text(name, value)
    numbers = (int(fields.in_stock), fields.keys.rank, fields.keys.newest, fields.keys.sales)
    for name, number in zip(NUMBER_FIELDS, numbers, strict=True):
        document.add_integer(name, number)
    for currency, key in fields.keys.prices.items():
        document.add_integer(PRICE_FIELDS[currency], key)
    document.add_bytes("cards", json.dumps(fields.cards, ensure_ascii=False, separators=(",", ":")).encode())
    return document


def id_term(ident: str) -> int:
    """The term by which a product is replaced: 64 bits of a hash, a third of the id's size; two of a million ids meet once in 10⁷ shops."""
    return int.from_bytes(hashlib.blake2b(ident.encode(), digest_size=8).digest(), "big", signed=True)


def to_query(clause: Clause) -> Query:
    from tantivy import Occur, Query

    match clause:
        case Term(field, text):
            return Query.term_query(schema(), field, text, "basic")
        case Fuzzy(field, text, distance):
            return Query.fuzzy_term_query(schema(), field, text, distance, True)
        case Prefix(field, text):
            return Query.fuzzy_term_query(schema(), field, text, 0, True, True)
        case All(parts):
            return Query.boolean_query([(Occur.Must, to_query(part)) for part in parts])
        case AnyOf(parts):
            return Query.boolean_query([(Occur.Should, to_query(part)) for part in parts])
        case AtLeast(parts, count):
            return Query.boolean_query([(Occur.Should, to_query(part)) for part in parts], minimum_number_should_match=count)
