"""Amazon Kinesis: the KMS key of a stream, which the emulator ignores; the throughput limit of a shard; and sequence numbers without
leading zeros.
"""
import base64
import json
import time

from ministack.core.responses import error_response_json, json_response
from ministack.services import kinesis

from ..client import client
from ..registry import chosen, mended

#: Bytes that can be written to a shard per second (Kinesis Data Streams Developer Guide, Quotas and limits).
SHARD_BYTES = 1024 * 1024
_THROTTLED = "ProvisionedThroughputExceededException"

_levels = {}
_put_one, _put_many, _number = kinesis._put_record, kinesis._put_records, kinesis._next_sequence_number


def _takes(stream, record):
    shard = (stream["StreamARN"], kinesis._route_to_shard(kinesis._partition_key_to_hash(record["PartitionKey"]), stream))
    now, size = time.monotonic(), len(base64.b64decode(record["Data"]))
    left, since = _levels.get(shard, (SHARD_BYTES, now))
    left = min(SHARD_BYTES, left + (now - since) * SHARD_BYTES)
    taken = size <= left or size > SHARD_BYTES  # Records above the limit are refused for their size.
    _levels[shard] = (left - size if size <= left else left, now)
    return taken


def _put_record(data):
    name, stream = kinesis._resolve_stream(data)
    if stream and not _takes(stream, data):
        return error_response_json(_THROTTLED, f"Rate exceeded for shard in stream {name}.", 400)
    return _put_one(data)


def _put_records(data):
    name, stream = kinesis._resolve_stream(data)
    taken = [not stream or _takes(stream, record) for record in data["Records"]]
    status, headers, body = _put_many({**data, "Records": [record for record, fits in zip(data["Records"], taken) if fits]})
    if status != 200:
        return status, headers, body
    answers = iter(json.loads(body)["Records"])
    failed = {"ErrorCode": _THROTTLED, "ErrorMessage": f"Rate exceeded for shard in stream {name}."}
    return json_response({"FailedRecordCount": taken.count(False), "Records": [next(answers) if fits else failed for fits in taken]})


def _encrypt(name, properties):
    if "StreamEncryption" in properties:
        client("kinesis").start_stream_encryption(StreamName=name, **chosen(properties["StreamEncryption"], "EncryptionType", "KeyId"))


mended("AWS::Kinesis::Stream", _encrypt)
kinesis._put_record, kinesis._put_records = _put_record, _put_records
kinesis._next_sequence_number = lambda: f"49{_number()}"
