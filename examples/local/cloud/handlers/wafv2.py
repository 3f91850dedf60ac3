"""AWS WAF: associations, and logging, which the second emulator serves."""
from ..client import client
from ..registry import chosen, resource


@resource("AWS::WAFv2::WebACLAssociation")
class WebAclAssociation:
    def create(_logical_id, properties, _stack):
        client("wafv2").associate_web_acl(WebACLArn=properties["WebACLArn"], ResourceArn=properties["ResourceArn"])
        return f"{properties['WebACLArn']}|{properties['ResourceArn']}", {}

    def delete(_physical_id, properties):
        client("wafv2").disassociate_web_acl(ResourceArn=properties["ResourceArn"])


@resource("AWS::WAFv2::LoggingConfiguration")
class LoggingConfiguration:
    def create(_logical_id, properties, _stack):
        client("wafv2").put_logging_configuration(
            LoggingConfiguration=chosen(properties, "ResourceArn", "LogDestinationConfigs", "RedactedFields", "LoggingFilter"))
        return properties["ResourceArn"], {}

    def update(physical_id, _old, new, _stack):
        LoggingConfiguration.create(physical_id, new, _stack)
        return new["ResourceArn"], {}

    def delete(physical_id, _properties):
        client("wafv2").delete_logging_configuration(ResourceArn=physical_id)
