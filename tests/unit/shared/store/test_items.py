"""Records made of what an item holds are what PynamoDB would have made."""

from __future__ import annotations

from typing import Any

import pytest
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import AttributeDeserializationError, AttributeNullError

from functions.catalog.store.records import ProductRecord
from functions.customers.store.records import AddressRecord
from functions.orders.store.records import OrderRecord
from functions.shared.store.records import Record
from functions.stock.store.records import StockRecord

_BY_KIND: dict[str, list[Any]] = {
    "S": ["", "text", "中文"],
    "N": ["0", "7", "-3", "1.5", "12345678901234567890"],
    "BOOL": [True, False],
    "SS": [["a"]],
}
RECORDS = [OrderRecord, ProductRecord, StockRecord, AddressRecord]


def _items(model: type[Record]) -> list[dict[str, Any]]:
    """With nothing but keys; with every attribute; with one that the class does not know and one that is NULL."""
    keys = {"pk": {"S": "A"}, "sk": {"S": "B"}}
    kinds = {attribute.attr_name: attribute.attr_type for attribute in model.get_attributes().values()}
    whole = [{name: {kind: _BY_KIND[kind][n % len(_BY_KIND[kind])]} for name, kind in kinds.items()} for n in range(5)]
    return [keys, *whole, {**keys, "of_a_later_release": {"S": "x"}, "ttl": {"NULL": True}}]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_an_item_is_read_and_written_as_pynamodb_does(model: type[Record]) -> None:
    for item in _items(model):
        ours, theirs = model.from_raw_data(item), model.__new__(model)
        theirs._container_deserialize(dict(item))
        assert ours.attribute_values == theirs.attribute_values
        assert ours.serialize(null_check=False) == theirs._container_serialize(null_check=False)


def test_what_was_never_stored_has_its_default_and_a_number_its_type() -> None:
    record = StockRecord.from_raw_data({"pk": {"S": "A"}, "sk": {"S": "B"}, "available": {"N": "-2"}})
    stored = record.attribute_values
    assert (stored["available"], stored["reserved"], stored["version"], stored["kind"], stored.get("body")) == (-2, 0, 1, "", None)
    assert type(record.available) is int


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(AttributeDeserializationError):
        StockRecord.from_raw_data({"pk": {"S": "A"}, "sk": {"S": "B"}, "available": {"S": "2"}})


def test_nothing_is_written_without_what_every_item_has() -> None:
    with pytest.raises(AttributeNullError):
        OrderRecord(pk="A").serialize()
    with pytest.raises(ValueError, match="no attribute colour"):
        OrderRecord(pk="A", sk="B", colour="red")


def test_a_body_is_read_once_and_anew_when_it_changes() -> None:
    record = OrderRecord("A", "B", body='{"a":1}')
    first = record.content(dict[str, int])
    assert record.content(dict[str, int]) is first
    other = record.copied()
    other.body = '{"a":2}'
    assert (other.content(dict[str, int]), record.content(dict[str, int])) == ({"a": 2}, {"a": 1})


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_attributes_are_looked_at_without_detours_and_say_the_same(model: type[Record]) -> None:
    for item in _items(model):
        record = model.from_raw_data(item)
        for name, attribute in model.get_attributes().items():
            assert getattr(record, name) == record.attribute_values.get(name)
            assert getattr(model, name) is attribute
            if isinstance(attribute, UnicodeAttribute | NumberAttribute):
                assert type(attribute).__get__ is not Attribute.__get__
    record.body = "other"
    assert (record.body, record.attribute_values["body"]) == ("other", "other")


def test_an_attribute_with_another_name_in_the_table_is_read_as_pynamodb_does() -> None:
    class Renamed(OrderRecord):
        class Meta:
            table_name = "orders"

        told = UnicodeAttribute(attr_name="t", null=True)

    assert Renamed.from_raw_data({"pk": {"S": "A"}, "sk": {"S": "B"}, "t": {"S": "x"}}).told == "x"
