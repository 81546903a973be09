"""Rights to the search and the query engines that a stage may have."""

from __future__ import annotations

from infra.cfn import att, sub
from infra.functions.model import Grant


def ask_opensearch() -> Grant:
    """Only where a stage searches with Amazon OpenSearch Service."""
    return Grant(("es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost"), (sub("${OpenSearchArn}/*"),), only_if="WithOpenSearch")


def write_opensearch() -> Grant:
    actions = ("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut")
    return Grant(actions, (sub("${OpenSearchArn}/*"),), only_if="WithOpenSearch")


def ask_athena() -> tuple[Grant, ...]:
    """Only where a stage counts its lake with Amazon Athena, which reads and answers in the name of who asks."""
    named = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
    queries = ("athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:StopQueryExecution")
    tables = (
        sub(named % ("glue", "catalog")),
        sub(named % ("glue", "database/shop_${Stage}")),
        *(sub(named % ("glue", f"table/shop_${{Stage}}/lake_{name}")) for name in ("events", "steps", "visitors")),
    )
    return (
        Grant(queries, (sub(named % ("athena", "workgroup/shop_${Stage}")),), ("ATHENA",), only_if="WithAthena"),
        Grant(("glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"), tables, only_if="WithAthena"),
        Grant(("s3:GetBucketLocation",), (att("DataBucket"),), only_if="WithAthena"),
        Grant(("s3:GetObject", "s3:PutObject"), (sub("${DataBucket.Arn}/lake-answers/*"),), only_if="WithAthena"),
        Grant(
            ("s3:ListBucket",), (att("DataBucket"),), only_if="WithAthena",
            condition={"StringLike": {"s3:prefix": ["lake/*", "lake-rollups/*", "lake-answers/*"]}},
        ),
    )  # fmt: skip
