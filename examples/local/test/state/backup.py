"""The database has daily backups in an encrypted vault, with a copy in the platform's Region for copies."""
from .stack import only


def check(stack, expected):
    backup = stack.client("backup")
    for name in stack.ids("AWS::Backup::BackupVault"):
        stack.assert_own_key(backup.describe_backup_vault(BackupVaultName=name)["EncryptionKeyArn"], name)
    for plan in stack.ids("AWS::Backup::BackupPlan"):
        rule = only(backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]["Rules"], "rule")
        assert rule["TargetBackupVaultName"] in stack.ids("AWS::Backup::BackupVault"), rule
        assert rule["Lifecycle"]["DeleteAfterDays"] >= expected.backup_rule_days, rule
        assert expected.changed or rule["ScheduleExpression"] == "cron(0 5 * * ? *)", rule
        _copies(rule.get("CopyActions", []), stack, expected)
        _selection(stack, plan, expected)


def _selection(stack, plan, expected):
    backup = stack.client("backup")
    chosen = only(backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"], "selection")
    selection = backup.get_backup_selection(BackupPlanId=plan, SelectionId=chosen["SelectionId"])["BackupSelection"]
    stack.assert_own_role(selection["IamRoleArn"], "the backup")
    database = only((arn for arn in selection["Resources"] if ":rds:" in arn), "database in the backup")
    kind = "cluster" if expected.database.members else "db"
    assert database.endswith(f":rds:{stack.region}:000000000000:{kind}:{expected.database.name}"), selection


def _copies(copies, stack, expected):
    if not expected.backup_copy:
        assert not copies, f"backups are copied to another Region: {copies}"
        return
    arn = only(copies, "copy")["DestinationBackupVaultArn"]
    region, name = arn.split(":")[3], arn.rsplit(":", 1)[-1]
    assert region == expected.backup_copy != stack.region, arn
    vault = stack.client("backup", region).describe_backup_vault(BackupVaultName=name)
    assert vault["BackupVaultArn"] == arn, vault
    key = stack.client("kms", region).describe_key(KeyId=vault["EncryptionKeyArn"])["KeyMetadata"]
    assert key["Enabled"] and key["KeyManager"] == "CUSTOMER" and key["Arn"].split(":")[3] == region, key
