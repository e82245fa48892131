"""Job for spark-submit that encodes a text column of Parquet files.

Example:
    spark-submit --py-files tohoku_tokenizers.py,spark_encode.py spark_job.py texts.parquet ids.parquet \
        --column text --keep id --model bert-base-japanese-char-v3 --truncation --max-length 512

Exit codes: 0 if everything is written, 1 if the job failed, 2 if it cannot begin: a wrong argument, a missing input,
column or model, an output that exists, or no Node.
"""

from __future__ import annotations

import argparse
import re
import shlex
import sys

from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession
from spark_encode import encode_dataframe
from tohoku_tokenizers import ProcessError, TokenizerError

FAILED = 1
CANNOT_BEGIN = 2


def arguments(line: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="spark_job.py", description="Encodes a text column of Parquet files, to Parquet files."
    )
    add = parser.add_argument
    add("input", help="file or folder of Parquet")
    add("output", help="folder for the result, which must not exist without --overwrite")
    add("--column", default="text", help="column with the texts (default: text)")
    add("--pair", metavar="COLUMN", help="column with the second texts of pairs")
    add("--keep", default="", metavar="COLUMN,COLUMN", help="columns to repeat in the result, or '*' for all")
    add("--model", help="published model, repository of the hub, or folder")
    add("--files", metavar="FOLDER", help="folder with the model's files, which is the same on every machine")
    add("--max-length", type=int, metavar="N", help="largest number of ids in a row")
    add("--truncation", **strategy("longest_first, only_first or only_second"))
    add("--padding", **strategy("max_length, or longest: the longest row of a request, not of the column"))
    add("--windows", action="store_true", help="a row for each window of a text that --truncation would cut")
    add("--stride", type=int, metavar="N", help="ids that a window repeats from the one before")
    add("--offsets", action="store_true", help="add offset_mapping, in code points")
    add("--word-ids", action="store_true", help="add word_ids")
    add("--nulls", choices=("keep", "error"), default="keep", help="null texts give nulls (default), or fail the job")
    add("--batch-rows", type=int, default=10_000, metavar="N", help="rows per request to Node (default: 10000)")
    add("--partitions", type=int, metavar="N", help="shuffle the rows into N partitions before the encoding")
    add("--overwrite", action="store_true", help="replace the output")
    add(
        "--command",
        type=shlex.split,
        metavar="LINE",
        help='command line of tohoku-tokenizers, e.g. "node/bin/node tokenizers/…/main.js" in archives',
    )
    given = parser.parse_args(line)
    if not given.model and not given.files:
        parser.error("one of --model and --files is needed")
    if given.partitions is not None and given.partitions < 1:
        parser.error(f"--partitions is {given.partitions}, expected at least 1")
    return given


def strategy(names: str) -> dict:
    """The keywords of an option that is a switch or names a strategy."""
    return {"nargs": "?", "const": True, "default": False, "metavar": "STRATEGY", "help": f"alone, or {names}"}


def options(given: argparse.Namespace) -> dict:
    """The options of the tokenizer. Those that are not given stay out, so that its own defaults hold."""
    chosen = {
        "max_length": given.max_length,
        "truncation": given.truncation,
        "padding": given.padding,
        "stride": given.stride,
        "return_overflowing_tokens": "windows" if given.windows else None,
        "return_offsets_mapping": given.offsets,
        "return_word_ids": given.word_ids,
    }
    return {name: value for name, value in chosen.items() if value is not None and value is not False}


def run(given: argparse.Namespace, spark: SparkSession) -> int:
    """Runs the job and returns its exit code, after a message of one line."""
    try:
        df = spark.read.parquet(given.input)
        if given.partitions is not None:
            df = df.repartition(given.partitions)
        tokenizer = {"name": given.model, "files": given.files, "command": given.command}
        keep = df.columns if given.keep == "*" else [name for name in given.keep.split(",") if name]
        encoded = encode_dataframe(
            df,
            given.column,
            tokenizer,
            keep,
            pair=given.pair,
            nulls=given.nulls,
            batch_rows=given.batch_rows,
            **options(given),
        )
        writer = encoded.write.mode("overwrite" if given.overwrite else "errorifexists")
    except (AnalysisException, TokenizerError, ProcessError, ValueError) as error:
        return failure(CANNOT_BEGIN, error)
    try:
        writer.parquet(given.output)
    except AnalysisException as error:
        return failure(CANNOT_BEGIN, error)
    except PySparkException as error:
        return failure(FAILED, error)
    return 0


def failure(code: int, error: Exception) -> int:
    print(f"spark_job.py: {reason(str(error))}", file=sys.stderr)
    return code


def reason(message: str) -> str:
    """The line that says why: of a traceback from a worker the last one, else the first."""
    raised = re.findall(r"^(?:\w+\.)*(?:\w*Error|\w*Exception): .+", message, re.MULTILINE)
    return raised[-1] if "Traceback" in message and raised else message.strip().split("\n")[0]


def main() -> int:
    given = arguments()
    spark = SparkSession.builder.appName(f"tohoku-tokenizers: {given.input}").getOrCreate()
    try:
        return run(given, spark)
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
