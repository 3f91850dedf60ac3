import { IngestPartitionKey } from './ingest-partition-key';

/** Seconds after which a client can retry. */
export const RETRY_AFTER = 1;

/**
 * PutRecord of a JSON body. `$input.body` is the unchanged body; `$input.json('$')` serializes it again, with other spaces, escapes and numbers.
 * Base64 needs no escaping. Reading the body as JSON makes API Gateway answer 400 if it is not JSON.
 */
export function recordTemplate(streamArn: string, partitionKey: IngestPartitionKey): string {
  return `#set($root = $input.path("$"))\n${putRecord(streamArn, partitionKey, '$util.base64Encode($input.body)')}`;
}

/** PutRecord of a binary body, which API Gateway converts to base64 (API Gateway Developer Guide, Content type conversions). */
export function binaryTemplate(streamArn: string, partitionKey: IngestPartitionKey): string {
  return putRecord(streamArn, partitionKey, '$input.body');
}

/** PutRecords of `{"records": [{"data": …, "partitionKey": "…"}]}`. Data is JSON without spaces outside of strings. */
export function batchTemplate(streamArn: string, partitionKey: IngestPartitionKey): string {
  return `#set($root = $input.path("$"))
{"StreamARN":"${streamArn}","Records":[
#foreach($entry in $root.records)
#set($i = $foreach.index)
#set($key = "$!entry.partitionKey")
${firstOf(partitionKey._candidates('$.records[$i].data'), '${context.requestId}-$i')}
{"PartitionKey":"${ESCAPED_KEY}","Data":"$util.base64Encode($input.json("$.records[$i].data"))"}#if($foreach.hasNext),#end
#end
]}`;
}

/** Response to PutRecord. */
export const RECORD_RESPONSE = '{"sequenceNumber":$input.json("$.SequenceNumber"),"shardId":$input.json("$.ShardId")}';

/**
 * Response to PutRecords, which succeeds even if Kinesis accepts no record (Kinesis API, PutRecords). The error message of a record is omitted because
 * it discloses the account, the stream and the shard.
 */
export const BATCH_RESPONSE = `#set($root = $input.path("$"))
#set($failed = $root.FailedRecordCount)
#if($failed > 0)
#set($context.responseOverride.header.Retry-After = "${RETRY_AFTER}")
#if($failed == $root.Records.size())
#set($context.responseOverride.status = 503)
#else
#set($context.responseOverride.status = 207)
#end
#end
{"failedRecordCount":$failed,"records":[
#foreach($record in $root.Records)
#if("$!record.ErrorCode" == "")
{"sequenceNumber":"$record.SequenceNumber","shardId":"$record.ShardId"}#if($foreach.hasNext),#end
#elseif("$!record.ErrorCode" == "ProvisionedThroughputExceededException")
{"error":"throttled"}#if($foreach.hasNext),#end
#else
{"error":"unavailable"}#if($foreach.hasNext),#end
#end
#end
]}`;

/** Error messages for clients. Messages of Kinesis and API Gateway are not returned because they disclose accounts, streams, roles and schemas. */
export const MESSAGES = {
  malformed: 'the body is not what this API takes',
  tooLarge: 'the body is larger than a record may be',
  throttled: 'too many requests, retry later',
  busy: 'the stream takes no more at the moment, retry later',
  refused: 'the request is refused',
  failed: 'the request failed',
  mediaType: 'the content type is not one that this API takes',
};

/** Body of an error response. */
export function errorBody(message: string): string {
  return `{"error":"${message}","requestId":"$context.requestId"}`;
}

/**
 * Response to a request that Kinesis refuses: 503 if Kinesis throttles, 413 if a record or the batch is too large, 400 if the partition key is too long.
 * Otherwise 500, the status of the integration response, because the request is valid (Kinesis API, PutRecord and PutRecords, Errors).
 */
export const REFUSED_RESPONSE = `#set($typeOrNull = $input.path("$.__type"))
#set($messageOrNull = $input.path("$.message"))
#set($type = "$!typeOrNull")
#set($messageAsSent = "$!messageOrNull")
#set($message = $messageAsSent.toLowerCase())
#if($type.contains("ProvisionedThroughputExceeded") || $type.contains("Throttling") || $type.contains("LimitExceeded"))
#set($context.responseOverride.status = 503)
#set($context.responseOverride.header.Retry-After = "${RETRY_AFTER}")
${errorBody(MESSAGES.busy)}
#elseif($type.contains("Validation") || $type.contains("InvalidArgument") || $type.contains("Serialization"))
#if($message.contains("data' failed") || $message.contains("size"))
#set($context.responseOverride.status = 413)
${errorBody(MESSAGES.tooLarge)}
#else
#set($context.responseOverride.status = 400)
${errorBody(MESSAGES.malformed)}
#end
#else
${errorBody(MESSAGES.failed)}
#end`;

// `escapeJavaScript` escapes single quotes too, which JSON does not allow (API Gateway Developer Guide, $util template variables).
const ESCAPED_KEY = '$util.escapeJavaScript($key).replaceAll("\\\\\'", "\'")';

function putRecord(streamArn: string, partitionKey: IngestPartitionKey, data: string): string {
  return `#set($key = "")
${firstOf(partitionKey._candidates('$'), '$context.requestId')}
{"StreamARN":"${streamArn}","PartitionKey":"${ESCAPED_KEY}","Data":"${data}"}`;
}

function firstOf(candidates: string[], fallback: string): string {
  return [
    // Velocity does not change a variable that is set to null.
    ...candidates.map((candidate) => `#if($key == "")\n#set($candidate = "")\n#set($candidate = ${candidate})\n#set($key = "$!candidate")\n#end`),
    `#if($key == "")\n#set($key = "${fallback}")\n#end`,
  ].join('\n');
}
