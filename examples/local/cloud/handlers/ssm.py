"""AWS Systems Manager: maintenance windows and patch baselines, served by the second emulator."""
from ..client import client
from ..registry import chosen, flag, resource, tags


@resource("AWS::SSM::MaintenanceWindow")
class MaintenanceWindow:
    def create(_logical_id, properties, _stack):
        made = client("ssm").create_maintenance_window(**MaintenanceWindow.options(properties), Tags=tags(properties))["WindowId"]
        return made, {}

    def delete(physical_id, _properties):
        client("ssm").delete_maintenance_window(WindowId=physical_id)

    def options(properties):
        return {**chosen(properties, "Name", "Description", "Schedule", "ScheduleTimezone", "StartDate", "EndDate"),
                "Duration": int(properties["Duration"]), "Cutoff": int(properties["Cutoff"]),
                "AllowUnassociatedTargets": flag(properties.get("AllowUnassociatedTargets"))}


@resource("AWS::SSM::MaintenanceWindowTarget")
class MaintenanceWindowTarget:
    def create(_logical_id, properties, _stack):
        made = client("ssm").register_target_with_maintenance_window(
            **chosen(properties, "WindowId", "ResourceType", "Targets", "OwnerInformation", "Name", "Description"))["WindowTargetId"]
        return made, {}

    def delete(physical_id, properties):
        client("ssm").deregister_target_from_maintenance_window(WindowId=properties["WindowId"], WindowTargetId=physical_id)


@resource("AWS::SSM::MaintenanceWindowTask")
class MaintenanceWindowTask:
    def create(_logical_id, properties, _stack):
        made = client("ssm").register_task_with_maintenance_window(
            **chosen(properties, "WindowId", "Targets", "TaskArn", "ServiceRoleArn", "TaskType", "MaxConcurrency", "MaxErrors", "Name", "Description"),
            Priority=int(properties.get("Priority", 1)))["WindowTaskId"]
        return made, {}

    def delete(physical_id, properties):
        client("ssm").deregister_task_from_maintenance_window(WindowId=properties["WindowId"], WindowTaskId=physical_id)


@resource("AWS::SSM::PatchBaseline")
class PatchBaseline:
    def create(_logical_id, properties, _stack):
        made = client("ssm").create_patch_baseline(
            **chosen(properties, "Name", "Description", "OperatingSystem", "ApprovedPatchesComplianceLevel"))["BaselineId"]
        return made, {"Id": made}

    def delete(physical_id, _properties):
        client("ssm").delete_patch_baseline(BaselineId=physical_id)
