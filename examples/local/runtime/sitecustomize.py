"""Restricts connections of functions to loopback. Prevents mistakes; not a sandbox."""
import re
import sys

_HERE = re.compile(r"localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|", re.I)
#: Index of the address or name in the arguments of an audit event.
_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def _fence(event, args):
    if event not in _EVENTS:
        return
    place = args[_EVENTS[event]]
    host = place[0] if isinstance(place, tuple) else place if "get" in event else None
    host = host.decode() if isinstance(host, bytes) else host
    if host is not None and not _HERE.fullmatch(host):
        raise ConnectionRefusedError(f"{host} is outside the local cloud, only loopback addresses are allowed")


sys.addaudithook(_fence)
