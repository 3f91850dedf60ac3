"""How CloudFormation types get a handler."""
import uuid

from ministack.services.cloudformation import provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS

#: What is served here and how: type to `handler` or `recorded only`, and why.
SERVED = {}


def resource(resource_type):
    """Serves a type by a class with `create(logical_id, properties, stack)`, `delete(physical_id, properties)` and, where CloudFormation changes
    it in place, `update(physical_id, old, new, stack)`; without one a change replaces it. `create` and `update` return the physical id and what
    `Fn::GetAtt` gives."""
    def register(cls):
        functions = {name: getattr(cls, name) for name in ("create", "update", "delete") if hasattr(cls, name)}
        functions.setdefault("update", _replace(functions))
        HANDLERS[resource_type] = functions
        SERVED[resource_type] = ("handler", "")
        return cls
    return register


def _replace(functions):
    # CloudFormation deletes the predecessor itself when the physical id changes.
    return lambda _physical_id, _old, new, stack: functions["create"](uuid.uuid4().hex[:8], new, stack)


def mended(resource_type, create=None, update=None):
    """Does something after the emulator's own handler, which drops a part of the properties."""
    own = dict(HANDLERS[resource_type])

    def create_and_mend(*args):
        physical_id, attributes = own["create"](*args)
        return physical_id, {**attributes, **(create(physical_id, args[1]) or {})}

    def update_and_mend(physical_id, old, new, *rest):
        updated, attributes = own["update"](physical_id, old, new, *rest)
        return updated, {**attributes, **((update or create)(updated, new) or {})}

    HANDLERS[resource_type] = {**own, "create": create_and_mend, **({"update": update_and_mend} if "update" in own else {})}
    SERVED[resource_type] = ("handler", "the emulator's own, mended")


def recorded(resource_type, why, **attributes):
    """Keeps a type in the stack and does nothing else; the deployment says so."""
    def create(logical_id, _properties, stack):
        physical_id = f"{stack}-{logical_id}-{uuid.uuid4().hex[:8]}"
        return physical_id, {name: value.format(id=physical_id) for name, value in attributes.items()}

    HANDLERS[resource_type] = {"create": create, "update": lambda physical_id, *_: (physical_id, {
        name: value.format(id=physical_id) for name, value in attributes.items()}), "delete": lambda *_: None}
    SERVED[resource_type] = ("recorded only", why)


def flag(value):
    """CloudFormation takes booleans as text too."""
    return str(value).lower() == "true"


def camel(value):
    """CloudFormation's PascalCase as the API's camelCase, at every level."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(item) for name, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def chosen(properties, *names, **renamed):
    """Those of the properties that are there, under the API's names where they differ (`api_name='Property'`)."""
    wanted = {name: name for name in names} | renamed
    return {api: properties[name] for api, name in wanted.items() if name in properties}


def tags(properties):
    """The tags of a resource, without those that CloudFormation adds and no API takes."""
    return [tag for tag in properties.get("Tags", []) if not tag["Key"].startswith("aws:")]
