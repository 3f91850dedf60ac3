"""Amazon S3: bucket properties that the emulator ignores."""
from ministack.core.responses import get_account_id, get_region

from ..client import client
from ..registry import HANDLERS, chosen, flag, mended


def _apply(bucket, properties):
    s3 = client("s3")
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": properties.get("Tags", [])})
    if "BucketEncryption" in properties:
        s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [
            _encryption(rule) for rule in properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]]})
    if properties.get("LoggingConfiguration", {}).get("DestinationBucketName"):
        logging = properties["LoggingConfiguration"]
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": {
            "TargetBucket": logging["DestinationBucketName"], "TargetPrefix": logging.get("LogFilePrefix", "")}})
    if "OwnershipControls" in properties:
        s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=properties["OwnershipControls"])
    if "LifecycleConfiguration" in properties:
        s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
            _lifecycle(rule, f"rule{index}") for index, rule in enumerate(properties["LifecycleConfiguration"]["Rules"])]})
    if flag(properties.get("ObjectLockEnabled")) and "ObjectLockConfiguration" in properties:
        s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=_lock(properties["ObjectLockConfiguration"]))


def _encryption(rule):
    default = dict(rule["ServerSideEncryptionByDefault"])
    if default["SSEAlgorithm"] == "aws:kms":
        # Amazon S3 uses the AWS managed key by default. The emulator requires a key.
        default.setdefault("KMSMasterKeyID", f"arn:aws:kms:{get_region()}:{get_account_id()}:alias/aws/s3")
    return {
        "ApplyServerSideEncryptionByDefault": default,
        **({"BucketKeyEnabled": flag(rule["BucketKeyEnabled"])} if "BucketKeyEnabled" in rule else {}),
    }


def _lifecycle(rule, default_id):
    made = {"ID": rule.get("Id", default_id), "Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "ExpirationInDays" in rule or "ExpiredObjectDeleteMarker" in rule:
        made["Expiration"] = {"Days": int(rule["ExpirationInDays"])} if "ExpirationInDays" in rule else {
            "ExpiredObjectDeleteMarker": flag(rule["ExpiredObjectDeleteMarker"])}
    if "Transitions" in rule:
        made["Transitions"] = [{"Days": int(step["TransitionInDays"]), "StorageClass": step["StorageClass"]} for step in rule["Transitions"]]
    if "NoncurrentVersionExpiration" in rule:
        made["NoncurrentVersionExpiration"] = {name: int(value) for name, value in chosen(
            rule["NoncurrentVersionExpiration"], "NoncurrentDays", "NewerNoncurrentVersions").items()}
    if "AbortIncompleteMultipartUpload" in rule:
        made["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": int(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])}
    return made


def _lock(configuration):
    rule = configuration.get("Rule", {}).get("DefaultRetention")
    retention = {name: int(value) if name in ("Days", "Years") else value for name, value in (rule or {}).items()}
    return {"ObjectLockEnabled": "Enabled", **({"Rule": {"DefaultRetention": retention}} if retention else {})}


def _delete(bucket, properties):
    """CloudFormation cannot delete a bucket with objects. The handler of the emulator deletes the bucket and its objects."""
    s3 = client("s3")
    if bucket in (item["Name"] for item in s3.list_buckets()["Buckets"]):
        s3.delete_bucket(Bucket=bucket)
    _drop(bucket, properties)


_drop = HANDLERS["AWS::S3::Bucket"]["delete"]
HANDLERS["AWS::S3::Bucket"]["delete"] = _delete
mended("AWS::S3::Bucket", _apply)
