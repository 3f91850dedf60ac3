"""AWS CloudTrail."""
from ..client import client
from ..registry import chosen, flag, resource, tags


@resource("AWS::CloudTrail::Trail")
class Trail:
    def create(logical_id, properties, stack):
        name = properties.get("TrailName") or f"{stack}-{logical_id}"
        trail = client("cloudtrail")
        made = trail.create_trail(Name=name, **Trail.options(properties))
        trail.add_tags(ResourceId=made["TrailARN"], TagsList=tags(properties))
        Trail.update(name, {}, properties, stack)  # Creation ignores the log group.
        if flag(properties.get("IsLogging", True)):
            trail.start_logging(Name=name)
        return name, {"Arn": made["TrailARN"]}

    def update(physical_id, _old, new, _stack):
        made = client("cloudtrail").update_trail(Name=physical_id, **Trail.options(new))
        Trail.select(physical_id, new)
        return physical_id, {"Arn": made["TrailARN"]}

    def delete(physical_id, _properties):
        client("cloudtrail").delete_trail(Name=physical_id)

    def options(properties):
        flags = {name: flag(properties[name]) for name in ("IsMultiRegionTrail", "IncludeGlobalServiceEvents", "EnableLogFileValidation", "IsOrganizationTrail")
                 if name in properties}
        return {**chosen(properties, "S3BucketName", "S3KeyPrefix", "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "SnsTopicName",
                         KmsKeyId="KMSKeyId"), **flags}

    def select(name, properties):
        if "EventSelectors" in properties:
            client("cloudtrail").put_event_selectors(TrailName=name, EventSelectors=[{
                "ReadWriteType": selector.get("ReadWriteType", "All"), "IncludeManagementEvents": flag(selector.get("IncludeManagementEvents", True)),
                "DataResources": selector.get("DataResources", [])} for selector in properties["EventSelectors"]])
        if "AdvancedEventSelectors" in properties:
            client("cloudtrail").put_event_selectors(TrailName=name, AdvancedEventSelectors=properties["AdvancedEventSelectors"])
