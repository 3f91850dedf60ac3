"""Three subnet types with their routes, network ACLs and security groups."""
from .stack import only

WORLD = ("0.0.0.0/0", "::/0")


def check(stack, expected):
    ec2 = stack.client("ec2")
    for vpc in stack.ids("AWS::EC2::VPC"):
        in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
        for attribute, name in (("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")):
            assert ec2.describe_vpc_attribute(VpcId=vpc, Attribute=attribute)[name]["Value"], f"{vpc} has no {attribute}"
        _flow_log(stack, vpc)
        _subnets(ec2, in_vpc, expected)
        _groups(stack, in_vpc)
        _endpoints(stack, expected)


def _flow_log(stack, vpc):
    flow = only((item for item in stack.client("ec2").describe_flow_logs()["FlowLogs"] if item["ResourceId"] == vpc), f"flow log of {vpc}")
    assert flow["TrafficType"] == "ALL" and flow["FlowLogStatus"] == "ACTIVE", flow


def _subnets(ec2, in_vpc, expected):
    gateways = {item["NatGatewayId"]: item for item in ec2.describe_nat_gateways(Filters=in_vpc)["NatGateways"] if item["State"] == "available"}
    assert len(gateways) == expected.nats, f"need {expected.nats} NAT gateways, got {gateways}"
    subnets = {item["SubnetId"]: item for item in ec2.describe_subnets(Filters=in_vpc)["Subnets"]}
    kinds = {}
    for table in ec2.describe_route_tables(Filters=in_vpc)["RouteTables"]:
        for association in table["Associations"]:
            if association.get("SubnetId"):
                subnet = subnets.pop(association["SubnetId"])
                kinds.setdefault(_kind(table, subnet, gateways), []).append(subnet)
    assert not subnets, f"subnets without an explicit route table: {sorted(subnets)}"
    assert set(kinds) == {"public", "private", "isolated"}, f"the subnet types are {sorted(kinds)}"
    for kind, members in kinds.items():
        zones = [subnet["AvailabilityZone"] for subnet in members]
        assert len(zones) == len(set(zones)) == expected.zones, f"{kind} subnets are in {zones}, need {expected.zones} zones"
        assert not any(subnet["MapPublicIpOnLaunch"] for subnet in members), f"{kind} subnets assign public addresses"
        cidrs = {subnet["CidrBlock"] for subnet in members}
        assert expected.subnets is None or cidrs == expected.subnets[kind], f"{kind} subnets are {cidrs}"
    public = {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in kinds["public"]}
    assert {gateway["SubnetId"] for gateway in gateways.values()} <= set(public), "a NAT gateway is not in a public subnet"
    for subnet in kinds["private"] if expected.nats == expected.zones else []:
        assert public[gateways[subnet["NatGatewayId"]]["SubnetId"]] == subnet["AvailabilityZone"], f"{subnet} uses a NAT gateway in another zone"
    _closed_to_others(ec2, in_vpc, kinds["isolated"])


def _kind(table, subnet, gateways):
    """Subnet type, by the default route."""
    route = [route for route in table["Routes"] if route.get("DestinationCidrBlock") == "0.0.0.0/0"]
    if not route:
        return "isolated"
    assert len(route) == 1 and route[0]["State"] == "active", table
    if route[0].get("GatewayId", "").startswith("igw-"):
        return "public"
    gateway = route[0].get("NatGatewayId")
    assert gateway in gateways, f"{table['RouteTableId']} has the default route {route}"
    subnet["NatGatewayId"] = gateway
    return "private"


def _closed_to_others(ec2, in_vpc, isolated):
    """Asserts that isolated subnets exchange traffic only within the VPC."""
    cidr = ec2.describe_vpcs(VpcIds=[isolated[0]["VpcId"]])["Vpcs"][0]["CidrBlock"]
    ids = {subnet["SubnetId"] for subnet in isolated}
    covered = set()
    for acl in ec2.describe_network_acls(Filters=in_vpc)["NetworkAcls"]:
        mine = {association["SubnetId"] for association in acl["Associations"]} & ids
        if mine:
            allowed = {(entry["CidrBlock"], entry["Egress"]) for entry in acl["Entries"] if entry["RuleAction"] == "allow"}
            assert allowed == {(cidr, False), (cidr, True)}, f"{acl['NetworkAclId']} of the isolated subnets allows {allowed}"
            covered |= mine
    assert covered == ids, f"isolated subnets without a network ACL: {ids - covered}"


def _groups(stack, in_vpc):
    ec2 = stack.client("ec2")
    balancers = stack.client("elbv2").describe_load_balancers()["LoadBalancers"]
    public = {group for balancer in balancers for group in balancer.get("SecurityGroups", [])}
    groups = ec2.describe_security_groups(Filters=in_vpc)["SecurityGroups"]
    default = only((group for group in groups if group["GroupName"] == "default"), "default security group")
    assert not default["IpPermissions"] and not default["IpPermissionsEgress"], f"the default security group has rules: {default}"
    for group in groups:
        for rule in group["IpPermissions"]:
            if any(source in WORLD for source in _sources(rule)):
                admitted = group["GroupId"] in public and rule["FromPort"] == rule["ToPort"] in (80, 443)
                assert admitted, f"{group['GroupName']} is open to the world: {rule}"
    for group in _of_databases(stack):
        rules = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        assert not [rule for rule in rules["IpPermissionsEgress"] if _sources(rule) != ["255.255.255.255/32"]], f"the database has egress rules: {rules}"
        assert all(rule.get("UserIdGroupPairs") and not _sources(rule) for rule in rules["IpPermissions"]), f"the database allows ingress from addresses: {rules}"


def _sources(rule):
    return [item["CidrIp"] for item in rule.get("IpRanges", [])] + [item["CidrIpv6"] for item in rule.get("Ipv6Ranges", [])]


def _of_databases(stack):
    rds = stack.client("rds")
    clusters = [item for item in rds.describe_db_clusters()["DBClusters"] if item["DBClusterIdentifier"] in stack.ids("AWS::RDS::DBCluster")]
    instances = [item for item in rds.describe_db_instances()["DBInstances"] if item["DBInstanceIdentifier"] in stack.ids("AWS::RDS::DBInstance")]
    return {group["VpcSecurityGroupId"] for database in clusters + instances for group in database["VpcSecurityGroups"]}


def _endpoints(stack, expected):
    endpoints = stack.client("ec2").describe_vpc_endpoints(VpcEndpointIds=stack.ids("AWS::EC2::VPCEndpoint"))["VpcEndpoints"]
    for endpoint in endpoints:
        if endpoint["VpcEndpointType"] == "Interface":
            assert len(endpoint["SubnetIds"]) == expected.zones, endpoint
        else:
            assert endpoint["RouteTableIds"], f"{endpoint['ServiceName']} has no route tables"
    names = {endpoint["ServiceName"].split(".", 3)[3] for endpoint in endpoints}
    assert names >= set(expected.endpoints), f"endpoints are {sorted(names)}, need {expected.endpoints}"
