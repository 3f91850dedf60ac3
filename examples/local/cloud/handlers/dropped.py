"""Properties that the emulator's own handlers drop: given to the services' APIs, else to the records behind them."""
from ministack.services import rds

from ..client import client
from ..registry import camel, chosen, mended, tags


def _topic(arn, properties):
    if "KmsMasterKeyId" in properties:
        client("sns").set_topic_attributes(TopicArn=arn, AttributeName="KmsMasterKeyId", AttributeValue=properties["KmsMasterKeyId"])


def _stream(name, properties):
    if "StreamEncryption" in properties:
        client("kinesis").start_stream_encryption(StreamName=name, **chosen(properties["StreamEncryption"], "EncryptionType", "KeyId"))


def _stage(name, properties):
    client("apigateway").update_stage(restApiId=properties["RestApiId"], stageName=name, patchOperations=[
        {"op": "replace", "path": f"/accessLogSettings/{part}", "value": value}
        for part, value in camel(properties.get("AccessLogSetting", {})).items()])


def _listener(arn, properties):
    client("elbv2").modify_listener_attributes(ListenerArn=arn, Attributes=properties.get("ListenerAttributes", []))


def _rule(arn, properties):
    client("elbv2").add_tags(ResourceArns=[arn], Tags=tags(properties))


def _database(record, arn, properties):
    record.update(chosen(properties, "KmsKeyId", EnabledCloudwatchLogsExports="EnableCloudwatchLogsExports",
                         DBClusterParameterGroup="DBClusterParameterGroupName"))
    client("rds").add_tags_to_resource(ResourceName=arn, Tags=tags(properties))


def _cluster(name, properties):
    _database(rds._clusters[name], rds._clusters[name]["DBClusterArn"], properties)


def _instance(name, properties):
    instance = rds._instances[name]
    _database(instance, instance["DBInstanceArn"], properties)
    cluster = rds._clusters.get(instance["DBClusterIdentifier"])
    if cluster:
        instance.update(chosen(cluster, "StorageEncrypted", "KmsKeyId"), DBSubnetGroup=rds._subnet_groups[cluster["DBSubnetGroup"]])
        for reader in cluster["DBClusterMembers"][1:]:
            reader["IsClusterWriter"] = False


def _with_exports(own):
    def render(record):
        exports = "".join(f"<member>{log}</member>" for log in record.get("EnabledCloudwatchLogsExports", []))
        return own(record).replace("<EnabledCloudwatchLogsExports/>", "") + f"<EnabledCloudwatchLogsExports>{exports}</EnabledCloudwatchLogsExports>"
    return render


rds._cluster_xml, rds._instance_xml = _with_exports(rds._cluster_xml), _with_exports(rds._instance_xml)
for kind, mend in {
    "ApiGateway::Stage": _stage, "ElasticLoadBalancingV2::Listener": _listener, "ElasticLoadBalancingV2::ListenerRule": _rule, "Kinesis::Stream": _stream,
    "RDS::DBCluster": _cluster, "RDS::DBInstance": _instance, "SNS::Topic": _topic,
}.items():
    mended(f"AWS::{kind}", mend)
