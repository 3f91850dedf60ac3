"""Buckets are encrypted, versioned and logged, and refuse public access and plain HTTP."""
import json


def check(stack, _expected):
    s3 = stack.client("s3")
    buckets = stack.ids("AWS::S3::Bucket")
    logged_to = {bucket: s3.get_bucket_logging(Bucket=bucket).get("LoggingEnabled", {}) for bucket in buckets}
    targets = {item["TargetBucket"] for item in logged_to.values() if item} | _logs_of_balancers(stack) | _archives(stack)
    assert targets <= set(buckets), f"logs are delivered to buckets outside the stack: {targets - set(buckets)}"
    for bucket in buckets:
        _closed(s3, bucket)
        assert s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled", f"bucket {bucket} is not versioned"
        _encrypted(stack, s3, bucket, bucket in targets)
        rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
        assert any(rule["Status"] == "Enabled" and {"NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"} <= set(rule) for rule in rules), rules
        for rule in rules if bucket in targets else []:
            assert rule.get("Transitions") or rule.get("Expiration"), f"logs in {bucket} have no transition or expiration: {rules}"
        if bucket not in targets:
            assert logged_to[bucket] and logged_to[bucket]["TargetPrefix"], f"{bucket} has no access logs"


def _closed(s3, bucket):
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert len(block) == 4 and all(block.values()), f"bucket {bucket} does not block public access: {block}"
    ownership = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}], f"bucket {bucket} accepts ACLs: {ownership}"
    statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    for operator, name, value in (("Bool", "aws:SecureTransport", "false"), ("NumericLessThan", "s3:TlsVersion", 1.2)):
        assert any(statement["Effect"] == "Deny" and statement["Action"] == "s3:*" and statement["Principal"] in ("*", {"AWS": "*"})
                   and statement.get("Condition", {}).get(operator, {}).get(name) == value
                   and set(statement["Resource"]) == {f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"} for statement in statements), \
            f"bucket {bucket} does not refuse {name} {value}"
    for statement in statements:
        if statement["Effect"] == "Allow":
            assert statement["Principal"] not in ("*", {"AWS": "*"}), f"bucket {bucket} is public: {statement}"
            assert "Service" not in statement["Principal"] or statement.get("Condition"), f"bucket {bucket} accepts requests from any account: {statement}"


def _encrypted(stack, s3, bucket, takes_logs):
    """Elastic Load Balancing and Amazon S3 can deliver logs only to buckets with SSE-S3."""
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    default = rule["ApplyServerSideEncryptionByDefault"]
    if default["SSEAlgorithm"] == "aws:kms":
        assert rule["BucketKeyEnabled"], f"bucket {bucket} has no bucket key"
        stack.assert_own_key(default["KMSMasterKeyID"], f"bucket {bucket}")
    assert default["SSEAlgorithm"] == ("AES256" if takes_logs else "aws:kms"), f"bucket {bucket}: {default}"


def _logs_of_balancers(stack):
    elb = stack.client("elbv2")
    balancers = stack.ids("AWS::ElasticLoadBalancingV2::LoadBalancer")
    attributes = [item for arn in balancers for item in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]]
    return {item["Value"] for item in attributes if item["Key"] in ("access_logs.s3.bucket", "connection_logs.s3.bucket")}


def _archives(stack):
    firehose = stack.client("firehose")
    streams = [firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
               for name in stack.ids("AWS::KinesisFirehose::DeliveryStream")]
    destinations = [destination["ExtendedS3DestinationDescription"] for stream in streams for destination in stream["Destinations"]]
    return {destination["BucketARN"].rsplit(":", 1)[-1] for destination in destinations}
