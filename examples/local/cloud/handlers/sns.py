"""Amazon SNS: the KMS key of a topic, which the emulator ignores."""
from ..client import client
from ..registry import mended


def _encrypt(arn, properties):
    if "KmsMasterKeyId" in properties:
        client("sns").set_topic_attributes(TopicArn=arn, AttributeName="KmsMasterKeyId", AttributeValue=properties["KmsMasterKeyId"])


mended("AWS::SNS::Topic", _encrypt)
