"""A cloud beside the one of the session, for tests that start and stop it."""
import contextlib
import os
import pathlib

from conftest import STATE, local


class OwnCloud:
    """A state folder, with the emulators that the session's has installed."""

    def __init__(self, folder, installed=True):
        self.state = folder
        if installed:
            (folder / "venv").symlink_to(STATE / "venv")

    def environment(self, **changes):
        """That of this process, without the session's cloud."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "LOCAL_CLOUD_"))}
        return own | {"LOCAL_CLOUD_STATE": str(self.state)} | changes

    def run(self, *words, code=0, **environment):
        """Runs the command and gives what it printed."""
        return local(*words, code=code, environment=self.environment(**environment)).strip()

    def processes(self):
        """Command lines of everything that was started for this cloud, by process id."""
        found = {}
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"LOCAL_CLOUD_STATE={self.state}\0" in (process / "environ").read_text(errors="replace"):
                    found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        return found


@contextlib.contextmanager
def own_cloud(folder, installed=True):
    """One that is gone afterwards."""
    cloud = OwnCloud(folder, installed)
    try:
        yield cloud
    finally:
        cloud.run("stop")
