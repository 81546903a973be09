"""The shape every item of every table has, and the few ways the shop reads them.

One PynamoDB model per table derives from `Record`. Structured content is one JSON text (`body`) of a frozen dataclass: one string is
far cheaper to read and write than many nested maps. Only what a condition, an index or a counter needs is an attribute of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, ClassVar, TypeVar, cast

from botocore.session import Session
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.connection._botocore_private import BotocoreBaseClientPrivate
from pynamodb.connection.table import TableConnection
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, Index, KeysOnlyProjection
from pynamodb.models import MetaModel, Model

from functions.shared.outside import aws
from functions.shared.outside.last_calls import keep_time, silence
from functions.shared.outside.pauses import pause
from functions.shared.outside.table_requests import ask_plainly
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Unavailable
from functions.shared.store.items import Item, item_of, new_values, quickly_read, values_of

R = TypeVar("R", bound="Record")
T = TypeVar("T")

_BATCH_KEYS = 100
_MOST_IDLE = 12


class _Connection(Connection):
    _prepared: BotocoreBaseClientPrivate | None = None

    @property
    def session(self) -> Session:
        return aws.session()

    @property
    def client(self) -> BotocoreBaseClientPrivate:
        with aws.making:
            client = super().client
            if client is not self._prepared:
                ask_plainly(client)
                keep_time(client)
                self._prepared = client
            return client


@lru_cache(maxsize=1)
def connection() -> Connection:
    """One connection (one botocore client) for all tables: making a client is the dearest part of a cold start."""
    return _Connection(max_retry_attempts=3, connect_timeout_seconds=2, read_timeout_seconds=silence())


class Gsi1(GlobalSecondaryIndex["Record"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "gsi1"
        projection = AllProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class Gsi2(GlobalSecondaryIndex["Record"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "gsi2"
        projection = AllProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class Due(GlobalSecondaryIndex["Record"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class Listed(GlobalSecondaryIndex["Record"]):  # type: ignore[no-untyped-call]
    """Lists whose members move often: keys only, so that a move costs an index the keys and never the item."""

    class Meta:
        index_name = "listed"
        projection = KeysOnlyProjection()

    listed_pk = UnicodeAttribute(hash_key=True)
    listed_sk = UnicodeAttribute(range_key=True)


_LIBRARY = frozenset(Model.__mro__)


class _RecordClass(MetaModel):
    """PynamoDB looks twice at everything that each new class has, all methods of `Model` among it, to find its attributes and indexes. A
    start makes up to 80 of these classes (ADR 34)."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        quickly_read(namespace)
        return super().__new__(cls, name, bases, namespace, **options)  # type: ignore[no-untyped-call]

    def __dir__(self) -> list[str]:
        own = {name: value for base in reversed(self.__mro__) if base not in _LIBRARY for name, value in vars(base).items()}
        return [name for name, value in own.items() if isinstance(value, Attribute | Index)]


class Record(Model, metaclass=_RecordClass):
    """An item: `pk`/`sk`, its `kind`, its `version` (1 when new) and its JSON `body`."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute(default="")
    version = NumberAttribute(default=1)
    body = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    due_tries = NumberAttribute(null=True)
    listed_pk = UnicodeAttribute(null=True)
    listed_sk = UnicodeAttribute(null=True)

    gsi1: ClassVar[Any] = Gsi1()
    gsi2: ClassVar[Any] = Gsi2()
    due: ClassVar[Any] = Due()
    listed: ClassVar[Any] = Listed()

    _content: tuple[Any, str | None, Any] | None = None

    def __init__(self, pk: str | None = None, sk: str | None = None, **attributes: Any) -> None:
        keys = {name: key for name, key in (("pk", pk), ("sk", sk)) if key is not None}
        self.attribute_values = new_values(type(self), keys | attributes)

    @classmethod
    def from_raw_data(cls: type[R], data: Item) -> R:
        record = cls.__new__(cls)
        record.attribute_values = values_of(cls, data)
        return record

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        return item_of(type(self), self.attribute_values, whole=null_check)

    def deserialize(self, attribute_values: Item) -> None:
        self.attribute_values = values_of(type(self), attribute_values)

    def content(self, shape: type[T], read: Callable[[type[T], str | None], T] = load) -> T:
        """What the body says. Read once, however many ask for it on the way of one call; always in the same way."""
        body = self.body
        if self._content is None or self._content[0] != shape or self._content[1] is not body:
            self._content = shape, body, read(shape, body)
        return cast("T", self._content[2])

    def copied(self: R) -> R:
        """A record that can be changed without this one."""
        record = type(self).__new__(type(self))
        record.attribute_values = dict(self.attribute_values)
        return record

    @classmethod
    def table(cls) -> TableConnection:
        return cls._get_connection()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        own = super()._get_connection()
        shared = connection()
        if own.connection is not shared:
            # Several record classes share a table; of those that meet here at once only the first brings it, the others get a ValueError.
            with suppress(ValueError):
                shared.add_meta_table(own.get_meta_table())
            own.connection = shared
        return own


def find(model: type[R], pk: str, sk: str, *, consistent: bool = True) -> R | None:
    """One GetItem; None when there is no such item."""
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    item = connection().client.get_item(TableName=model.Meta.table_name, Key=key, ConsistentRead=consistent).get("Item")
    return model.from_raw_data(item) if item else None


def find_many(
    wanted: Mapping[type[Record], Iterable[tuple[str, str]]], *, consistent: bool = True
) -> dict[tuple[type[Record], str, str], Record]:
    """Items of several tables in one BatchGetItem (one more per 100 keys); missing ones are absent from the answer.

    DynamoDB may answer a part only (16 MB, or it is busy) and name the rest, which is asked for again. Raises Unavailable (503) when it
    answered nothing for some seconds.
    """
    pending = [(model, key) for model, keys in wanted.items() for key in dict.fromkeys(keys)]
    # Several record classes can live in one table, so an item's class follows from its key, not from its table.
    models = {(model.Meta.table_name, *key): model for model, key in pending}
    found: dict[tuple[type[Record], str, str], Record] = {}
    idle = 0
    while pending:
        chunk, pending = pending[:_BATCH_KEYS], pending[_BATCH_KEYS:]
        request: dict[str, Any] = {}
        for model, (pk, sk) in chunk:
            table = request.setdefault(model.Meta.table_name, {"Keys": [], "ConsistentRead": consistent})
            table["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
        answer = connection().client.batch_get_item(RequestItems=request)
        for name, items in answer["Responses"].items():
            for item in items:
                model = models[(name, item["pk"]["S"], item["sk"]["S"])]
                record = model.from_raw_data(item)
                found[(model, record.pk, record.sk)] = record
        left = [(models[(name, *_key(key))], _key(key)) for name, rest in answer.get("UnprocessedKeys", {}).items() for key in rest["Keys"]]
        if left:
            idle = idle + 1 if len(left) == len(chunk) else 0
            if idle == _MOST_IDLE:
                raise Unavailable("The tables are busy at this moment.")
            pause(idle)
            pending += left
    return found


def together(*wanted: Mapping[type[Record], Iterable[tuple[str, str]]]) -> dict[type[Record], list[tuple[str, str]]]:
    """For `find_many`; several may want items of the same class."""
    models = dict.fromkeys(model for one in wanted for model in one)
    return {model: [key for one in wanted for key in one.get(model, ())] for model in models}


def _key(key: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    return key["pk"]["S"], key["sk"]["S"]
