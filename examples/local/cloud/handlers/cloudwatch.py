"""Amazon CloudWatch: composite alarms, and alarms on expressions, which are stored and never evaluated."""
from ministack.core.responses import get_account_id, get_region

from ..client import client
from ..registry import HANDLERS, SERVED, chosen, flag, resource, tags

_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


def _arn(name):
    return {"Arn": f"arn:aws:cloudwatch:{get_region()}:{get_account_id()}:alarm:{name}"}


@resource("AWS::CloudWatch::CompositeAlarm")
class CompositeAlarm:
    def create(logical_id, properties, stack):
        return CompositeAlarm.put(properties.get("AlarmName") or f"{stack}-{logical_id}", properties)

    def update(physical_id, _old, new, _stack):
        return CompositeAlarm.put(physical_id, new)

    def delete(physical_id, _properties):
        client("cloudwatch").delete_alarms(AlarmNames=[physical_id])

    def put(name, properties):
        client("cloudwatch").put_composite_alarm(
            AlarmName=name, **chosen(properties, "AlarmRule", "AlarmDescription", *_ACTIONS), Tags=tags(properties), ActionsEnabled=flag(properties.get("ActionsEnabled", True)))
        return name, _arn(name)


class ExpressionAlarm:
    def create(logical_id, properties, stack):
        return ExpressionAlarm.put(properties.get("AlarmName") or f"{stack}-{logical_id}", properties)

    def update(physical_id, _old, new, _stack):
        return ExpressionAlarm.put(physical_id, new)

    def put(name, properties):
        client("cloudwatch").put_metric_alarm(
            AlarmName=name, Namespace="Expression", MetricName="Expression", Statistic="Average", Period=60,
            **chosen(properties, "AlarmDescription", "ComparisonOperator", "TreatMissingData", *_ACTIONS), Tags=tags(properties),
            EvaluationPeriods=int(properties["EvaluationPeriods"]), Threshold=float(properties["Threshold"]),
            ActionsEnabled=flag(properties.get("ActionsEnabled", True)))
        return name, _arn(name)


_PLAIN = dict(HANDLERS["AWS::CloudWatch::Alarm"])


def _create(logical_id, properties, stack):
    return (ExpressionAlarm.create if "Metrics" in properties else _PLAIN["create"])(logical_id, properties, stack)


def _update(physical_id, old, new, stack, *rest):
    if "Metrics" in new:
        return ExpressionAlarm.update(physical_id, old, new, stack)
    return _PLAIN["update"](physical_id, old, new, stack, *rest)


HANDLERS["AWS::CloudWatch::Alarm"] = {**_PLAIN, "create": _create, "update": _update}
SERVED["AWS::CloudWatch::Alarm"] = ("handler", "emulator; alarms on expressions are stored and never evaluated")
