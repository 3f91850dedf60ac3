"""Clients of the pipeline platform's API, its stream, tasks of its service, and their database."""
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from decimal import Decimal

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from conftest import ROOT

APP = ROOT / "examples/pipeline/app"
REGION = "us-east-1"


def typescript(*words, **options):
    return subprocess.Popen(["npx", "tsx", *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)


class Api:
    """A client of the deployed API with the given credentials."""

    def __init__(self, port, outputs, credentials):
        self._port, self._credentials = port, credentials
        self._host = f"{outputs['ApiGatewayId']}.execute-api.127.0.0.1:{port}"
        self._path = urllib.parse.urlsplit(outputs["ApiGatewayEndpoint"]).path

    def post(self, body, path="", tampered=None, **headers):
        """Status, headers and JSON of the response. `tampered` replaces the signed body."""
        request = AWSRequest("POST", f"http://{self._host}{self._path}{path}", {
            "Host": self._host, "Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}, body.encode())
        if self._credentials:
            SigV4Auth(self._credentials, "execute-api", REGION).add_auth(request)
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("POST", self._path + path, (tampered or body).encode(), dict(request.headers))
        answer = connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())

    def deliver(self, body, path="", **headers):
        """Sends the request and retries after the time in `Retry-After`."""
        for _ in range(30):
            status, answered, answer = self.post(body, path, **headers)
            if status != 503:
                break
            time.sleep(int(answered["Retry-After"]))
        assert status == 200, answer
        return answer


class Stream:
    """The deployed stream."""

    def __init__(self, name):
        self._name, self._kinesis = name, boto3.client("kinesis", region_name=REGION)

    def record(self, answer):
        """Record of a request, by the response of the API."""
        return self.records()[answer["sequenceNumber"]]

    def records(self):
        """All records by sequence number."""
        found = {}
        for shard in self._kinesis.list_shards(StreamName=self._name)["Shards"]:
            iterator = self._kinesis.get_shard_iterator(StreamName=self._name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            while (page := self._kinesis.get_records(ShardIterator=iterator, Limit=1000))["Records"]:
                found.update({record["SequenceNumber"]: record for record in page["Records"]})
                iterator = page["NextShardIterator"]
        return found


class Database:
    """A PostgreSQL server with the user, password and database name of the deployed database."""

    def __init__(self, environment):
        secret = boto3.client("secretsmanager", region_name=REGION).get_secret_value(SecretId=environment["DATABASE_SECRET_ARN"])
        self._credentials, self._name = json.loads(secret["SecretString"]), environment["DATABASE_NAME"]
        self._server = typescript("examples/local/test/database.ts", "postgres", self._credentials["username"], self._credentials["password"], self._name,
                                  stderr=subprocess.PIPE)
        line = self._server.stdout.readline()
        assert line, self._server.stderr.read()
        found = json.loads(line)
        self.port, self.certificates = found["port"], found["certificates"]

    def rows(self, query):
        uri = f"host=localhost port={self.port} user={self._credentials['username']} dbname={self._name} sslmode=verify-full sslrootcert={self.certificates}"
        ran = subprocess.run(["psql", uri, "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", query],
                             env={**os.environ, "PGPASSWORD": self._credentials["password"]}, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line, parse_float=Decimal) for line in ran.stdout.split("\n") if line]

    def counts(self):
        return self.rows("SELECT json_build_array((SELECT count(*) FROM pipeline.event), (SELECT count(*) FROM pipeline.set_aside))")[0]

    def close(self):
        self._server.stdin.close()
        self._server.wait(30)


class Task:
    """The data processor as a process with the environment of the deployed task definition, except the database, the endpoints and the port."""

    def __init__(self, cloud, container, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._container = container
        self._environment = {
            "PATH": os.environ["PATH"], "NODE_NO_WARNINGS": "1", "AWS_REGION": REGION,
            **{variable["name"]: variable["value"] for variable in container["environment"]},
            "DATABASE_HOST": "localhost", "DATABASE_PORT": str(database.port), "DATABASE_CA_FILE": database.certificates, "PORT": str(self._port),
            # The SDKs refuse FIPS together with a custom endpoint.
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{cloud}", "AWS_USE_FIPS_ENDPOINT": "false",
            "AWS_ACCESS_KEY_ID": "000000000000", "AWS_SECRET_ACCESS_KEY": "local",
        }
        self._process = subprocess.Popen(["node", "dist/main.js"], cwd=APP, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def health(self, probe):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health/{probe}", timeout=5).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            assert self._process.poll() is None, self._process.stdout.read()
            return 0

    def check(self):
        """Exit code of the health check in the deployed task definition."""
        command = self._container["healthCheck"]["command"]
        assert command[0] == "CMD"
        return subprocess.run(command[1:], cwd=APP, env=self._environment, check=False, timeout=30).returncode

    def stop(self):
        """Stops the task as ECS does, with the deployed stop timeout. Returns the exit code and the log lines."""
        self._process.send_signal(signal.SIGTERM)
        output, _ = self._process.communicate(timeout=self._container["stopTimeout"])
        return self._process.returncode, [json.loads(line) for line in output.split("\n") if line]

    def kill(self):
        self._process.kill()
        self._process.communicate()


def until(holds, otherwise, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{otherwise} within {seconds} s"
        time.sleep(0.2)
