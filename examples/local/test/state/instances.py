"""Instances launch in private subnets, with encrypted volumes and IMDSv2 only."""
from .containers import assert_private
from .stack import only


def check(stack, expected):
    for name in stack.ids("AWS::AutoScaling::AutoScalingGroup"):
        group = only(stack.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"], "group")
        assert (group["MinSize"], group["MaxSize"], group["DesiredCapacity"]) == (*expected.capacity, 2), group
        assert group["HealthCheckType"] == expected.health_check, group
        subnets = group["VPCZoneIdentifier"].split(",")
        assert len(subnets) == expected.zones, group
        assert_private(stack, subnets)
        _template(stack, group.get("LaunchTemplate"), expected)
        _business_hours(stack, name)


def _template(stack, launched, expected):
    template = only(stack.ids("AWS::EC2::LaunchTemplate"), "launch template")
    version = only(stack.client("ec2").describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"], "version")
    # The emulator drops the launch template of a mixed instances policy.
    assert launched is None or (launched["LaunchTemplateId"], launched["Version"]) == (template, str(version["VersionNumber"])), launched
    data = version["LaunchTemplateData"]
    assert data.get("InstanceType", expected.instances) == expected.instances, data
    assert (data["MetadataOptions"]["HttpTokens"], data["MetadataOptions"]["HttpPutResponseHopLimit"]) == ("required", 1), data["MetadataOptions"]
    assert data["Monitoring"]["Enabled"] and data["EbsOptimized"], data
    assert not any(interface.get("AssociatePublicIpAddress") for interface in data.get("NetworkInterfaces", [])), "instances have public addresses"
    for volume in (mapping["Ebs"] for mapping in data["BlockDeviceMappings"]):
        assert volume["Encrypted"] and volume["DeleteOnTermination"] and (volume["VolumeType"], volume["VolumeSize"]) == ("gp3", 20), volume
    profile = data["IamInstanceProfile"]["Arn"].rsplit("/", 1)[-1]
    role = only(stack.client("iam").get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"], "role of the profile")
    stack.assert_own_role(role["Arn"], "an instance")


def _business_hours(stack, group):
    actions = stack.client("autoscaling").describe_scheduled_actions(AutoScalingGroupName=group)["ScheduledUpdateGroupActions"]
    hours = {(action["Recurrence"], action["MinSize"], action["TimeZone"]) for action in actions}
    assert len(actions) == len(stack.ids("AWS::AutoScaling::ScheduledAction")), actions
    assert not hours or hours == {("0 8 * * 1-5", 3, "America/New_York"), ("0 18 * * 1-5", 2, "America/New_York")}, hours
