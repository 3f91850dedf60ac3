"""Elastic Load Balancing: properties of listeners and rules that the emulator ignores."""
from ..client import client
from ..registry import mended, tags


def _attributes(arn, properties):
    client("elbv2").modify_listener_attributes(ListenerArn=arn, Attributes=properties.get("ListenerAttributes", []))


def _tag(arn, properties):
    client("elbv2").add_tags(ResourceArns=[arn], Tags=tags(properties))


mended("AWS::ElasticLoadBalancingV2::Listener", _attributes)
mended("AWS::ElasticLoadBalancingV2::ListenerRule", _tag)
