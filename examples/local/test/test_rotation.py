"""The deployed functions rotate the deployed passwords on real database servers while an application signs in."""
import contextlib
import glob
import io
import json
import os
import shutil
import subprocess
import threading
import time
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import ROOT, STATE, local
from inventory import resources
from pipeline import typescript, until
from visible import visible_text

REGION = "us-east-1"
#: Seconds after which an application stops retrying.
PATIENCE = 10
PLACES = os.pathsep.join([os.environ["PATH"], "/usr/sbin", *glob.glob("/usr/lib/postgresql/*/bin")])


@pytest.fixture(scope="module", autouse=True)
def programs():
    needed = ("postgres", "initdb", "psql", "mariadbd", "mariadb-install-db", "mariadb", "openssl")
    missing = [name for name in needed if not shutil.which(name, path=PLACES)]
    assert not missing, (f"{', '.join(missing)} not found, install PostgreSQL and MariaDB, "
                         "for example Debian's packages openssl, postgresql, mariadb-server-core and mariadb-client-core")


def test_aurora_mysql_of_the_transactions_platform():
    local("deploy", "transactions")
    rotates("transactions-dev", "mysql")
    local("destroy", "transactions")


def test_postgresql():
    local("bootstrap", "transactions")
    cdk("deploy", "--require-approval", "never", "--method", "direct")
    rotates("rotation", "postgres")
    cdk("destroy", "--force")


def cdk(*words):
    app = ["--app", "node --import tsx examples/local/test/rotation.ts", "--output", str(STATE / "assemblies" / "rotation")]
    ran = subprocess.run(["npx", "cdk", *words, *app], cwd=ROOT, env={**os.environ, "AWS_REGION": REGION, "CDK_VALIDATION": "false"},
                         capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]


def rotates(stack, engine):
    administrator, user = Secret(stack, "DatabaseRotation"), Secret(stack, "DatabaseApplicationUserRotation")
    first = administrator.current()
    assert first["engine"] == engine
    with database(engine, first["username"], first["password"], first["dbname"]) as (port, ca):
        for secret in (administrator, user):
            secret.move_to("localhost", port)
        passwords = one_user(administrator, ca) | users_in_turns(user, ca)
    text = visible_text(REGION, stack)
    assert len(passwords) == 6 and not [password for password in passwords if password in text]
    assert text.replace(" ", "").count('"step":"finishSecret","outcome":"done"') == 4


def one_user(secret, ca):
    """The first attempt fails because the function does not trust the authority. The retry and a second rotation succeed."""
    first = secret.current()
    with Application(secret, ca) as application:
        pending = secret.rotate()
        until(lambda: f"rotation of {secret.arn} failed in setSecret" in (STATE / "cloud.log").read_text(), "the rotation did not fail")
        assert secret.current() == first and signs_in(first, ca)
        secret.trust(ca)
        with secret.rotates_to(pending):
            with pytest.raises(ClientError, match="A previous rotation isn't complete. That rotation will be reattempted."):
                secret.rotate()
        second = secret.current()
        with secret.rotates_to():
            pass
        third = secret.current()
    assert [credentials["username"] for credentials in (second, third)] == [first["username"]] * 2
    assert [signs_in(credentials, ca) for credentials in (first, second, third)] == [False, False, True]
    assert application.failed == 0 and application.refused > 0, application
    return {credentials["password"] for credentials in (first, second, third)}


def users_in_turns(secret, ca):
    """The first rotation creates both users. Sign-ins after it are not refused."""
    first = secret.current()
    assert not signs_in(first, ca)
    secret.trust(ca)
    with secret.rotates_to():
        pass
    second = secret.current()
    assert signs_in(first, ca) and signs_in(second, ca)
    with Application(secret, ca) as application, secret.rotates_to():
        pass
    third = secret.current()
    assert [credentials["username"] for credentials in (second, third)] == [f"{first['username']}_clone", first["username"]]
    assert [signs_in(credentials, ca) for credentials in (first, second, third)] == [False, True, True]
    assert application.failed == application.refused == 0, application
    return {credentials["password"] for credentials in (first, second, third)}


class Secret:
    """A deployed database secret with its rotation function."""

    def __init__(self, stack, schedule):
        self.secrets = boto3.client("secretsmanager", region_name=REGION)
        schedules = resources(REGION, stack, "AWS::SecretsManager::RotationSchedule").items()
        [secret] = [secret for name, secret in schedules if name.startswith(schedule)]
        described = self.secrets.describe_secret(SecretId=secret)
        self.arn, self.function = described["ARN"], described["RotationLambdaARN"]

    def current(self):
        return json.loads(self.secrets.get_secret_value(SecretId=self.arn)["SecretString"])

    def version(self, stage):
        stages = self.secrets.describe_secret(SecretId=self.arn)["VersionIdsToStages"]
        found = [version for version, labels in stages.items() if stage in labels]
        assert len(found) <= 1, stages
        return found[0] if found else None

    def move_to(self, host, port):
        """Replaces the endpoint, because the emulator runs no database."""
        self.secrets.put_secret_value(SecretId=self.arn, SecretString=json.dumps({**self.current(), "host": host, "port": port}))

    def rotate(self):
        return self.secrets.rotate_secret(SecretId=self.arn)["VersionId"]

    @contextlib.contextmanager
    def rotates_to(self, version=None):
        """The block or a requested rotation creates the version. Only the user name and password change."""
        old, before = self.version("AWSCURRENT"), self.current()
        yield
        new = version or self.rotate()
        until(lambda: self.version("AWSCURRENT") == new, "the secret was not rotated")
        after = self.current()
        assert self.version("AWSPREVIOUS") == old and self.version("AWSPENDING") in (new, None)
        assert {**after, "username": "", "password": ""} == {**before, "username": "", "password": ""} and len(after["password"]) == 32

    def trust(self, ca):
        """Replaces the CA bundle of Amazon RDS in the deployed code."""
        functions = boto3.client("lambda", region_name=REGION)
        location = functions.get_function(FunctionName=self.function)["Code"]["Location"]
        deployed = zipfile.ZipFile(io.BytesIO(urllib.request.urlopen(location).read()))
        assert {"index.js", "certificates.pem"} <= set(deployed.namelist())
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w") as package:
            for name in deployed.namelist():
                package.writestr(name, open(ca, "rb").read() if name == "certificates.pem" else deployed.read(name))
        functions.update_function_code(FunctionName=self.function, ZipFile=changed.getvalue())


class Application:
    """Signs in repeatedly with the known password, and reads the secret again after each refusal."""

    def __init__(self, secret, ca):
        self.secret, self.ca, self.ended, self.pool = secret, ca, threading.Event(), ThreadPoolExecutor(1)
        self.logins = self.refused = self.failed = 0
        self.longest = 0.0

    def __enter__(self):
        self.running = self.pool.submit(self.run)
        self.signs_in_often()
        return self

    def __exit__(self, *_):
        self.signs_in_often()
        self.ended.set()
        self.running.result()
        print(f"\n{self}")

    def __repr__(self):
        return f"{self.user}: {self.logins} logins, {self.refused} refused and retried, {self.failed} failed, the longest {self.longest:.2f} s"

    def run(self):
        known = self.secret.current()
        self.user = f"{known['engine']}, {known['username']}"
        while not self.ended.is_set():
            started = time.monotonic()
            while not signs_in(known, self.ca):
                self.refused += 1
                if time.monotonic() - started > PATIENCE:
                    self.failed += 1
                    break
                known = self.secret.current()
            else:
                self.logins += 1
                self.longest = max(self.longest, time.monotonic() - started)

    def signs_in_often(self):
        """Waits for five more logins."""
        goal = self.logins + 5
        until(lambda: self.logins >= goal or self.running.done(), "the application did not sign in")


def signs_in(credentials, ca):
    return sign_in(credentials, ca, "SELECT 1")


def sign_in(credentials, ca, statement):
    """Uses the database's command-line client, which verifies the certificate and host name. Any failure except a refused password is an error."""
    at = {name: str(value) for name, value in credentials.items()}
    where = f"host={at['host']} port={at['port']} user={at['username']} dbname={at['dbname']} sslmode=verify-full sslrootcert={ca}"
    command = ["psql", "-X", "-c", statement, where] if at["engine"] == "postgres" else [
        "mariadb", "--no-defaults", "--protocol=TCP", "-h", at["host"], "-P", at["port"], "-u", at["username"], f"--ssl-ca={ca}",
        "--ssl-verify-server-cert", "-e", statement, at["dbname"]]
    environment = {"PATH": PLACES, "PGPASSWORD": at["password"], "MYSQL_PWD": at["password"]}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
    if ran.returncode and not any(refusal in ran.stderr for refusal in ("password authentication failed", "ERROR 1045")):
        raise AssertionError(ran.stderr)
    return ran.returncode == 0


@contextlib.contextmanager
def database(*words):
    """Port of a TLS-only server with a certificate for localhost, and the path of its CA certificate."""
    server = typescript("examples/local/test/database.ts", *words, stderr=subprocess.PIPE)
    try:
        line = server.stdout.readline()
        assert line, server.stderr.read()
        found = json.loads(line)
        yield found["port"], found["certificates"]
    finally:
        server.communicate(timeout=60)
