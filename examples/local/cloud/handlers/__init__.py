"""Resource handlers that the emulator lacks, one module per service."""
import importlib
import pkgutil


def register():
    """Imports the modules, which registers their handlers."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
