"""transformers' BertJapaneseTokenizer as a contestant.

The script measures its own seconds, so that neither the start of Python nor the transfer of answers counts.
../program.ts describes the protocol.
"""

import json
import os
import sys
import time

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["TRANSFORMERS_NO_ADVISORY_WARNINGS"] = "1"

import transformers

# Standard output is reserved for answers.
answers = sys.stdout
sys.stdout = sys.stderr

settings = json.loads(sys.argv[1])
with open(settings["lines"], encoding="utf-8", newline="\n") as file:
    lines = file.read().split("\n")[:-1]
tokenizer = transformers.BertJapaneseTokenizer(settings["vocabulary"], **settings["arguments"])


BATCH = 1000


def run(part):
    chosen = lines[part["first"] :: part["step"]]
    start = time.perf_counter()
    if settings["inBatches"]:
        for at in range(0, len(chosen), BATCH):
            tokenizer(chosen[at : at + BATCH])
    else:
        for line in chosen:
            tokenizer.encode(line)
    return time.perf_counter() - start


ASKED = {
    "version": lambda: transformers.__version__,
    "start": lambda: None,
    "output": lambda: [" ".join(map(str, tokenizer.encode(line))) for line in lines],
    "run": run,
}

for line in sys.stdin:
    question = json.loads(line)
    given = [question["with"]] if "with" in question else []
    print(json.dumps({"answer": ASKED[question["ask"]](*given)}), file=answers, flush=True)
