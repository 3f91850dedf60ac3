"""Handlers of CloudFormation resource types."""
import uuid

from ministack.services.cloudformation import provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS

#: Types served by the local cloud: `handler` or `recorded only`, with the reason.
SERVED = {}


def resource(resource_type):
    """Registers a class as the handler of a type. It has `create(logical_id, properties, stack)`, `delete(physical_id, properties)` and, for
    updates without replacement, `update(physical_id, old, new, stack)`. `create` and `update` return the physical id and the attributes for
    `Fn::GetAtt`."""
    def register(cls):
        functions = {name: getattr(cls, name) for name in ("create", "update", "delete") if hasattr(cls, name)}
        functions.setdefault("update", _replace(functions))
        HANDLERS[resource_type] = functions
        SERVED[resource_type] = ("handler", "")
        return cls
    return register


def _replace(functions):
    # CloudFormation deletes the replaced resource if the physical id changes.
    return lambda _physical_id, _old, new, stack: functions["create"](uuid.uuid4().hex[:8], new, stack)


def mended(resource_type, create=None, update=None):
    """Registers a function that runs after the handler of the emulator, which ignores some properties."""
    own = dict(HANDLERS[resource_type])

    def create_and_mend(*args):
        physical_id, attributes = own["create"](*args)
        return physical_id, {**attributes, **(create(physical_id, args[1]) or {})}

    def update_and_mend(physical_id, old, new, *rest):
        updated, attributes = own["update"](physical_id, old, new, *rest)
        return updated, {**attributes, **((update or create)(updated, new) or {})}

    HANDLERS[resource_type] = {**own, "create": create_and_mend, **({"update": update_and_mend} if "update" in own else {})}
    SERVED[resource_type] = ("handler", "emulator, with additional properties")


def recorded(resource_type, why, **attributes):
    """Registers a type that is stored in the stack only. The deployment lists it as recorded only."""
    def create(logical_id, _properties, stack):
        physical_id = f"{stack}-{logical_id}-{uuid.uuid4().hex[:8]}"
        return physical_id, {name: value.format(id=physical_id) for name, value in attributes.items()}

    HANDLERS[resource_type] = {"create": create, "update": lambda physical_id, *_: (physical_id, {
        name: value.format(id=physical_id) for name, value in attributes.items()}), "delete": lambda *_: None}
    SERVED[resource_type] = ("recorded only", why)


def flag(value):
    """CloudFormation accepts booleans as strings."""
    return str(value).lower() == "true"


def camel(value):
    """Converts keys from PascalCase (CloudFormation) to camelCase (API) at every level."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(item) for name, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def chosen(properties, *names, **renamed):
    """Selects the named properties that are set. `api_name='Property'` renames a property for the API."""
    wanted = {name: name for name in names} | renamed
    return {api: properties[name] for api, name in wanted.items() if name in properties}


def tags(properties):
    """Tags of a resource, without the `aws:` tags that CloudFormation adds and the APIs refuse."""
    return [tag for tag in properties.get("Tags", []) if not tag["Key"].startswith("aws:")]
