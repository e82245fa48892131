"""The tokenizers of Japanese BERT models for Python, by way of the Node package tohoku-tokenizers.

Example:
    >>> from tohoku_tokenizers import Tokenizer
    >>> tokenizer = Tokenizer.from_pretrained("bert-base-japanese-char-v3")
    >>> tokenizer(["晴れ", "雨"])["input_ids"]
    [[2, 2752, 494, 3], [2, 6477, 3]]
"""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from io import FileIO
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ProcessError", "Tokenizer", "TokenizerError"]

PROGRAM = "tohoku-tokenizers"
COMMAND_VARIABLE = "TOHOKU_TOKENIZERS"
INSTALL = "install Node 20 or newer, then: npm install tohoku-tokenizers apache-arrow@21"

# The lengths of a frame's header and body.
PREFIX = struct.Struct("<II")
# The command line accepts bodies below 2 GiB; the rest is room for Arrow's own bytes.
MOST_FRAME_BYTES = 1_900_000_000
# An empty text costs memory too: its row and its special tokens.
LEAST_ROW_BYTES = 8
# The length of padded rows if the options do not give it.
USUAL_LENGTH = 512
# With any other padding, a row depends on the whole batch.
PADDING_OF_SINGLE_ROWS = (False, "do_not_pad", "max_length")


class TokenizerError(ValueError):
    """Error for a text or an option that the tokenizer refuses.

    Attributes:
        name: The kind of error: "TextError", "OptionError", "ResourceError" and others.
        input: What is at fault, for instance "text[3]" or "padding".
        row: The row of the caller's list, or None if no single row is at fault.
    """

    def __init__(self, message: str, name: str = "TextError", input: str = "text", row: int | None = None):
        super().__init__(message, name, input, row)
        self.name = name
        self.input = input
        self.row = row

    def __str__(self) -> str:
        return self.args[0]


class ProcessError(RuntimeError):
    """Error for a Node process that does not start, or that ends again and again."""


class Tokenizer:
    """A tokenizer whose work a Node process does.

    The process starts with the first call. It ends with `close()`, with the tokenizer, or with Python. Threads take
    turns. A pickled tokenizer is its arguments only. Each Python process, also a forked one, starts a Node process.

    Attributes:
        max_request_bytes: The size of texts above which a batch is sent in parts. It does not change results.

    Example:
        >>> with Tokenizer.from_pretrained("bert-base-japanese-char-v3") as tokenizer:
        ...     tokenizer("晴れ", "雨")["token_type_ids"]
        [0, 0, 0, 0, 1, 1]
    """

    max_request_bytes = 64 << 20

    def __init__(
        self,
        name: str | None = None,
        *,
        files: str | os.PathLike[str] | None = None,
        command: Sequence[str] | None = None,
        retries: int = 2,
    ):
        if name is None and files is None:
            raise ValueError("a tokenizer needs the name of a model, a folder with its files, or both")
        if retries < 0:
            raise ValueError(f"retries is {retries}; it must be 0 or more")
        self._name = name
        self._files = None if files is None else os.fspath(files)
        self._command = None if command is None else list(command)
        self._retries = retries
        self._process: _Process | None = None
        self._finalizer: weakref.finalize | None = None
        self._lock = threading.Lock()
        _tokenizers.add(self)

    @classmethod
    def from_pretrained(
        cls,
        name: str | None = None,
        *,
        files: str | os.PathLike[str] | None = None,
        command: Sequence[str] | None = None,
        retries: int = 2,
    ) -> Tokenizer:
        """Makes a tokenizer of a model. It starts nothing yet, so a wrong name fails in the first call.

        Args:
            name: A published model, a repository of the hub, or a folder.
            files: A folder with the model's files, which are then not downloaded.
            command: The start of the command line, for instance ["node", "main.js"]. By default it is searched for.
            retries: How often in a row a batch is sent again after the process ended unexpectedly.

        Example:
            >>> Tokenizer.from_pretrained("bert-base-japanese-char-v3")
            Tokenizer.from_pretrained('bert-base-japanese-char-v3')
        """
        return cls(name, files=files, command=command, retries=retries)

    def __call__(self, texts: Any, text_pair: Any = None, **options: Any) -> dict[str, list]:
        """Encodes texts to lists, under the names that transformers gives them.

        A single str gives the lists of its one row, unless truncation may return several rows for it.

        Args:
            texts: A str, or whatever `encode_batch` takes.
            text_pair: The second texts of pairs: a str beside a str, otherwise as many as `texts`.
            options: Those of `encode_batch`.

        Example:
            >>> tokenizer = Tokenizer.from_pretrained("bert-base-japanese-char-v3")
            >>> tokenizer(["晴れ", "雨"], padding=True)["attention_mask"]
            [[1, 1, 1, 1], [1, 1, 1, 0]]
        """
        is_single = isinstance(texts, str)
        if is_single and text_pair is not None and not isinstance(text_pair, str):
            raise TypeError(f"text_pair is {type(text_pair).__name__}; beside a str it must be a str")
        if is_single:
            texts, text_pair = [texts], None if text_pair is None else [text_pair]
        batch = self.encode_batch(texts, text_pair, **options)
        columns = {name: column.to_pylist() for name, column in zip(batch.schema.names, batch.columns)}
        if is_single and "overflow_to_sample_mapping" not in columns:
            return {name: rows[0] for name, rows in columns.items()}
        return columns

    def encode_batch(
        self, texts: Any, text_pair: Any = None, *, id_type: str = "int32", **options: Any
    ) -> pa.RecordBatch:
        """Encodes texts to a record batch of Arrow, which is faster than lists.

        Args:
            texts: A list of str, a column of pyarrow, pandas or polars, or anything that `pyarrow.array` takes.
            text_pair: As many second texts, for pairs.
            id_type: "int32", or "uint16" for half the memory.
            options: transformers' options, for instance padding, truncation, max_length or return_offsets_mapping.
                Offsets count code points, as Python does, unless offset_unit is "utf16".

        Raises:
            TokenizerError: A text or an option is refused.
            ProcessError: Node does not start, or ends again and again.

        Example:
            >>> tokenizer = Tokenizer.from_pretrained("bert-base-japanese-char-v3")
            >>> tokenizer.encode_batch(["晴れ", "雨"])["input_ids"].type
            ListType(list<item: int32>)
        """
        columns = {"text": _strings(texts, "text")}
        if text_pair is not None:
            columns["text_pair"] = _strings(text_pair, "text_pair")
            if len(columns["text"]) != len(columns["text_pair"]):
                found = f"{len(columns['text_pair'])} texts, expected {len(columns['text'])}, as many as first texts"
                raise TokenizerError(f"text_pair: found {found}", "OptionError", "text_pair")
        request = {"options": {"offset_unit": "code_point", **options}, "id_type": id_type}
        header = json.dumps(request, allow_nan=False).encode()
        answers = []
        for first, count in self._parts(columns, options):
            part = {name: column.slice(first, count) for name, column in columns.items()}
            answers.append(_of_whole_batch(self._ask(header, part, first), first))
        return answers[0] if len(answers) == 1 else pa.concat_batches(answers)

    def close(self) -> None:
        """Ends the process. A later call starts another."""
        with self._lock:
            self._end_process()

    def __enter__(self) -> Tokenizer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple:
        return functools.partial(type(self), **self._arguments()), ()

    def __repr__(self) -> str:
        arguments = self._arguments()
        shown = [] if self._name is None else [repr(self._name)]
        for key, default in {"files": None, "command": None, "retries": 2}.items():
            if arguments[key] != default:
                shown.append(f"{key}={arguments[key]!r}")
        return f"Tokenizer.from_pretrained({', '.join(shown)})"

    def _arguments(self) -> dict[str, Any]:
        return {"name": self._name, "files": self._files, "command": self._command, "retries": self._retries}

    def _parts(self, columns: dict[str, pa.Array], options: dict[str, Any]) -> Iterator[tuple[int, int]]:
        """Divides the rows into parts, each a first row and a count, that fit into a request."""
        padding = options.get("padding", False)
        sizes = pa.scalar(0, pa.int64())
        for column in columns.values():
            sizes = pc.add(sizes, pc.cast(pc.binary_length(column), pa.int64()))
        is_divisible = padding in PADDING_OF_SINGLE_ROWS
        most = self.max_request_bytes if is_divisible else MOST_FRAME_BYTES
        # Padding makes long rows of short texts, and the answer must fit into memory too.
        length = options.get("max_length") if padding == "max_length" else 0
        least = length if isinstance(length, int) else USUAL_LENGTH
        sizes = pc.max_element_wise(sizes, pa.scalar(max(least, LEAST_ROW_BYTES), pa.int64()))
        total = pc.sum(sizes, min_count=0).as_py()
        if total <= most:
            return iter([(0, len(sizes))])
        if not is_divisible:
            found = f"{total} bytes of texts, expected less than {most} with this padding"
            raise TokenizerError(f"text: found {found}, which depends on the whole batch", "OptionError")
        return _divide(sizes.to_pylist(), most)

    def _ask(self, header: bytes, columns: dict[str, pa.Array], first: int) -> pa.RecordBatch:
        """Sends a request until there is an answer to it."""
        body = _to_stream(columns)
        with self._lock:
            for attempt in range(self._retries + 1):
                try:
                    process = self._process or self._start_process()
                    answer, rows = process.ask(header, body)
                    break
                except _Death as death:
                    self._end_process()
                    if attempt == self._retries:
                        raise ProcessError(f"{death}, {attempt + 1} times in a row") from None
                except BaseException:
                    # After an interruption, the next bytes of the process would answer this request.
                    self._end_process()
                    raise
        if "error" in answer:
            raise _to_error(answer["error"], first)
        with pa.ipc.open_stream(rows) as stream:
            return stream.read_next_batch()

    def _start_process(self) -> _Process:
        line = [*(self._command or _find_command()), "pipe"]
        if self._name is not None:
            line += ["--model", self._name]
        if self._files is not None:
            line += ["--files", self._files]
        self._process = _Process(line)
        self._finalizer = weakref.finalize(self, self._process.end)
        ready, _ = self._process.read_frame()
        if "error" in ready:
            raise _to_error(ready["error"], 0)
        return self._process

    def _end_process(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._process = None

    def _after_fork(self) -> None:
        """Leaves the process to the parent. The lock may be held by a thread that only the parent has."""
        self._lock = threading.Lock()
        if self._process is not None and self._finalizer is not None:
            self._finalizer.detach()
            # An open copy of its input would keep the process alive after the parent.
            self._process.close_pipes()
        self._process = None


_tokenizers: weakref.WeakSet[Tokenizer] = weakref.WeakSet()


def _forget_processes() -> None:
    for tokenizer in list(_tokenizers):
        tokenizer._after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_processes)


class _Death(Exception):
    """The process ended before it answered."""


class _Process:
    """A Node process that answers frames: two lengths, a header in JSON, and a body."""

    def __init__(self, line: list[str]):
        self._line = line
        try:
            # With buffers, a forked process could send bytes of the parent's a second time.
            self._popen = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        except OSError as error:
            raise ProcessError(f"{shlex.join(line)} does not start: {error.strerror}; {INSTALL}") from error
        self._input = cast(FileIO, self._popen.stdin)
        self._output = cast(FileIO, self._popen.stdout)

    def ask(self, header: bytes, body: pa.Buffer) -> tuple[dict[str, Any], memoryview]:
        # Node reads a whole frame before it answers, so neither side waits for the other to read.
        self._write(PREFIX.pack(len(header), len(body)) + header)
        self._write(body)
        return self.read_frame()

    def read_frame(self) -> tuple[dict[str, Any], memoryview]:
        header_length, body_length = PREFIX.unpack(self._read(PREFIX.size))
        header = bytes(self._read(header_length))
        try:
            return json.loads(header), self._read(body_length)
        except ValueError:
            raise ProcessError(f"{shlex.join(self._line)} answers something other than frames") from None

    def end(self) -> None:
        """Ends the process at once: it keeps nothing between requests."""
        self._popen.kill()
        self._popen.wait()
        self.close_pipes()

    def close_pipes(self) -> None:
        self._input.close()
        self._output.close()

    def _write(self, data: bytes | pa.Buffer) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._input.write(rest) :]
            except OSError:
                raise self._death() from None

    def _read(self, length: int) -> memoryview:
        whole = memoryview(bytearray(length))
        rest = whole
        while rest:
            count = self._output.readinto(rest)
            if not count:
                raise self._death()
            rest = rest[count:]
        return whole

    def _death(self) -> _Death:
        # A process that closed its pipes may still take a moment to end, or never end.
        try:
            code = self._popen.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return _Death(f"{shlex.join(self._line)} closed its pipes before it answered")
        if code >= 0:
            return _Death(f"{shlex.join(self._line)} ended with exit code {code} before it answered")
        return _Death(f"{shlex.join(self._line)} was ended by {_signal_name(-code)} before it answered")


def _signal_name(number: int) -> str:
    try:
        return f"signal {number} ({signal.Signals(number).name})"
    except ValueError:
        return f"signal {number}"


def _find_command() -> list[str]:
    given = os.environ.get(COMMAND_VARIABLE)
    if given:
        return shlex.split(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        local = shutil.which(PROGRAM, path=str(folder / "node_modules" / ".bin"))
        if local is not None:
            return [local]
    installed = shutil.which(PROGRAM)
    if installed is None:
        found = f"{PROGRAM} is neither in node_modules of this folder or one above it, nor on PATH"
        raise ProcessError(f"{found}; {INSTALL}, or name it in {COMMAND_VARIABLE}")
    return [installed]


def _strings(texts: Any, name: str) -> pa.Array:
    """The texts as one array, of large strings because offsets of 32 bits end at 2 GiB.

    Raises:
        TokenizerError: An item is not a text; the error names its row.
    """
    if isinstance(texts, (str, bytes, Mapping)) or not isinstance(texts, Iterable):
        raise TypeError(f"{name} is of type {type(texts).__name__}; a batch is a list of str or a column of texts")
    if not isinstance(texts, Sized):
        # To find a bad item, an error reads the texts a second time.
        texts = list(texts)
    try:
        array = _to_arrow(texts)
        if len(array) == 0:
            return pa.array([], pa.large_string())
        if not _holds_strings(array.type):
            raise _bad_item(texts, name)
        if pa.types.is_dictionary(array.type):
            # Arrow decodes no dictionaries of polars' string views.
            array = array.cast(pa.dictionary(array.type.index_type, pa.large_string()))
        array = array.cast(pa.large_string())
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        # Node would replace bytes that are not UTF-8 without a word.
        array.validate(full=True)
    except (pa.ArrowException, UnicodeEncodeError) as error:
        raise _bad_item(texts, name) from error
    if array.null_count > 0:
        raise _not_a_string(None, name, pc.index(array.is_null(), True).as_py())
    return array


def _to_arrow(texts: Any) -> pa.Array | pa.ChunkedArray:
    if isinstance(texts, (pa.Array, pa.ChunkedArray)):
        return texts
    if hasattr(texts, "__arrow_c_stream__"):
        return pa.chunked_array(texts)
    return pa.array(texts)


def _holds_strings(type: pa.DataType) -> bool:
    if pa.types.is_dictionary(type):
        type = type.value_type
    return pa.types.is_string(type) or pa.types.is_large_string(type) or pa.types.is_string_view(type)


def _bad_item(texts: Any, name: str) -> TokenizerError:
    """The error for the first item of a batch that is no text."""
    for row, item in enumerate(texts):
        try:
            if isinstance(item, pa.Scalar):
                item = item.as_py()
            if not isinstance(item, str):
                return _not_a_string(item, name, row)
            item.encode()
        except (UnicodeDecodeError, UnicodeEncodeError) as error:
            place = f"{name}[{row}]"
            found = f"{error.reason} at offset {error.start}"
            return TokenizerError(f"{place}: found {found}, expected well-formed Unicode", "TextError", place, row)
    return TokenizerError(f"{name}: found {type(texts).__name__}, expected texts", "TextError", name)


def _not_a_string(item: Any, name: str, row: int) -> TokenizerError:
    place = f"{name}[{row}]"
    return TokenizerError(f"{place}: found {repr(item)[:120]}, expected a string", "TextError", place, row)


def _divide(sizes: list[int], most: int) -> Iterator[tuple[int, int]]:
    """Divides rows into parts of at most a total size. A larger row is a part of its own."""
    first = total = 0
    for row, size in enumerate(sizes):
        if row > first and total + size > most:
            yield first, row - first
            first, total = row, 0
        total += size
    yield first, len(sizes) - first


def _to_stream(columns: dict[str, pa.Array]) -> pa.Buffer:
    batch = pa.record_batch({name: column.cast(pa.string()) for name, column in columns.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue()


def _of_whole_batch(part: pa.RecordBatch, first: int) -> pa.RecordBatch:
    """The rows of a part, with the samples of its windows counted from the start of the whole batch."""
    name = "overflow_to_sample_mapping"
    if first == 0 or name not in part.schema.names:
        return part
    samples = pc.add(part[name], pa.scalar(first, pa.int32()))
    return part.set_column(part.schema.get_field_index(name), part.schema.field(name), samples)


def _to_error(data: dict[str, Any], first: int) -> TokenizerError:
    """The error that Node reports for a part, with its row counted from the start of the whole batch."""
    message, input, row = data["message"], data["input"], data.get("row")
    if row is not None and first > 0:
        row += first
        shifted = re.sub(r"\[\d+\]", f"[{row}]", input, count=1)
        message = shifted + message.removeprefix(input)
        input = shifted
    return TokenizerError(message, data["name"], input, row)
