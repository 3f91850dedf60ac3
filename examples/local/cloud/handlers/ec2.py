"""Amazon EC2: addresses, NAT gateways, flow logs, network ACLs and rules of security groups."""
import uuid

from ministack.services import ec2

from ..client import client
from ..registry import chosen, flag, mended, resource, tags


def _tags(properties, kind):
    return [{"ResourceType": kind, "Tags": tags(properties)}] if tags(properties) else []


def _vpc(vpc_id, _properties):
    vpc = client("ec2").describe_vpcs(VpcIds=[vpc_id])["Vpcs"][0]
    return {"CidrBlock": vpc["CidrBlock"]}


mended("AWS::EC2::VPC", _vpc)


@resource("AWS::EC2::EIP")
class Address:
    def create(_logical_id, properties, _stack):
        made = client("ec2").allocate_address(Domain="vpc", TagSpecifications=_tags(properties, "elastic-ip"))
        return made["PublicIp"], {"AllocationId": made["AllocationId"], "PublicIp": made["PublicIp"]}

    def delete(physical_id, _properties):
        for address in client("ec2").describe_addresses()["Addresses"]:
            if address["PublicIp"] == physical_id:
                client("ec2").release_address(AllocationId=address["AllocationId"])


@resource("AWS::EC2::NatGateway")
class NatGateway:
    def create(_logical_id, properties, _stack):
        made = client("ec2").create_nat_gateway(
            SubnetId=properties["SubnetId"], AllocationId=properties["AllocationId"], TagSpecifications=_tags(properties, "natgateway"))
        physical_id = made["NatGateway"]["NatGatewayId"]
        return physical_id, {"NatGatewayId": physical_id}

    def delete(physical_id, _properties):
        client("ec2").delete_nat_gateway(NatGatewayId=physical_id)


@resource("AWS::EC2::FlowLog")
class FlowLog:
    def create(_logical_id, properties, _stack):
        made = client("ec2").create_flow_logs(
            ResourceIds=[properties["ResourceId"]],
            **chosen(properties, "ResourceType", "TrafficType", "LogGroupName", "LogDestination", "LogDestinationType", "DeliverLogsPermissionArn"))
        client("ec2").create_tags(Resources=made["FlowLogIds"], Tags=tags(properties))
        return made["FlowLogIds"][0], {"Id": made["FlowLogIds"][0]}

    def delete(physical_id, _properties):
        client("ec2").delete_flow_logs(FlowLogIds=[physical_id])


@resource("AWS::EC2::NetworkAcl")
class NetworkAcl:
    def create(_logical_id, properties, _stack):
        made = client("ec2").create_network_acl(VpcId=properties["VpcId"], TagSpecifications=_tags(properties, "network-acl"))
        physical_id = made["NetworkAcl"]["NetworkAclId"]
        return physical_id, {"Id": physical_id}

    def delete(physical_id, _properties):
        client("ec2").delete_network_acl(NetworkAclId=physical_id)


@resource("AWS::EC2::NetworkAclEntry")
class NetworkAclEntry:
    def create(_logical_id, properties, _stack):
        ports = properties.get("PortRange")
        client("ec2").create_network_acl_entry(
            **NetworkAclEntry.key(properties), Protocol=str(properties["Protocol"]), RuleAction=properties["RuleAction"],
            **chosen(properties, "CidrBlock", "Ipv6CidrBlock"),
            **({"PortRange": {end: int(port) for end, port in ports.items()}} if ports else {}))
        return "|".join(map(str, NetworkAclEntry.key(properties).values())), {}

    def delete(_physical_id, properties):
        client("ec2").delete_network_acl_entry(**NetworkAclEntry.key(properties))

    def key(properties):
        return {
            "NetworkAclId": properties["NetworkAclId"], "RuleNumber": int(properties["RuleNumber"]), "Egress": flag(properties.get("Egress")),
        }


@resource("AWS::EC2::SubnetNetworkAclAssociation")
class SubnetNetworkAclAssociation:
    """Stored in the emulator's record because its operation ignores the subnet."""

    def create(_logical_id, properties, _stack):
        made = f"aclassoc-{uuid.uuid4().hex[:17]}"
        ec2._network_acls[properties["NetworkAclId"]]["Associations"].append({"NetworkAclAssociationId": made, "SubnetId": properties["SubnetId"]})
        return made, {"AssociationId": made}

    def delete(physical_id, properties):
        acl = ec2._network_acls[properties["NetworkAclId"]]
        acl["Associations"] = [item for item in acl["Associations"] if item["NetworkAclAssociationId"] != physical_id]


def _rule(properties):
    rule = {"IpProtocol": str(properties["IpProtocol"]), **{end: int(properties[end]) for end in ("FromPort", "ToPort") if end in properties}}
    described = {"Description": properties["Description"]} if "Description" in properties else {}
    group = properties.get("DestinationSecurityGroupId") or properties.get("SourceSecurityGroupId")
    prefix_list = properties.get("DestinationPrefixListId") or properties.get("SourcePrefixListId")
    if "CidrIp" in properties:
        rule["IpRanges"] = [{"CidrIp": properties["CidrIp"], **described}]
    if group:
        rule["UserIdGroupPairs"] = [{"GroupId": group, **described}]
    if prefix_list:
        rule["PrefixListIds"] = [{"PrefixListId": prefix_list, **described}]
    return {"GroupId": properties["GroupId"], "IpPermissions": [rule]}


@resource("AWS::EC2::SecurityGroupIngress")
class SecurityGroupIngress:
    def create(logical_id, properties, stack):
        client("ec2").authorize_security_group_ingress(**_rule(properties))
        return f"sgr-{stack}-{logical_id}", {"Id": f"sgr-{stack}-{logical_id}"}

    def delete(_physical_id, properties):
        client("ec2").revoke_security_group_ingress(**_rule(properties))


@resource("AWS::EC2::SecurityGroupEgress")
class SecurityGroupEgress:
    def create(logical_id, properties, stack):
        client("ec2").authorize_security_group_egress(**_rule(properties))
        return f"sgr-{stack}-{logical_id}", {"Id": f"sgr-{stack}-{logical_id}"}

    def delete(_physical_id, properties):
        client("ec2").revoke_security_group_egress(**_rule(properties))
