"""Deployments that fail in the middle, on purpose."""
from ministack.services.cloudformation import stacks


def install(order):
    """While the file `order` holds a number n, the n-th resource that is created from then on fails."""
    create = stacks._provision_resource

    def create_or_fail(resource_type, logical_id, properties, stack):
        if order.exists():
            left = int(order.read_text()) - 1
            if left == 0:
                order.unlink()
                raise RuntimeError(f"{logical_id} was told to fail")
            order.write_text(str(left))
        return create(resource_type, logical_id, properties, stack)

    stacks._provision_resource = create_or_fail
