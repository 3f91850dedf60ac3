"""Disables the protections against deletion of a stack: `python unprotect.py STACK`."""
import contextlib
import sys

import boto3


def unprotect(stack, region=None):
    """Disables termination protection of a stack, and deletion protection of its databases and load balancers."""
    cloudformation, rds, balancers = (boto3.client(service, region_name=region) for service in ("cloudformation", "rds", "elbv2"))

    def instance(name):
        """Instances of a cluster have the protection of the cluster."""
        if rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]["DeletionProtection"]:
            rds.modify_db_instance(DBInstanceIdentifier=name, DeletionProtection=False, ApplyImmediately=True)

    lifts = {
        "AWS::RDS::DBCluster": lambda name: rds.modify_db_cluster(DBClusterIdentifier=name, DeletionProtection=False, ApplyImmediately=True),
        "AWS::RDS::DBInstance": instance,
        "AWS::ElasticLoadBalancingV2::LoadBalancer": lambda arn: balancers.modify_load_balancer_attributes(
            LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]),
    }
    gone = (rds.exceptions.DBClusterNotFoundFault, rds.exceptions.DBInstanceNotFoundFault, balancers.exceptions.LoadBalancerNotFoundException)

    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=False)
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
        for resource in page["StackResourceSummaries"]:
            lift = lifts.get(resource["ResourceType"])
            if lift and resource.get("PhysicalResourceId"):
                with contextlib.suppress(*gone):
                    lift(resource["PhysicalResourceId"])


if __name__ == "__main__":
    unprotect(sys.argv[1])
