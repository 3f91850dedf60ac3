"""Validates bills of materials against the schema of CycloneDX.

sbom.py FILE...
"""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

failed = False
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as source:
        text = source.read()
    document = json.loads(text)
    version = SchemaVersion.from_version(document["specVersion"])
    error = JsonStrictValidator(version).validate_str(text)
    if error:
        print(
            f"{file} is not valid against CycloneDX {version.to_version()}: {str(error).splitlines()[0]}"
        )
        failed = True
    else:
        print(
            f"{file}: {len(document['components'])} components, valid against CycloneDX {version.to_version()}"
        )
sys.exit(failed)
