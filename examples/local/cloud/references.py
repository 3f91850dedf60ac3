"""`Fn::GetStackOutput` across Regions. The emulator searches only the Region of the stack."""
from ministack.core.responses import get_account_id
from ministack.services.cloudformation import _stacks, engine, stacks

_resolve = engine._resolve_refs


def _resolve_across_regions(value, *context):
    reference = value.get("Fn::GetStackOutput") if isinstance(value, dict) else None
    if not isinstance(reference, dict) or "Region" not in reference:
        return _resolve(value, *context)
    name, region, output = (_resolve(reference[part], *context) for part in ("StackName", "Region", "OutputName"))
    for found in _stacks._data.get((get_account_id(), region, name), {}).get("Outputs", []):
        if found["OutputKey"] == output:
            return found["OutputValue"]
    raise ValueError(f"output '{output}' of stack '{name}' in {region} does not exist")


def install():
    """Replaces the function for recursion in the engine and for calls by the stacks."""
    engine._resolve_refs = stacks._resolve_refs = _resolve_across_regions
