"""What CloudFormation needs beyond the emulator's own handlers, one module for each service."""
import importlib
import pkgutil


def register():
    """Importing a module registers its handlers."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
