"""The trail records all events, AWS Config evaluates its rules, and instances are patched."""
from .stack import only


def check(stack, expected):
    trails = stack.ids("AWS::CloudTrail::Trail")
    for name in trails:
        _trail(stack, name, expected)
    assert bool(trails) == bool(expected.trail) or not stack.ids("AWS::EC2::VPC"), trails
    recorders = stack.ids("AWS::Config::ConfigurationRecorder")
    # The recorder is a setting of the account, which an ephemeral platform does not make.
    assert bool(recorders) == bool(expected.recorder and expected.production) or not stack.ids("AWS::EC2::VPC"), recorders
    for recorder in recorders:
        _recorder(stack, recorder, expected)
    for window in stack.ids("AWS::SSM::MaintenanceWindow"):
        _patches(stack, window)
    for parameter in stack.ids("Custom::SecureParameter"):
        described = stack.client("ssm").get_parameter(Name=parameter, WithDecryption=False)["Parameter"]
        assert described["Type"] == "SecureString" and parameter.startswith("/production/"), described
        value = stack.client("ssm").get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"]
        assert len(value) >= 32 or parameter.endswith("/username"), f"{parameter} has {len(value)} characters"


def _trail(stack, name, expected):
    cloudtrail = stack.client("cloudtrail")
    trail = cloudtrail.get_trail(Name=name)["Trail"]
    assert trail["IsMultiRegionTrail"] and trail["IncludeGlobalServiceEvents"] and trail["LogFileValidationEnabled"], trail
    assert cloudtrail.get_trail_status(Name=name)["IsLogging"], f"{name} is not logging"
    stack.assert_own_key(trail["KmsKeyId"], name)
    assert trail["S3BucketName"] in stack.ids("AWS::S3::Bucket") and trail["S3KeyPrefix"] == expected.trail["prefix"], trail
    assert trail["CloudWatchLogsLogGroupArn"].split(":log-group:")[1].removesuffix(":*") in stack.ids("AWS::Logs::LogGroup"), trail
    stack.assert_own_role(trail["CloudWatchLogsRoleArn"], name)
    if expected.production and "locked_days" in expected.trail:
        lock = stack.client("s3").get_object_lock_configuration(Bucket=trail["S3BucketName"])["ObjectLockConfiguration"]
        assert lock["Rule"]["DefaultRetention"]["Days"] == expected.trail["locked_days"], lock
    selectors = cloudtrail.get_event_selectors(TrailName=name)["AdvancedEventSelectors"]
    categories = {field["Equals"][0] for selector in selectors for field in selector["FieldSelectors"] if field["Field"] == "eventCategory"}
    assert categories == {"Management", "Data"}, selectors


def _recorder(stack, name, expected):
    config = stack.client("config")
    recorder = only(config.describe_configuration_recorders(ConfigurationRecorderNames=[name])["ConfigurationRecorders"], "recorder")
    assert recorder["recordingGroup"]["allSupported"] and recorder["recordingGroup"]["includeGlobalResourceTypes"], recorder
    channel = only((item for item in config.describe_delivery_channels()["DeliveryChannels"]
                    if item["name"] in stack.ids("AWS::Config::DeliveryChannel")), "delivery channel")
    assert channel["s3BucketName"] in stack.ids("AWS::S3::Bucket") and channel["s3KeyPrefix"] == expected.recorder["prefix"], channel
    rules = config.describe_config_rules(ConfigRuleNames=stack.ids("AWS::Config::ConfigRule"))["ConfigRules"]
    assert {rule["Source"]["SourceIdentifier"] for rule in rules} == expected.recorder["rules"], rules


def _patches(stack, identifier):
    ssm = stack.client("ssm")
    window = ssm.get_maintenance_window(WindowId=identifier)
    assert (window["Schedule"], window["Duration"], window["Cutoff"]) == ("cron(0 2 ? * SUN *)", 4, 1) and window["Enabled"], window
    target = only(ssm.describe_maintenance_window_targets(WindowId=identifier)["Targets"], "target of the window")
    # The window selects instances of its environment only.
    group = only(stack.ids("AWS::AutoScaling::AutoScalingGroup"), "group").replace("-asg-", "-patches-group-")
    assert target["Targets"] == [{"Key": "tag:environment", "Values": ["production"]}, {"Key": "tag:PatchGroup", "Values": [group]}], target
    task = only(ssm.describe_maintenance_window_tasks(WindowId=identifier)["Tasks"], "task of the window")
    assert (task["TaskArn"], task["MaxConcurrency"], task["MaxErrors"]) == ("AWS-RunPatchBaseline", "50%", "0"), task
