"""SearchWriter over OpenSearch: an alias over the index in use; a rebuild fills a new index and moves the alias.

While a rebuild runs, batches go to both indexes. The rebuild only *creates* products, so it never overwrites a newer one, and a product
deleted meanwhile leaves a mark in the new index that keeps it from coming back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from functions.catalog.search.document import ProductDocument
from functions.catalog.search.opensearch.index import ALIAS, client, reachable
from functions.catalog.search.opensearch.requests import Body, document_body, index_body
from functions.shared.outside import fresh
from functions.shared.plain.errors import Unavailable

_CHUNK = 500
_CREATED_BEFORE = 409


class OpenSearchWriter:
    def __init__(self, client: Any, *, everything: Callable[[], Iterable[ProductDocument]], alias: str = ALIAS) -> None:
        self._client = client
        self._everything = everything
        self._alias = alias

    @classmethod
    def connect(cls, url: str, *, everything: Callable[[], Iterable[ProductDocument]]) -> OpenSearchWriter:
        return cls(client(url), everything=everything)

    def apply(self, upserts: Sequence[ProductDocument], deletes: Iterable[str] = ()) -> None:
        newest = {document.id: document for document in sorted(upserts, key=lambda document: document.version)}
        gone = sorted(set(deletes) - newest.keys())
        if not newest and not gone:
            return
        with reachable():
            if not self._client.indices.exists_alias(name=self._alias):
                self.rebuild(self._everything())
                return
            for index in sorted(self._client.indices.get(index=f"{self._alias}-*")):
                self._send(batch_lines(index, list(newest.values()), gone))

    def rebuild(self, documents: Iterable[ProductDocument]) -> int:
        index = f"{self._alias}-{fresh.new_ulid().lower()}"
        count = 0
        with reachable():
            self._client.indices.create(index=index, body=index_body())
            source = iter(documents)
            while chunk := list(islice(source, _CHUNK)):
                self._send(creation_lines(index, chunk))
                count += len(chunk)
            self._client.indices.refresh(index=index)
            self._client.delete_by_query(index=index, body={"query": {"term": {"deleted": True}}}, params={"conflicts": "proceed"})
            older = [name for name in self._client.indices.get(index=f"{self._alias}-*") if name < index]
            self._client.indices.update_aliases(body=swap_body(self._alias, index, older))
        return count

    def _send(self, lines: Iterator[Body]) -> None:
        answer = self._client.bulk(body=list(lines))
        failed = [item for line in answer["items"] for item in line.values() if item["status"] >= 300]
        if any(not _expected(item) for item in failed):
            raise Unavailable("The search engine did not take every product.")


def batch_lines(index: str, upserts: Sequence[ProductDocument], deletes: Sequence[str]) -> Iterator[Body]:
    """A deleted product is written as a mark: `deleted` hides it, and keeps a running rebuild from creating it again."""
    for document in upserts:
        yield {"index": {"_index": index, "_id": document.id}}
        yield document_body(document)
    for ident in deletes:
        yield {"index": {"_index": index, "_id": ident}}
        yield {"id": ident, "deleted": True}


def creation_lines(index: str, documents: Sequence[ProductDocument]) -> Iterator[Body]:
    for document in documents:
        yield {"create": {"_index": index, "_id": document.id}}
        yield document_body(document)


def swap_body(alias: str, index: str, older: Sequence[str]) -> Body:
    """One atomic step: the alias moves, the indexes before are gone."""
    return {"actions": [{"add": {"index": index, "alias": alias}}, *({"remove_index": {"index": name}} for name in older)]}


def _expected(item: Body) -> bool:
    return bool(item["status"] == _CREATED_BEFORE)
