"""The bucket that code, layer and template are handed to CloudFormation in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from functions.shared.outside.aws import REGIONAL
from infra.package import content_key


def regional_client(session: Any) -> Any:
    """S3 by the host of the session's region: CloudFormation does not follow the redirect that the global host answers for a new bucket."""
    return session.client("s3", config=Config(signature_version="s3v4", s3=REGIONAL))


def address_of(s3: Any, bucket: str, key: str) -> str:
    """Where CloudFormation, with its caller's rights, reads the object."""
    return str(s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=900)).split("?")[0]


def artifacts_bucket(session: Any) -> str:
    account = session.client("sts").get_caller_identity()["Account"]
    return f"shop-artifacts-{account}-{session.region_name}"


def ensure_bucket(s3: Any, name: str, region: str) -> None:
    """Make the bucket private, encrypted and forgetful, if it is not there yet."""
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
    else:
        return
    # us-east-1 is the one region that may not be named as a location.
    location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **location)
    blocked = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=blocked)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})


def require_tls(s3: Any, name: str, partition: str) -> None:
    """Refuse plain HTTP. Not for the local stage, which speaks nothing else. `partition` is `aws`, in China `aws-cn`."""
    arn = f"arn:{partition}:s3:::{name}"
    statement = {
        "Sid": "OnlyOverTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }  # fmt: skip
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def upload(s3: Any, bucket: str, path: Path, kind: str) -> str:
    """Put the file under a key made of its contents, unless it is there already; answers the key."""
    key = content_key(path, kind)
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchKey", "NotFound"):
            raise
        s3.upload_file(str(path), bucket, key)
    return key
