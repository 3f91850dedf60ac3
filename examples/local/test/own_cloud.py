"""A separate local cloud for tests that start and stop it."""
import contextlib
import json
import os
import pathlib

from conftest import STATE, local
from inventory import client


class OwnCloud:
    """A state folder that uses the installation of the session's local cloud."""

    def __init__(self, folder, installed=True):
        self.folder, self.state = folder, folder / "local-cloud"
        if installed:
            self.state.mkdir()
            (self.state / "made-by-local-cloud").touch()
            for name in ("venv", "runtime"):
                (self.state / name).symlink_to(STATE / name)

    def environment(self, **changes):
        """Environment of this process without the variables of the session's local cloud."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "LOCAL_CLOUD_"))}
        return own | {"LOCAL_CLOUD_STATE": str(self.folder)} | changes

    def run(self, *words, code=0, **environment):
        """Runs the command and returns its output."""
        return local(*words, code=code, environment=self.environment(**environment)).strip()

    def processes(self):
        """Command lines of all processes of this local cloud, by process id."""
        found = {}
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"LOCAL_CLOUD_STATE={self.folder}\0" in (process / "environ").read_text(errors="replace"):
                    found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        return found


@contextlib.contextmanager
def own_cloud(folder, installed=True):
    """A local cloud that is stopped after the block."""
    cloud = OwnCloud(folder, installed)
    try:
        yield cloud
    finally:
        cloud.run("stop")


@contextlib.contextmanager
def connected_cloud(folder):
    """A separate local cloud that runs, and to which the clients of the tests talk."""
    shared = os.environ["AWS_ENDPOINT_URL"]
    with own_cloud(folder) as cloud:
        cloud.run("start")
        _talk_to(f"http://127.0.0.1:{json.loads((cloud.state / 'cloud.json').read_text())['port']}")
        yield cloud
    _talk_to(shared)


def _talk_to(endpoint):
    os.environ["AWS_ENDPOINT_URL"] = endpoint
    client.cache_clear()
