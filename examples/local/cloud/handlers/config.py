"""AWS Config: recorder, delivery channel and rules."""
from ministack.core.responses import get_account_id, get_region
from ministack.services import config

from ..client import client
from ..registry import camel, chosen, flag, resource


@resource("AWS::Config::ConfigurationRecorder")
class ConfigurationRecorder:
    def create(logical_id, properties, stack):
        return ConfigurationRecorder.put(properties.get("Name") or f"{stack}-{logical_id}", properties)

    def update(physical_id, _old, new, _stack):
        return ConfigurationRecorder.put(physical_id, new)

    def delete(physical_id, _properties):
        config._recorders.pop(physical_id, None)  # The emulator has no API to delete it.

    def put(name, properties):
        group = {key: flag(value) if str(value).lower() in ("true", "false") else value for key, value in camel(properties.get("RecordingGroup", {})).items()}
        client("config").put_configuration_recorder(ConfigurationRecorder={"name": name, "roleARN": properties["RoleARN"], "recordingGroup": group})
        return name, {}


@resource("AWS::Config::DeliveryChannel")
class DeliveryChannel:
    def create(logical_id, properties, stack):
        return DeliveryChannel.put(properties.get("Name") or f"{stack}-{logical_id}", properties)

    def update(physical_id, _old, new, _stack):
        return DeliveryChannel.put(physical_id, new)

    def delete(physical_id, _properties):
        config._delivery_channels.pop(physical_id, None)  # The emulator has no API to delete it.

    def put(name, properties):
        channel = chosen(properties, s3BucketName="S3BucketName", s3KeyPrefix="S3KeyPrefix", s3KmsKeyArn="S3KmsKeyArn", snsTopicARN="SnsTopicARN",
                         configSnapshotDeliveryProperties="ConfigSnapshotDeliveryProperties")
        client("config").put_delivery_channel(DeliveryChannel={"name": name, **{key: camel(value) for key, value in channel.items()}})
        return name, {}


@resource("AWS::Config::ConfigRule")
class ConfigRule:
    def create(logical_id, properties, stack):
        return ConfigRule.put(properties.get("ConfigRuleName") or f"{stack}-{logical_id}", properties)

    def update(physical_id, _old, new, _stack):
        return ConfigRule.put(physical_id, new)

    def delete(physical_id, _properties):
        client("config").delete_config_rule(ConfigRuleName=physical_id)

    def put(name, properties):
        client("config").put_config_rule(ConfigRule={"ConfigRuleName": name, **chosen(properties, "Source", "Description", "MaximumExecutionFrequency")})
        return name, {"Arn": f"arn:aws:config:{get_region()}:{get_account_id()}:config-rule/{name}", "ConfigRuleId": name, "Compliance.Type": "INSUFFICIENT_DATA"}
