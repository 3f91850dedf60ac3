"""Amazon Route 53: health checks."""
import uuid

from ..client import client
from ..registry import resource

_NUMBERS = ("Port", "RequestInterval", "FailureThreshold")


@resource("AWS::Route53::HealthCheck")
class HealthCheck:
    def create(_logical_id, properties, _stack):
        config = {name: int(value) if name in _NUMBERS else value for name, value in properties["HealthCheckConfig"].items()}
        made = client("route53").create_health_check(CallerReference=str(uuid.uuid4()), HealthCheckConfig=config)["HealthCheck"]["Id"]
        return made, {"HealthCheckId": made}

    def delete(physical_id, _properties):
        client("route53").delete_health_check(HealthCheckId=physical_id)
