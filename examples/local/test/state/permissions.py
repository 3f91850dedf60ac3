"""Roles trust services only, and no policy allows all actions of a service."""


def check(stack, _expected):
    iam = stack.client("iam")
    for role in stack.ids("AWS::IAM::Role"):
        described = iam.get_role(RoleName=role)["Role"]
        for statement in described["AssumeRolePolicyDocument"]["Statement"]:
            assert set(statement["Principal"]) == {"Service"}, f"role {role} trusts {statement['Principal']}"
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            _bounded(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"], f"{role}, {name}")
    for arn in stack.ids("AWS::IAM::ManagedPolicy"):
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        _bounded(iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"], arn)
        assert iam.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"], f"{arn} is not attached to a role"
    for function in stack.ids("AWS::Lambda::Function"):
        configuration = stack.client("lambda").get_function_configuration(FunctionName=function)
        assert configuration["Role"].rsplit("/", 1)[-1] in stack.ids("AWS::IAM::Role"), configuration


def _bounded(document, name):
    for statement in document["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert statement["Effect"] == "Deny" or not any(action.endswith(":*") or action == "*" for action in actions), f"{name} allows {statement}"
