"""Amazon ECS: parts of container definitions. The emulator stores them in PascalCase, which the SDKs ignore."""
from ministack.services.cloudformation import provisioners

from ..registry import camel

_PARTS = ("healthCheck", "linuxParameters", "secrets")
_normalize = provisioners._normalize_container_defs


def _in_case_of_api(definitions):
    return [{**container, **{part: camel(container[part]) for part in _PARTS if part in container}} for container in _normalize(definitions)]


provisioners._normalize_container_defs = _in_case_of_api
