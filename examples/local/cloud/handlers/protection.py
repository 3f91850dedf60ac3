"""Deletion protection of databases and load balancers, which the emulator ignores when it deletes a stack."""
from ministack.services import alb, rds

from ..registry import HANDLERS

_REFUSALS = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Load balancer '{}' cannot be deleted because deletion protection is enabled",
    "AWS::RDS::DBCluster": "Cannot delete protected Cluster, please disable deletion protection and try again.",
    "AWS::RDS::DBInstance": "Cannot delete protected DB Instance, please disable deletion protection and try again.",
}
_delete_balancer = alb._ACTION_MAP["DeleteLoadBalancer"]


def _refusal(kind, physical_id):
    database = (rds._clusters if kind == "AWS::RDS::DBCluster" else rds._instances).get(physical_id) or {}
    balancer = {"Key": "deletion_protection.enabled", "Value": "true"} in alb._lb_attrs.get(physical_id, [])
    return _REFUSALS[kind].format(physical_id) if balancer or database.get("DeletionProtection") else None


def _unless_protected(kind, own):
    def act(physical_id, *rest):
        if refusal := _refusal(kind, physical_id):
            raise ValueError(refusal)
        return own(physical_id, *rest)
    return act


def _delete(parameters):
    refusal = _refusal("AWS::ElasticLoadBalancingV2::LoadBalancer", alb._p(parameters, "LoadBalancerArn"))
    return alb._error("OperationNotPermitted", refusal) if refusal else _delete_balancer(parameters)


alb._ACTION_MAP["DeleteLoadBalancer"] = _delete
for _kind in _REFUSALS:
    HANDLERS[_kind] = {name: _unless_protected(_kind, act) if name in ("snapshot", "delete") else act for name, act in HANDLERS[_kind].items()}
