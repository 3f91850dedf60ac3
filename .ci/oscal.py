"""Validates the OSCAL documents of the evidence below folders with compliance-trestle: `python oscal.py <trestle> <folder>...`."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

MODELS = {
    "component-definition.json": "component-definitions",
    "assessment-results.json": "assessment-results",
    "poam.json": "plan-of-action-and-milestones",
}
FILES = {"poam.json": "plan-of-action-and-milestones.json"}

trestle, *folders = sys.argv[1:]
files = sorted(file for folder in folders for file in pathlib.Path(folder).glob("**/evidence/*/oscal/*.json"))
if not files:
    sys.exit("no OSCAL documents in " + " ".join(folders))
with tempfile.TemporaryDirectory() as workspace:
    subprocess.run([trestle, "init", "--local"], cwd=workspace, check=True, stdout=subprocess.DEVNULL)
    for number, file in enumerate(files):
        model = pathlib.Path(workspace, MODELS[file.name], f"m{number}")
        model.mkdir(parents=True)
        shutil.copy(file, model / FILES.get(file.name, file.name))
    # The tool repeats a failure without the name of the file, so each model is validated on its own.
    result = subprocess.run([trestle, "validate", "--all"], cwd=workspace, check=False, capture_output=True, text=True)
    print(result.stdout + result.stderr)
    print(f"{len(files)} documents")
    sys.exit(result.returncode)
