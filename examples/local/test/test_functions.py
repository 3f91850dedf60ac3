"""Functions can connect to the local cloud and to no address outside of loopback."""
import io
import json
import uuid
import zipfile

import boto3
import pytest

NODE = """
exports.handler = async ({ way, host }) => {
  const ways = {
    fetch: () => fetch(`https://${host}/`),
    socket: () => new Promise((resolve, reject) => require('net').connect(443, host).on('error', reject).on('connect', resolve)),
    tls: () => new Promise((resolve, reject) => require('tls').connect({ host, port: 443 }).on('error', reject).on('secureConnect', resolve)),
    name: () => require('dns').promises.lookup(host),
    resolve: () => new Promise((resolve, reject) => require('dns').resolve4(host, (error) => (error ? reject(error) : resolve()))),
    datagram: async () => require('dgram').createSocket('udp4').send('x', 53, host),
    cloud: () => fetch(process.env.AWS_ENDPOINT_URL + '/_ministack/health').then(({ status }) => status),
  };
  return ways[way]().catch((error) => { throw error.cause ?? error; });
};
"""
PYTHON = """
import os, socket, urllib.request

def handler(event, _context):
    host = event['host']
    return {
        'fetch': lambda: urllib.request.urlopen(f'https://{host}/', timeout=5).status,
        'socket': lambda: socket.create_connection((host, 443), timeout=5),
        'name': lambda: socket.getaddrinfo(host, 443),
        'datagram': lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', (host, 53)),
        'cloud': lambda: urllib.request.urlopen(os.environ['AWS_ENDPOINT_URL'] + '/_ministack/health').status,
    }[event['way']]()
"""
#: An address reserved for documentation (RFC 5737), and a public name.
ADDRESS, NAME = "192.0.2.1", "aws.amazon.com"


@pytest.fixture(params=[("nodejs24.x", "index.js", NODE), ("python3.13", "index.py", PYTHON)], ids=["node", "python"], scope="module")
def function(request):
    runtime, file, code = request.param
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr(file, code)
    functions = boto3.client("lambda", region_name="us-east-1")
    name = f"fence-{uuid.uuid4().hex[:8]}"
    functions.create_function(FunctionName=name, Runtime=runtime, Role="arn:aws:iam::000000000000:role/any", Handler="index.handler",
                              Code={"ZipFile": archive.getvalue()}, Timeout=20)

    def ask(way, host=""):
        answer = functions.invoke(FunctionName=name, Payload=json.dumps({"way": way, "host": host}).encode())
        return answer.get("FunctionError"), answer["Payload"].read().decode()

    ask.look_ups = {"nodejs24.x": ("name", "resolve", "tls"), "python3.13": ("name",)}[runtime]
    yield ask
    functions.delete_function(FunctionName=name)


def test_connects_to_the_local_cloud(function):
    assert function("cloud") == (None, "200")


def test_connections_to_other_hosts_are_refused(function):
    ways = [(way, host) for way in ("fetch", "socket") for host in (ADDRESS, NAME)] + [("datagram", ADDRESS)]
    for way, host in [*ways, *((way, NAME) for way in function.look_ups)]:
        failed, answer = function(way, host)
        assert failed and f"{host} is outside the local cloud, only loopback addresses are allowed" in answer, f"{way} to {host}: {answer}"
