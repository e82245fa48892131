"""Token ids for the text columns of Spark DataFrames.

Each Python worker of Spark starts one Node process per tokenizer and sends it batch after batch, also of later tasks.
Needs pyspark 4.1 or newer, and this file and tohoku_tokenizers.py on the workers (--py-files or addArtifacts).
"""

from __future__ import annotations

import functools
import json
import os
import reprlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark import SparkFiles, TaskContext
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sf
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StringType, StructType
from tohoku_tokenizers import Tokenizer, TokenizerError

# The row of a window's text in its request. Spark's users have no requests, so the column is not theirs to see.
MAPPING = "overflow_to_sample_mapping"


def encode_dataframe(
    df: DataFrame,
    column: str | Column,
    tokenizer_arguments: dict,
    keep: Sequence[str] = (),
    *,
    pair: str | Column | None = None,
    nulls: str = "keep",
    batch_rows: int = 10_000,
    **options,
) -> DataFrame:
    """Encodes a text column into columns such as input_ids and attention_mask.

    The result has the columns to keep, then one for each field of an encoding. With windows
    (return_overflowing_tokens="windows") a text gives several rows, and the kept columns repeat.

    Args:
        column: The text column, by name or as an expression.
        tokenizer_arguments: The arguments of Tokenizer.from_pretrained.
        keep: Names of columns of df that the result repeats.
        pair: The column with the second texts of pairs.
        nulls: "keep" gives nulls for a null text, as functions of Spark do; "error" fails the task.
        batch_rows: Rows per request to Node. padding=True pads to the longest of them.
        options: The options of Tokenizer.encode_batch.

    Raises:
        TokenizerError: At once, for a wrong option or model.
        ValueError: At once, for a column that holds no strings, or for two columns of one name. Errors in texts come
            from the tasks, as ValueError with the partition and the row.
    """
    encoder = Encoder.checked(tokenizer_arguments, options, nulls, batch_rows)
    texts = [column] if pair is None else [column, pair]
    chosen = df.select(*texts, *keep)
    for field in chosen.schema[: len(texts)]:
        if not isinstance(field.dataType, StringType):
            raise ValueError(f"column {field.name} holds {field.dataType.simpleString()}, not strings")
    fields = [*chosen.schema[len(texts) :], *from_arrow_schema(encoder.schema)]
    names = [field.name for field in fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two columns have the name {twice[0]}; rename the one of the DataFrame")
    # The same column can be encoded and kept. Numbers as names keep the two apart.
    numbered = chosen.toDF(*map(str, range(len(chosen.columns))))
    return numbered.mapInArrow(encoder.mapper(len(texts), names), StructType(fields))


def encode_udf(
    tokenizer_arguments: dict, *, field: str | None = None, nulls: str = "keep", batch_rows: int = 10_000, **options
) -> Callable[..., Column]:
    """Returns an Arrow UDF of one text column, or of two for pairs.

    The UDF gives a struct of all fields, or one field, such as input_ids. Arguments and errors are those of
    encode_dataframe.

    Raises:
        ValueError: For windows, since a UDF gives one row for each, and for an unknown field.
    """
    encoder = Encoder.checked(tokenizer_arguments, options, nulls, batch_rows)
    if encoder.windows:
        raise ValueError("a UDF cannot give several rows for a text; use encode_dataframe for windows")
    if field is not None and field not in encoder.schema.names:
        raise ValueError(f"field is {field!r}, expected one of {', '.join(encoder.schema.names)}")

    def encode(batches: Iterator[pa.Array]) -> Iterator[pa.Array]:
        first = 0
        for batch in batches:  # Of two columns, Spark makes tuples of two arrays.
            texts = batch if isinstance(batch, tuple) else (batch,)
            for _, rows in encoder.encode(texts, first):
                yield rows.column(field) if field else struct_of(rows)
            first += len(texts[0])

    schema = from_arrow_schema(encoder.schema)
    return sf.arrow_udf(encode, schema[field].dataType if field else schema)


@dataclass(frozen=True)
class Encoder:
    """The data that workers need to encode, and the process of each."""

    arguments: str
    options: dict
    nulls: str
    batch_rows: int
    schema: pa.Schema
    windows: bool

    @classmethod
    def checked(cls, arguments: dict, options: dict, nulls: str, batch_rows: int) -> Encoder:
        """Checks the arguments and asks the tokenizer for its columns, with an empty batch."""
        if nulls not in ("keep", "error"):
            raise ValueError(f"nulls is {nulls!r}, expected 'keep' or 'error'")
        if batch_rows < 1:
            raise ValueError(f"batch_rows is {batch_rows}, expected at least 1")
        # A process of its own, since the driver may never need another.
        with load(arguments) as tokenizer:
            schema = tokenizer.encode_batch([], **options).schema
        windows = MAPPING in schema.names
        if windows:
            schema = schema.remove(schema.get_field_index(MAPPING))
        text = json.dumps(arguments, sort_keys=True, default=os.fspath)
        return cls(text, options, nulls, batch_rows, schema, windows)

    def mapper(self, texts: int, names: list[str]) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        """The function for mapInArrow: the first columns of a batch are texts, the others are kept."""

        def encode_batches(batches):
            first = 0
            for batch in batches:
                kept = pa.RecordBatch.from_arrays(batch.columns[texts:], names[: batch.num_columns - texts])
                for places, rows in self.encode(batch.columns[:texts], first, kept):
                    columns = [column.take(places) for column in kept.columns]
                    yield pa.RecordBatch.from_arrays([*columns, *rows.columns], names)
                first += batch.num_rows

        return encode_batches

    def encode(
        self, texts: Sequence[pa.Array], first: int, kept: pa.RecordBatch | None = None
    ) -> Iterator[tuple[pa.Array, pa.RecordBatch]]:
        """Yields encoded rows, each time with the places of their texts in the arrays.

        Args:
            first: The row of the first text in its partition, for error messages.
            kept: Columns whose values help to find a faulty row.

        Raises:
            ValueError: For a faulty text. The message names the partition and the row, and shows the kept columns.
        """
        for start in range(0, len(texts[0]), self.batch_rows):
            part = [column.slice(start, self.batch_rows) for column in texts]
            try:
                places, rows = self.encode_part(part)
            except TextError as error:
                at = start + error.row
                shown = kept.slice(at, 1).to_pylist() if kept is not None and kept.num_columns else []
                values = "".join(f" {reprlib.repr(row)}" for row in shown)
                place = f"partition {TaskContext.get().partitionId()}, row {first + at}{values}"
                raise ValueError(f"{place}: {error}") from error
            yield pa.array(places + start), rows

    def encode_part(self, texts: Sequence[pa.Array]) -> tuple[np.ndarray, pa.RecordBatch]:
        """Encodes one request. A null text gives one row of nulls."""
        given = functools.reduce(pc.and_, [column.is_valid() for column in texts])
        places = np.flatnonzero(given)
        missing = np.flatnonzero(pc.invert(given))
        if len(missing) and self.nulls == "error":
            raise TextError(int(missing[0]), "the text is null")
        try:
            texts = [column.filter(given) for column in texts] if len(missing) else texts
            rows = worker_tokenizer(self.arguments).encode_batch(*texts, **self.options)
        except TokenizerError as error:
            if error.row is None:
                raise
            raise TextError(int(places[error.row]), str(error)) from error
        if self.windows:
            places = places[rows.column(MAPPING)]
        rows = rows.select(self.schema.names)
        if not len(missing):
            return places, rows
        places = np.concatenate([places, missing])
        order = np.argsort(places, kind="stable")
        return places[order], rows.take(pa.array(order, mask=order >= rows.num_rows))


class TextError(ValueError):
    """A text that cannot be encoded, with its row in the request."""

    def __init__(self, row: int, message: str):
        super().__init__(message)
        self.row = row


@functools.cache
def worker_tokenizer(arguments: str) -> Tokenizer:
    """The tokenizer of this process, which later tasks use again. Its Node process ends with this one."""
    return load(json.loads(arguments))


def load(arguments: dict) -> Tokenizer:
    """Loads a tokenizer whose command, files or folder may be relative to the archives that Spark unpacked."""
    found = dict(arguments)
    for key in ("name", "files"):
        if found.get(key):
            found[key] = unpacked(found[key], os.path.isdir)
    if found.get("command"):
        found["command"] = [unpacked(part, os.path.isfile) for part in found["command"]]
    return Tokenizer.from_pretrained(**found)


def unpacked(path: str, exists: Callable[[str], bool]) -> str:
    """The path inside Spark's folder of files and archives, if it is there. A driver runs in another folder."""
    try:
        inside = os.path.join(SparkFiles.getRootDirectory(), path)
    except AssertionError:  # Spark Connect has no such folder on the client.
        return path
    return os.path.abspath(inside) if exists(inside) else path


def struct_of(rows: pa.RecordBatch) -> pa.StructArray:
    """The rows as structs. A row without ids is null as a whole."""
    return pa.StructArray.from_arrays(rows.columns, fields=list(rows.schema), mask=rows.column("input_ids").is_null())
