"""The lake as Amazon Athena sees it: a table over the files of hours, and one over each kind of counted days. Where Athena is not asked
they cost nothing, and lie ready for whoever asks it by hand."""

from __future__ import annotations

from collections.abc import Mapping

from functions.reports import COLUMNS, KEPT
from infra.cfn import Node, Resources, ref, sub

_PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
}
_HIVE = {"VARCHAR": "string", "INTEGER": "int", "BIGINT": "bigint", "BOOLEAN": "boolean"}
_KEPT: Mapping[str, Mapping[str, str]] = {
    "visitors": {"store_day": "string", "visitor": "string", "ordered": "int"},
    "steps": dict.fromkeys(("store_day", "order_id", "type", "at", "part_id", "warehouse_id"), "string"),
}
_FIRST_DAY = "2026-01-01"
MOST_BYTES = 20 * 1024**3
"""That one query may read, at USD 5 a TB ten cents."""


def resources() -> Resources:
    assert _KEPT.keys() == KEPT.keys()
    hours = {name: _HIVE[kind] for name, kind in COLUMNS.items()}
    return {
        "LakeDatabase": {
            "Type": "AWS::Glue::Database",
            "Properties": {"CatalogId": ref("AWS::AccountId"), "DatabaseInput": {"Name": sub("shop_${Stage}")}},
        },
        "LakeEventsTable": _table("lake_events", "lake", hours, {"dt": "string", "hr": "string"}),
        **{
            f"Lake{name.capitalize()}Table": _table(f"lake_{name}", f"lake-rollups/{name}", columns, {"dt": "string"})
            for name, columns in _KEPT.items()
        },
        "LakeWorkGroup": {
            "Type": "AWS::Athena::WorkGroup",
            "Properties": {
                "Name": sub("shop_${Stage}"),
                "RecursiveDeleteOption": True,
                "WorkGroupConfiguration": {
                    "EnforceWorkGroupConfiguration": True,
                    "BytesScannedCutoffPerQuery": MOST_BYTES,
                    "ResultConfiguration": {"OutputLocation": sub("s3://${DataBucket}/lake-answers/")},
                },
            },
        },
    }


def _table(name: str, prefix: str, columns: Mapping[str, str], partitions: Mapping[str, str]) -> Node:
    """Partitions are computed from the days of a query and never listed (Athena User Guide, "Partition projection")."""
    location = f"s3://${{DataBucket}}/{prefix}/"
    parts = "/".join(f"{key}=${{!{key}}}" for key in partitions)
    hours = {"projection.hr.type": "integer", "projection.hr.range": "0,23", "projection.hr.digits": "2"} if "hr" in partitions else {}
    return {
        "Type": "AWS::Glue::Table",
        "Properties": {
            "CatalogId": ref("AWS::AccountId"),
            "DatabaseName": ref("LakeDatabase"),
            "TableInput": {
                "Name": name,
                "TableType": "EXTERNAL_TABLE",
                "Parameters": {
                    "classification": "parquet",
                    "projection.enabled": "true",
                    "projection.dt.type": "date",
                    "projection.dt.format": "yyyy-MM-dd",
                    "projection.dt.range": f"{_FIRST_DAY},NOW+1DAYS",
                    **hours,
                    "storage.location.template": sub(location + parts),
                },
                "StorageDescriptor": {"Location": sub(location), "Columns": _columns(columns), **_PARQUET},
                "PartitionKeys": _columns(partitions),
            },
        },
    }


def _columns(kinds: Mapping[str, str]) -> list[Node]:
    return [{"Name": name, "Type": kind} for name, kind in kinds.items()]
