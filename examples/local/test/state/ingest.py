"""The stream and its API: encrypted, signed, validated, throttled and logged."""
from .stack import only


def check(stack, _expected):
    kinesis = stack.client("kinesis")
    for name in stack.ids("AWS::Kinesis::Stream"):
        stream = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        assert stream["EncryptionType"] == "KMS" and stream["OpenShardCount"] == 1 and stream["RetentionPeriodHours"] == 24, stream
        stack.assert_own_key(stream["KeyId"], name)
    for name in stack.ids("AWS::KinesisFirehose::DeliveryStream"):
        stream = stack.client("firehose").describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
        stack.assert_own_key(stream["DeliveryStreamEncryptionConfiguration"]["KeyARN"], name)
        stack.assert_own_role(only(stream["Destinations"], "destination")["ExtendedS3DestinationDescription"]["RoleARN"], name)
    for api in stack.ids("AWS::ApiGateway::RestApi"):
        _api(stack, api)


def _api(stack, api):
    gateway = stack.client("apigateway")
    stage = only(gateway.get_stages(restApiId=api)["item"], "stage")
    assert stage["stageName"] == "prod" and stage["tracingEnabled"] is True, stage
    assert stage["accessLogSettings"]["destinationArn"].split(":log-group:")[1].removesuffix(":*") in stack.ids("AWS::Logs::LogGroup"), stage
    assert '"$context.requestId"' in stage["accessLogSettings"]["format"], stage
    settings = stage["methodSettings"]["*/*"]
    assert settings["loggingLevel"] == "INFO" and settings["metricsEnabled"] is True and settings["dataTraceEnabled"] is False, settings
    assert settings["throttlingRateLimit"] == 1000 and settings["throttlingBurstLimit"] == 1000, settings
    stack.assert_own_role(gateway.get_account()["cloudwatchRoleArn"], "the log of API Gateway")
    methods = [gateway.get_method(restApiId=api, resourceId=resource["id"], httpMethod=method)
               for resource in gateway.get_resources(restApiId=api, embed=["methods"])["items"] for method in resource.get("resourceMethods", {})]
    assert len(methods) == len(stack.ids("AWS::ApiGateway::Method")), methods
    for method in methods:
        assert method["authorizationType"] == "AWS_IAM" and method["requestModels"] and method["httpMethod"] == "POST", method
        validator = gateway.get_request_validator(restApiId=api, requestValidatorId=method["requestValidatorId"])
        assert validator["validateRequestBody"] is True, validator
        assert ":kinesis:action/PutRecord" in method["methodIntegration"]["uri"], method
        stack.assert_own_role(method["methodIntegration"]["credentials"], "the integration")
