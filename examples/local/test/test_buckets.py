"""Buckets of an ephemeral platform are deleted with their objects."""
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import local
from inventory import resources

#: More than one page of ListObjectVersions and one request of DeleteObjects.
MANY = 1100


def test_versions_and_delete_markers_are_deleted_with_the_stack():
    s3 = boto3.client("s3", region_name="us-east-1")
    local("deploy", "transactions")
    buckets = list(resources("us-east-1", "transactions-dev", "AWS::S3::Bucket").values())
    assert len(buckets) >= 3
    for bucket in buckets:
        fill(s3, bucket, 3)
    fill(s3, buckets[0], MANY)
    with pytest.raises(ClientError, match="BucketNotEmpty"):
        s3.delete_bucket(Bucket=buckets[1])

    local("destroy", "transactions")
    assert not set(buckets) & {item["Name"] for item in s3.list_buckets()["Buckets"]}
    for bucket in buckets:
        with pytest.raises(ClientError, match="NoSuchBucket"):
            s3.list_object_versions(Bucket=bucket)


def fill(s3, bucket, count):
    """Two versions per object, and a delete marker for every third object."""
    def put(number):
        key = f"folder {number % 7}/object-{number}+ä"
        for body in ("first", "second"):
            s3.put_object(Bucket=bucket, Key=key, Body=f"{body} {number}".encode())
        if number % 3 == 0:
            s3.delete_object(Bucket=bucket, Key=key)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(count)))
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket=bucket))
    assert sum(len(page.get("Versions", [])) for page in pages) >= 2 * count
    assert sum(len(page.get("DeleteMarkers", [])) for page in pages) >= count // 3
