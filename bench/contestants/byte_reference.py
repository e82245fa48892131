"""The byte encodings in Python as a contestant. ../program.ts describes the protocol."""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures"))
import bytes_reference

settings = json.loads(sys.argv[1])
with open(settings["lines"], encoding="utf-8", newline="\n") as file:
    lines = file.read().split("\n")[:-1]
encode = bytes_reference.operation({"do": "encode", "codec": settings["codec"]})


def run(part):
    chosen = lines[part["first"] :: part["step"]]
    start = time.perf_counter()
    for line in chosen:
        encode(line)
    return time.perf_counter() - start


ASKED = {
    "start": lambda: None,
    "output": lambda: [" ".join(map(str, encode(line))) for line in lines],
    "run": run,
}

for line in sys.stdin:
    question = json.loads(line)
    given = [question["with"]] if "with" in question else []
    print(json.dumps({"answer": ASKED[question["ask"]](*given)}), flush=True)
