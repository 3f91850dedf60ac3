"""Compares failed checks of checkov with the reviewed exceptions: checkov.py CHECKOV TEMPLATE..."""
import fnmatch
import json
import os
import pathlib
import subprocess
import sys

import yaml

EXCEPTIONS = pathlib.Path(__file__).with_name("checkov-exceptions.yml")


def failed_checks(checkov: str, templates: list[str]):
    """Yields (check, name, template, resource) for each failed check."""
    files = [argument for template in templates for argument in ("--file", template)]
    command = [checkov, "--framework", "cloudformation", "--output", "json", "--quiet", "--compact", "--skip-download", "--soft-fail", *files]
    # The environment of checkov must be first on the path, because its entry point runs `env python`.
    path = os.pathsep.join([str(pathlib.Path(checkov).parent), os.environ["PATH"]])
    output = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "PATH": path}).stdout
    report = json.loads(output)
    for part in report if isinstance(report, list) else [report]:
        if part.get("results", {}).get("parsing_errors"):
            sys.exit(f"checkov cannot parse {part['results']['parsing_errors']}")
        if "summary" not in part:
            sys.exit(f"checkov checked no template: {output[:500]}")
        print(f"checkov: {part['summary']}")
        for check in part["results"]["failed_checks"]:
            yield check["check_id"], check["check_name"], pathlib.Path(check["file_path"]).name, check["resource"]


def main(checkov: str, *templates: str) -> int:
    if not templates:
        sys.exit("templates must be the output of npm start, got none")
    exceptions = yaml.safe_load(EXCEPTIONS.read_text()) or []
    for exception in exceptions:
        if set(exception) != {"check", "resource", "reason"} or len(exception["reason"].split()) < 4:
            sys.exit(f"exception must have check, resource and a reason of at least four words, got {exception}")
    used = set()
    bad = 0
    for check, name, template, resource in failed_checks(checkov, list(templates)):
        matching = [index for index, exception in enumerate(exceptions)
                    if exception["check"] == check and fnmatch.fnmatchcase(resource, exception["resource"])]
        used.update(matching)
        if not matching:
            bad += 1
            print(f"{check} {template} {resource}: {name}")
    for index, exception in enumerate(exceptions):
        if index not in used:
            bad += 1
            print(f"stale exception: {exception['check']} {exception['resource']} matches no failed check")
    print(f"{bad} failed, {len(used)} exceptions in use")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
