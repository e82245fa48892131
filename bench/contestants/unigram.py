"""SentencePiece, a tokenizer of nothing but tokenizers' Unigram model, or a whole tokenizer.json as a contestant.

The script measures its own seconds, so that neither the start of Python nor the transfer of answers counts.
../program.ts describes the protocol.
"""

import functools
import json
import sys
import time

import sentencepiece
import tokenizers

# Standard output is reserved for answers.
answers = sys.stdout
sys.stdout = sys.stderr

# The lines that are put into one call.
BATCH = 1000

settings = json.loads(sys.argv[1])
with open(settings["lines"], encoding="utf-8", newline="\n") as file:
    lines = file.read().split("\n")[:-1]


def sentencepiece_processor():
    return sentencepiece.SentencePieceProcessor(model_file=settings["model"])


def unigram():
    processor = sentencepiece_processor()
    pieces = [(processor.id_to_piece(id), processor.get_score(id)) for id in range(processor.get_piece_size())]
    model = tokenizers.models.Unigram(pieces, 0, True)
    return encoder(tokenizers.Tokenizer(model))


def encoder(tokenizer):
    # With its cache, the model would only look up the tokens of a line that it has seen before.
    tokenizer.model._clear_cache()
    tokenizer.model._resize_cache(0)
    return lambda line: tokenizer.encode(line).ids, tokenizer.encode_batch


if settings["engine"] == "sentencepiece":
    version = sentencepiece.__version__
    encode = sentencepiece_processor().encode
    encode_batch = functools.partial(encode, num_threads=1)
elif settings["engine"] == "tokenizer.json":
    version = tokenizers.__version__
    encode, encode_batch = encoder(tokenizers.Tokenizer.from_file(settings["json"]))
else:
    version = tokenizers.__version__
    encode, encode_batch = unigram()


def run(part):
    chosen = lines[part["first"] :: part["step"]]
    start = time.perf_counter()
    if settings.get("inBatches"):
        for first in range(0, len(chosen), BATCH):
            encode_batch(chosen[first : first + BATCH])
    else:
        for line in chosen:
            encode(line)
    return time.perf_counter() - start


ASKED = {
    "version": lambda: version,
    "start": lambda: None,
    "output": lambda: [" ".join(map(str, encode(line))) for line in lines],
    "run": run,
}

for line in sys.stdin:
    question = json.loads(line)
    given = [question["with"]] if "with" in question else []
    print(json.dumps({"answer": ASKED[question["ask"]](*given)}), file=answers, flush=True)
