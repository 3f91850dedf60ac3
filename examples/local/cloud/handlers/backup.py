"""AWS Backup: selections."""
from ..client import client
from ..registry import chosen, resource


@resource("AWS::Backup::BackupSelection")
class BackupSelection:
    def create(_logical_id, properties, _stack):
        selection = chosen(properties["BackupSelection"], "SelectionName", "IamRoleArn", "Resources", "NotResources", "ListOfTags", "Conditions")
        made = client("backup").create_backup_selection(BackupPlanId=properties["BackupPlanId"], BackupSelection=selection)
        return f"{made['SelectionId']}|{properties['BackupPlanId']}", {"SelectionId": made["SelectionId"], "BackupPlanId": properties["BackupPlanId"]}

    def delete(physical_id, properties):
        client("backup").delete_backup_selection(BackupPlanId=properties["BackupPlanId"], SelectionId=physical_id.split("|")[0])
