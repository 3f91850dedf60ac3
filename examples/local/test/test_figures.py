"""Duration and memory of the local cloud."""
import json
import pathlib
import re
import time

from own_cloud import own_cloud


def test_all_platforms_fit_on_a_small_machine(tmp_path):
    with own_cloud(tmp_path) as own:
        own.run("start")
        started = time.monotonic()
        deployed = own.run("deploy", "all")
        seconds = time.monotonic() - started
        emulator = json.loads((own.state / "cloud.json").read_text())["pid"]
        peak = int(re.search(r"^VmHWM:\s+(\d+) kB$", pathlib.Path(f"/proc/{emulator}/status").read_text(), re.M)[1]) / 1024
    statuses = re.findall(r"^\S+ \(\S+\) (\S+)$", deployed, re.M)
    print(f"\n{len(statuses)} stacks of all platforms in {seconds:.0f} s, the emulator's peak is {peak:.0f} MiB")
    assert len(statuses) >= 6 and set(statuses) == {"CREATE_COMPLETE"}
    assert peak <= 1024
    assert seconds <= 600
