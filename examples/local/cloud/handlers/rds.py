"""Amazon RDS: database properties that the emulator ignores, set through the API or in the emulator's records."""
from ministack.services import rds

from ..client import client
from ..registry import chosen, mended, tags


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
mended("AWS::RDS::DBCluster", _cluster)
mended("AWS::RDS::DBInstance", _instance)
