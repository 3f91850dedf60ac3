"""Resources in the local cloud, as listed by the services."""
import functools

import boto3

REGIONS = ("eu-west-2", "us-east-1", "us-west-1", "us-west-2", "eu-central-1")

#: Service, operation, list in the response, and name of an item.
LISTS = [
    ("ec2", "describe_vpcs", "Vpcs", "VpcId"), ("ec2", "describe_subnets", "Subnets", "SubnetId"),
    ("ec2", "describe_security_groups", "SecurityGroups", "GroupId"), ("ec2", "describe_addresses", "Addresses", "AllocationId"),
    ("ec2", "describe_route_tables", "RouteTables", "RouteTableId"), ("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("ec2", "describe_network_acls", "NetworkAcls", "NetworkAclId"), ("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    ("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    ("kms", "list_aliases", "Aliases", "AliasName"), ("s3", "list_buckets", "Buckets", "Name"), ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("iam", "list_roles", "Roles", "RoleName"), ("iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName"),
    ("rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier"), ("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
    ("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", "DBClusterIdentifier"),
    ("rds", "describe_db_snapshots", "DBSnapshots", "DBInstanceIdentifier"),
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
    ("rds", "describe_db_cluster_parameter_groups", "DBClusterParameterGroups", "DBClusterParameterGroupName"),
    ("rds", "describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupName"),
    ("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerName"), ("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupName"),
    ("ecs", "list_clusters", "clusterArns", None), ("lambda", "list_functions", "Functions", "FunctionName"), ("sns", "list_topics", "Topics", "TopicArn"),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"), ("cloudwatch", "describe_alarms", "CompositeAlarms", "AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"), ("backup", "list_backup_vaults", "BackupVaultList", "BackupVaultName"),
    ("backup", "list_backup_plans", "BackupPlansList", "BackupPlanName"), ("events", "list_rules", "Rules", "Name"),
    ("secretsmanager", "list_secrets", "SecretList", "Name"), ("kinesis", "list_streams", "StreamNames", None),
    ("apigateway", "get_rest_apis", "items", "id"), ("ssm", "describe_parameters", "Parameters", "Name"),
    ("ssm", "describe_maintenance_windows", "WindowIdentities", "WindowId"), ("config", "describe_configuration_recorders", "ConfigurationRecorders", "name"),
    ("config", "describe_config_rules", "ConfigRules", "ConfigRuleName"), ("cloudtrail", "describe_trails", "trailList", "Name"),
    ("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName"),
    ("firehose", "list_delivery_streams", "DeliveryStreamNames", None), ("guardduty", "list_detectors", "DetectorIds", None),
    ("logs", "describe_resource_policies", "resourcePolicies", "policyName"), ("config", "describe_delivery_channels", "DeliveryChannels", "name"),
    ("sqs", "list_queues", "QueueUrls", None), ("route53", "list_health_checks", "HealthChecks", "Id"),
]
#: Global services, which list the same items in each Region.
GLOBAL = {"iam", "s3", "route53"}


@functools.cache
def client(service, region):
    """Cached because creating a client is slow."""
    return boto3.client(service, region_name=region)


def inventory():
    """Every item as `service operation name@Region`."""
    return set(described())


def described():
    """Every item with its description."""
    found = {}
    for region in REGIONS:
        for service, operation, items, name in LISTS:
            if service in GLOBAL and region != REGIONS[0]:
                continue
            for item in listed(service, operation, items, region):
                found[f"{service} {operation} {item[name] if name else item}@{region}"] = item
        found.update((f"ec2 nat {gateway['NatGatewayId']}@{region}", gateway)
                     for gateway in listed("ec2", "describe_nat_gateways", "NatGateways", region) if gateway["State"] not in ("deleted", "deleting"))
        found.update((f"kms key {key}@{region}", key) for key in keys(region))
        found.update((f"wafv2 {acl['Name']}@{region}", acl) for acl in listed("wafv2", "list_web_acls", "WebACLs", region, Scope="REGIONAL"))
        found.update((f"scaling {target['ResourceId']}@{region}", target) for target in listed(
            "application-autoscaling", "describe_scalable_targets", "ScalableTargets", region, ServiceNamespace="ecs"))
    found.update((f"iam policy {policy['PolicyName']}", policy) for policy in listed("iam", "list_policies", "Policies", REGIONS[0], Scope="Local"))
    found.update((f"cloudfront {item['Id']}", item)
                 for item in client("cloudfront", "us-east-1").list_distributions()["DistributionList"].get("Items", []))
    return found


def listed(service, operation, items, region, **options):
    """Items of all pages of an operation."""
    asked = client(service, region)
    if asked.can_paginate(operation):
        return [item for page in asked.get_paginator(operation).paginate(**options) for item in page.get(items) or []]
    return getattr(asked, operation)(**options).get(items) or []


def resources(region, stack, kind):
    """Physical ids of a stack's resources of a type, by their logical ids."""
    found = listed("cloudformation", "list_stack_resources", "StackResourceSummaries", region, StackName=stack)
    return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found if item["ResourceType"] == kind}


def keys(region):
    """Customer managed keys without a pending deletion."""
    kms = client("kms", region)
    described = (kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in listed("kms", "list_keys", "Keys", region))
    return [key["KeyId"] for key in described if key["KeyState"] == "Enabled" and key["KeyManager"] == "CUSTOMER"]
