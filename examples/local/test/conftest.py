"""One local cloud for the test session."""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
STATE = pathlib.Path(os.environ.get("LOCAL_CLOUD_STATE", HERE.parent / ".state")) / "local-cloud"
ROOT = HERE.parents[2]
COMMAND = ["node", "--import", "tsx", "examples/local/local.ts"]


def local(*words, code=0, environment=None):
    """Runs `npm run local` and returns its output."""
    ran = subprocess.run([*COMMAND, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    output = ran.stdout + ran.stderr
    assert ran.returncode == code, f"exit code {ran.returncode}:\n{output[-4000:]}"
    return output


@pytest.fixture(scope="session", autouse=True)
def cloud():
    """Starts the local cloud and sets its endpoint for the SDK."""
    local("stop")
    local("start")
    port = json.loads((STATE / "cloud.json").read_text())["port"]
    os.environ.update(AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}", AWS_ACCESS_KEY_ID="000000000000", AWS_SECRET_ACCESS_KEY="local",
                      AWS_EC2_METADATA_DISABLED="true")
    yield port
    local("stop")
