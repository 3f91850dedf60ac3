"""Application Auto Scaling, by the second emulator."""
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend

from ..client import client
from ..registry import chosen, resource

_KEY = ("ServiceNamespace", "ResourceId", "ScalableDimension")


# The second emulator checks that the service exists in its own Amazon ECS. The first emulator has the service.
ApplicationAutoscalingBackend._ecs_service_exists_for_target = lambda _self, _resource_id: True


@resource("AWS::ApplicationAutoScaling::ScalableTarget")
class ScalableTarget:
    def create(_logical_id, properties, _stack):
        ScalableTarget.register(properties)
        physical_id = "|".join(properties[name] for name in reversed(_KEY))
        return physical_id, {"Id": physical_id}

    def update(physical_id, _old, new, _stack):
        ScalableTarget.register(new)
        return physical_id, {"Id": physical_id}

    def delete(_physical_id, properties):
        client("application-autoscaling").deregister_scalable_target(**chosen(properties, *_KEY))

    def register(properties):
        scaling = client("application-autoscaling")
        capacities = {name: int(properties[name]) for name in ("MinCapacity", "MaxCapacity")}
        scaling.register_scalable_target(**chosen(properties, *_KEY, "RoleARN"), **capacities)
        if properties["ServiceNamespace"] == "ecs":
            _move_into_range(properties["ResourceId"], capacities)
        for action in properties.get("ScheduledActions", []):
            scaling.put_scheduled_action(
                **chosen(properties, *_KEY), **chosen(action, "ScheduledActionName", "Schedule", "Timezone"),
                ScalableTargetAction={name: int(value) for name, value in action["ScalableTargetAction"].items()})


# A registration changes the current capacity to a value inside of the range (Application Auto Scaling API, RegisterScalableTarget).
def _move_into_range(resource_id, capacities):
    ecs = client("ecs")
    _, cluster, service = resource_id.split("/")
    for found in ecs.describe_services(cluster=cluster, services=[service])["services"]:
        count = min(max(found["desiredCount"], capacities["MinCapacity"]), capacities["MaxCapacity"])
        if count != found["desiredCount"]:
            ecs.update_service(cluster=cluster, service=service, desiredCount=count)


@resource("AWS::ApplicationAutoScaling::ScalingPolicy")
class ScalingPolicy:
    def create(_logical_id, properties, _stack):
        return ScalingPolicy.put(properties)

    def update(_physical_id, _old, new, _stack):
        return ScalingPolicy.put(new)

    def delete(_physical_id, properties):
        client("application-autoscaling").delete_scaling_policy(PolicyName=properties["PolicyName"], **ScalingPolicy.target(properties))

    def put(properties):
        made = client("application-autoscaling").put_scaling_policy(
            **ScalingPolicy.target(properties), **chosen(properties, "PolicyName", "PolicyType"),
            **chosen(_numbers(properties), "TargetTrackingScalingPolicyConfiguration", "StepScalingPolicyConfiguration"))
        return made["PolicyARN"], {"Arn": made["PolicyARN"]}

    def target(properties):
        if "ScalingTargetId" in properties:
            return dict(zip(reversed(_KEY), properties["ScalingTargetId"].split("|")))
        return chosen(properties, *_KEY)


_TEXT = {"PolicyName", "Label", "Expression", "Id", "Value", "Name"}


# CloudFormation accepts numbers and booleans as strings.
def _numbers(value, name=""):
    if isinstance(value, dict):
        return {key: _numbers(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item, name) for item in value]
    if isinstance(value, str) and name not in _TEXT:
        if value in ("true", "false"):
            return value == "true"
        try:
            return float(value) if "." in value else int(value)
        except ValueError:
            return value
    return value
