"""Runs the local cloud as one process on loopback: `python -m cloud STATE_FOLDER PORT`."""
import os
import pathlib
import sys

STATE = pathlib.Path(sys.argv[1])
RUNTIME = pathlib.Path(__file__).parents[1] / "runtime"
os.environ.update(
    GATEWAY_PORT=sys.argv[2], BIND_HOST="127.0.0.1", MINISTACK_HOST="127.0.0.1", IOT_MTLS_ENABLED="0", SFTP_ENABLED="0",
    LAMBDA_EXECUTOR="local", TMPDIR=str(STATE / "tmp"), S3_DATA_DIR=str(STATE / "s3"), STATE_DIR=str(STATE / "state"), LOG_LEVEL="WARNING",
    # Functions run as processes that inherit these variables.
    NODE_OPTIONS=f'--require "{RUNTIME / "fence.js"}"', PYTHONPATH=str(RUNTIME),
)

from ministack import app as first  # noqa: E402 - reads the environment during import

from . import faults, names, references, rollback, second, summary  # noqa: E402
from .client import serve_with  # noqa: E402
from .handlers import register  # noqa: E402

register()
references.install()
names.install()
rollback.install()
faults.install(STATE / "fail-at")
first.app = summary.with_summary(second.beside(first.app))
serve_with(first.app)
sys.argv = ["cloud"]
first.main()
