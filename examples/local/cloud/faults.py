"""Faults for tests of failed deployments."""
from ministack.services.cloudformation import stacks


def install(order):
    """Fails the n-th resource that is created or updated, where n is the number in the file `order`."""
    create, update = stacks._provision_resource, stacks._update_resource

    def count(logical_id):
        if order.exists():
            left = int(order.read_text()) - 1
            if left == 0:
                order.unlink()
                raise RuntimeError(f"{logical_id} failed on request")
            order.write_text(str(left))

    def create_or_fail(resource_type, logical_id, properties, stack):
        count(logical_id)
        return create(resource_type, logical_id, properties, stack)

    def update_or_fail(resource_type, physical_id, old, new, stack, logical_id, attributes):
        if old != new:
            count(logical_id)
        return update(resource_type, physical_id, old, new, stack, logical_id, attributes)

    stacks._provision_resource, stacks._update_resource = create_or_fail, update_or_fail
