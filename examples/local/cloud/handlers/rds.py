"""Amazon RDS: database properties that the emulator ignores, set through the API or in the emulator's records."""
import json
import secrets
import string
import uuid

from ministack.services import rds

from ..client import client
from ..registry import chosen, flag, HANDLERS, mended, tags


def _database(record, arn, properties):
    record.update(chosen(properties, "KmsKeyId", EnabledCloudwatchLogsExports="EnableCloudwatchLogsExports",
                         DBClusterParameterGroup="DBClusterParameterGroupName"))
    client("rds").add_tags_to_resource(ResourceName=arn, Tags=tags(properties))


def _managed(record, kind, properties):
    """The secret of a master user whose password Amazon RDS manages, as an attribute of the database."""
    if flag(properties.get("ManageMasterUserPassword")) and not record.get("MasterUserSecret"):
        password = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(28))
        key = properties.get("MasterUserSecret", {}).get("KmsKeyId")
        secret = client("secretsmanager").create_secret(
            Name=f"rds!{kind}-{uuid.uuid4()}", SecretString=json.dumps({"username": properties["MasterUsername"], "password": password}),
            **({"KmsKeyId": key} if key else {}))
        record["MasterUserSecret"] = {"SecretArn": secret["ARN"], "SecretStatus": "active", "KmsKeyId": key}
    return {"MasterUserSecret.SecretArn": record["MasterUserSecret"]["SecretArn"]} if record.get("MasterUserSecret") else {}


def _cluster(name, properties):
    cluster = rds._clusters[name]
    _database(cluster, cluster["DBClusterArn"], properties)
    return _managed(cluster, "cluster", properties)


def _instance(name, properties):
    instance = rds._instances[name]
    _database(instance, instance["DBInstanceArn"], properties)
    cluster = rds._clusters.get(instance["DBClusterIdentifier"])
    if cluster:
        instance.update(chosen(cluster, "StorageEncrypted", "KmsKeyId"), DBSubnetGroup=rds._subnet_groups[cluster["DBSubnetGroup"]])
        for reader in cluster["DBClusterMembers"][1:]:
            reader["IsClusterWriter"] = False
    return _managed(instance, "db", properties)


# The emulator deletes the secret with some databases.
def _exists(secret):
    return any(item["ARN"] == secret for page in client("secretsmanager").get_paginator("list_secrets").paginate() for item in page["SecretList"])


def _without_secret(records, own):
    def delete(name, properties):
        secret = (records.get(name) or {}).get("MasterUserSecret")
        own(name, properties)
        if secret and _exists(secret["SecretArn"]):
            client("secretsmanager").delete_secret(SecretId=secret["SecretArn"], ForceDeleteWithoutRecovery=True)
    return delete


def _with_exports(own):
    def render(record):
        exports = "".join(f"<member>{log}</member>" for log in record.get("EnabledCloudwatchLogsExports", []))
        return own(record).replace("<EnabledCloudwatchLogsExports/>", "") + f"<EnabledCloudwatchLogsExports>{exports}</EnabledCloudwatchLogsExports>"
    return render


rds._cluster_xml, rds._instance_xml = _with_exports(rds._cluster_xml), _with_exports(rds._instance_xml)
mended("AWS::RDS::DBCluster", _cluster)
mended("AWS::RDS::DBInstance", _instance)
for _type, _records in (("AWS::RDS::DBCluster", rds._clusters), ("AWS::RDS::DBInstance", rds._instances)):
    HANDLERS[_type]["delete"] = _without_secret(_records, HANDLERS[_type]["delete"])
