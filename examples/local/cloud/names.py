"""Names in use. The emulator creates a resource again under the name of an existing one."""
from ministack.services import alb, backup, cloudwatch_logs, ecs, iam, kinesis, kms, rds, secretsmanager, sqs
from ministack.services.cloudformation import stacks

#: Property with the name of a resource, and the names in use in the account and Region, by type.
NAMES = {
    "AWS::Backup::BackupVault": ("BackupVaultName", lambda: backup._vaults),
    "AWS::ECS::Cluster": ("ClusterName", lambda: [cluster["clusterName"] for cluster in ecs._clusters.values() if cluster["status"] == "ACTIVE"]),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Name", lambda: [balancer["LoadBalancerName"] for balancer in alb._lbs.values()]),
    "AWS::IAM::Role": ("RoleName", lambda: iam._roles),
    "AWS::KMS::Alias": ("AliasName", lambda: ["alias/" + arn.split(":alias/")[-1] for arn in kms._aliases]),
    "AWS::Kinesis::Stream": ("Name", lambda: kinesis._streams),
    "AWS::Logs::LogGroup": ("LogGroupName", lambda: cloudwatch_logs._log_groups),
    "AWS::RDS::DBCluster": ("DBClusterIdentifier", lambda: rds._clusters),
    "AWS::RDS::DBInstance": ("DBInstanceIdentifier", lambda: rds._instances),
    "AWS::SQS::Queue": ("QueueName", lambda: sqs._queue_name_to_url),
    "AWS::SecretsManager::Secret": ("Name", lambda: [secret["Name"] for secret in secretsmanager._secrets.values()]),
}


def install():
    """Rejects the creation of a resource whose name is in use."""
    create = stacks._provision_resource

    def create_unless_taken(resource_type, logical_id, properties, stack):
        prop, names = NAMES.get(resource_type, (None, None))
        name = properties.get(prop)
        if name and name in names():
            raise ValueError(f"Resource of type '{resource_type}' with identifier '{name}' already exists.")
        return create(resource_type, logical_id, properties, stack)

    stacks._provision_resource = create_unless_taken
