"""Failed creations of stacks: what the emulator rolls back, and how a creation without rollback continues."""
import contextvars

from ministack.services.cloudformation import handlers, stacks

#: Resources that the running rollback keeps, because a resource that was not deleted depends on them.
_kept = contextvars.ContextVar("kept")


def install():
    """Replaces the functions for the stacks and for the requests."""
    stacks._roll_back_operation = handlers._roll_back_operation = _keep_what_is_in_use(stacks._roll_back_operation)
    stacks._delete_resource = _unless_in_use(stacks._delete_resource)
    handlers._ACTION_HANDLERS["UpdateStack"] = _continue_creation(handlers._update_stack)


def _keep_what_is_in_use(roll_back):
    """A resource that cannot be deleted stays in its stack with its dependencies. The emulator deletes them and forgets the resource."""
    async def keeping(stack_name, stack_id, stack, operation, *rest, **options):
        created, token = dict(stack.get("_resources", {})), _kept.set((set(), operation.get("template", {}).get("Resources", {}), set(stack.get("_resources", {}))))
        try:
            await roll_back(stack_name, stack_id, stack, operation, *rest, **options)
        finally:
            _kept.reset(token)
        if stack["StackStatus"] == "ROLLBACK_FAILED":
            stack["_resources"].update((logical_id, created[logical_id]) for logical_id in stack["_rollback_failed"])
    return keeping


def _unless_in_use(delete):
    def act(resource_type, physical_id, properties, stack_name=None, logical_id=None):
        kept, definitions, created = _kept.get((set(), {}, set()))
        if logical_id in kept:
            raise ValueError("A resource that was not deleted depends on it.")
        try:
            return delete(resource_type, physical_id, properties, stack_name, logical_id)
        except Exception:
            if logical_id in definitions:
                kept |= stacks._with_dependencies([logical_id], definitions, created)
            raise
    return act


def _continue_creation(update):
    """A stack in CREATE_FAILED or UPDATE_FAILED accepts an update without rollback, also with the same template
    (CloudFormation User Guide, Choose how to handle failures when provisioning resources)."""
    def act(parameters):
        stack = handlers._resolve_stack(handlers._p(parameters, "StackName"))
        status = (stack or {}).get("StackStatus")
        if status not in ("CREATE_FAILED", "UPDATE_FAILED") or handlers._p(parameters, "DisableRollback").lower() != "true":
            return update(parameters)
        deployed, stack["StackStatus"], stack["_template"] = stack["_template"], "UPDATE_COMPLETE", {}
        answer = update(parameters)
        if answer[0] != 200:
            stack["StackStatus"], stack["_template"] = status, deployed
        return answer
    return act
