"""Messages of the command and cleanup after errors and interruptions."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import boto3
import pytest

from conftest import COMMAND, ROOT
from own_cloud import own_cloud

PLATFORMS = "loan, payment, pipeline, transactions, ec2-baseline"
USAGE = f"""usage: npm run local -- <command> [platform ...] [-c key=value ...]

  start                        starts the local cloud
  deploy  <platform ...|all>   starts the local cloud if necessary, and deploys
  update  <platform ...|all>   deploys the changes
  destroy <platform ...|all>   deletes the stacks
  bootstrap <platform ...|all> bootstraps the Regions; deploy includes this
  status                       lists the stacks and the implementation of their resources
  stop                         stops the local cloud and deletes its stacks

platforms: {PLATFORMS}"""


@pytest.fixture
def own(tmp_path):
    with own_cloud(tmp_path) as cloud:
        yield cloud


@pytest.mark.parametrize("words, code, text", [
    ([], 2, USAGE),
    (["deploi", "loan"], 2, f"unknown command 'deploi'\n\n{USAGE}"),
    (["deploy"], 2, f"platform must be all or some of {PLATFORMS}, each once, got ''"),
    (["deploy", "loan", "lone"], 2, f"platform must be all or some of {PLATFORMS}, each once, got 'lone'"),
    (["update", "loan"], 2, "the local cloud is not running, run `npm run local -- deploy` first"),
    (["destroy", "loan"], 2, "the local cloud is not running, run `npm run local -- deploy` first"),
    (["status"], 0, "the local cloud is not running"),
    (["stop"], 0, "the local cloud is not running"),
])
def test_prints_usage_errors(own, words, code, text):
    assert own.run(*words, code=code) == text
    assert own.processes() == {}


def test_reports_a_missing_or_old_python(tmp_path):
    programs, state = tmp_path / "bin", tmp_path / "state"
    programs.mkdir()
    state.mkdir()
    (programs / "node").symlink_to(shutil.which("node"))
    with own_cloud(state, installed=False) as own:
        need = "python3 must be Python 3.10 or later with the module venv"
        assert own.run("deploy", "loan", code=1, PATH=str(programs)) == f"{need}, got none"
        (programs / "python3").write_text("#!/bin/sh\necho 3.9.18\n")
        (programs / "python3").chmod(0o755)
        assert own.run("deploy", "loan", code=1, PATH=str(programs)) == f"{need}, got 3.9.18"


def test_reports_an_unavailable_port(own):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert own.run("start", code=1, LOCAL_CLOUD_PORT=str(port)) == (
            f"LOCAL_CLOUD_PORT must be a free port of 127.0.0.1, got '{port}': listen EADDRINUSE: address already in use 127.0.0.1:{port}")
    assert own.run("start", code=2, LOCAL_CLOUD_PORT="http") == "LOCAL_CLOUD_PORT must be a port from 1 to 65535, got 'http'"
    assert own.processes() == {}


def test_a_new_cloud_on_the_same_port_has_no_state(own):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    runs = f"the local cloud runs at http://127.0.0.1:{port}"
    for _ in range(2):
        started = own.run("start", LOCAL_CLOUD_PORT=str(port))
        assert started.splitlines() == [f"{runs}, log file: {os.path.relpath(own.state / 'cloud.log', ROOT)}", runs, "no stacks are deployed"]
        assert own.run("start") == own.run("status") == f"{runs}\nno stacks are deployed"
        assert re.fullmatch(r"bootstrap ec2-baseline-dev\n  ec2-baseline-dev  done in \d+ s\nno stacks are deployed", own.run("bootstrap", "ec2-baseline"))
        cloudformation = boto3.client("cloudformation", region_name="us-west-1", endpoint_url=f"http://127.0.0.1:{port}")
        assert [stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]] == ["CDKToolkit"]
        assert own.run("stop") == "the local cloud is stopped and its stacks are deleted"
        assert own.processes() == {}


def test_a_failed_deployment_names_the_next_command(own):
    words = ("pipeline", "-c", "suffix=pr-123")
    own.run("start")
    (own.state / "fail-at").write_text("60")
    command, failed, error, refused = own.run("deploy", *words, code=1).splitlines()[-4:]
    assert (command, error) == ("pipeline-pr-123: cdk deploy failed:", "‣ DeploymentError: Resource updates failed:")
    name = re.fullmatch(r"CREATE_FAILED \| (?:AWS|Custom)::\S+ \| Pipeline/\S+ \((\w+)\) \1 failed on request", failed)[1]
    assert refused == (
        f"pipeline-pr-123 cannot be deployed in status ROLLBACK_COMPLETE ({name} failed on request), run `npm run local -- destroy pipeline -c suffix=pr-123` "
        "first, or `npm run local -- stop` to delete all stacks")
    assert own.run("deploy", *words, code=1).splitlines() == ["deploy pipeline-pr-123", refused]
    assert "\npipeline-pr-123 (us-east-1) ROLLBACK_COMPLETE\n" in own.run("status")
    arguments = re.search(r"`npm run local -- (destroy .+?)`", refused)[1].split()
    assert own.run(*arguments).splitlines()[-1] == "no stacks are deployed"
    assert own.run(*arguments).splitlines() == ["pipeline-pr-123 is not deployed", "no stacks are deployed"]
    deployed = own.run("deploy", *words)
    assert own.run("destroy", "pipeline").splitlines()[0] == (
        "pipeline-dev is not deployed, deployed stacks: pipeline-pr-123. Select an environment with -c suffix=<suffix>")
    assert "\npipeline-pr-123 (us-east-1) CREATE_COMPLETE\n" in deployed and deployed.split("\n\n")[1] == own.run("status").split("\n\n")[1]
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(re.search(r"^  ApiGatewayEndpoint is served at (.+)$", deployed, re.M)[1], b"{}")
    assert (answer.value.code, json.load(answer.value)["error"]) == (403, "the request is refused")


@pytest.mark.parametrize("program", ["", "examples/app.ts", "cdk deploy"])
@pytest.mark.parametrize("through", ["the terminal", "the process"])
def test_an_interrupted_deployment_stops_all_processes(own, program, through):
    command = ["npm", "run", "local", "--"] if through == "the terminal" else COMMAND
    running = subprocess.Popen([*command, "deploy", "loan"], cwd=ROOT, env=own.environment(), start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if not program:
        next(line for line in running.stdout if line == "deploy loan-dev\n")
    while program not in (programs := " ".join(own.processes().values())) or "-m cloud" not in programs:
        assert running.poll() is None
        time.sleep(0.1)
    if program == "cdk deploy":
        next(line for line in running.stdout if line.startswith("  loan-dev  25 of "))
    # A terminal signals its foreground process group.
    (os.killpg if through == "the terminal" else os.kill)(running.pid, signal.SIGINT)
    said = running.communicate(timeout=60)[0]
    assert said.count("interrupted: the local cloud is stopped and its stacks are deleted") == 1 and "failed" not in said, said
    assert running.returncode in (130, -signal.SIGINT)
    assert own.processes() == {}
    assert own.run("status") == "the local cloud is not running"
