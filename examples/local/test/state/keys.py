"""Keys rotate and have an alias. Their policies name principals and conditions."""
import json

PUBLIC = ("*", {"AWS": "*"})

#: Conditions that limit all principals to one role of the account, which does not have to exist yet.
ONE_ROLE = {"aws:PrincipalArn", "kms:CallerAccount"}

#: Amazon EventBridge sends no source account or ARN to AWS KMS (docs/decisions/0027-eventbridge-to-encrypted-topics.md).
UNCONDITIONAL = {"Service": "events.amazonaws.com"}


def check(stack, _expected):
    kms = stack.client("kms")
    for key in stack.ids("AWS::KMS::Key"):
        assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"], f"key {key} does not rotate"
        described = kms.describe_key(KeyId=key)["KeyMetadata"]
        assert described["KeyState"] == "Enabled" and described["KeyManager"] == "CUSTOMER", described
        aliases = kms.list_aliases(KeyId=key)["Aliases"]
        assert len(aliases) == 1 and aliases[0]["AliasName"] in stack.ids("AWS::KMS::Alias"), f"key {key} has the aliases {aliases}"
        for statement in json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])["Statement"]:
            _narrow(statement, key)


def _narrow(statement, key):
    principal, actions = statement["Principal"], _as_list(statement["Action"])
    conditions = {name for operator in statement.get("Condition", {}).values() for name in operator}
    assert principal not in PUBLIC or conditions >= ONE_ROLE, f"key {key} is public: {statement}"
    assert not any(action in ("*", "kms:*") for action in actions), f"key {key} allows all actions: {statement}"
    if {"kms:Decrypt", "kms:CreateGrant"} & set(actions):
        assert conditions or principal == UNCONDITIONAL, f"key {key} allows use without a condition: {statement}"
        if "Service" not in principal:
            assert "kms:ViaService" in conditions, f"key {key} allows use without a service: {statement}"


def _as_list(value):
    return value if isinstance(value, list) else [value]
