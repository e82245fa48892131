"""Tests of the Python module. They need no network.

TOHOKU_TOKENIZERS names the command to test, by default the built package that this folder belongs to. TOHOKU_SHARED
names a folder with data/vocab and data/corpus, for the comparison with transformers.
"""

import doctest
import gc
import os
import pickle
import random
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

import tohoku_tokenizers
from tohoku_tokenizers import ProcessError, Tokenizer, TokenizerError

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("TOHOKU_SHARED", HERE / "../../../shared"))
CHARACTERS = "bert-base-japanese-char-v3"
TEXTS = ["晴れ", "", "雨のち曇り", "😀と𠮷野家", "a b", "か\u3099ﾊﾟ①"]
BUILT = ["node", str(HERE.parent.parent / "dist/cli/main.js")]
COMMAND = shlex.split(os.environ.get("TOHOKU_TOKENIZERS", "")) or BUILT


def make(**arguments) -> Tokenizer:
    return Tokenizer.from_pretrained(CHARACTERS, **{"command": COMMAND, **arguments})


@pytest.fixture(scope="module")
def tokenizer():
    with make() as tokenizer:
        yield tokenizer


def pid_of(tokenizer: Tokenizer) -> int:
    return tokenizer._process._popen.pid


def is_running(pid: int) -> bool:
    """True for a process that exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition) -> bool:
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


class TestResults:
    def test_known_ids(self, tokenizer):
        assert tokenizer(["晴れ", "雨"]) == {
            "input_ids": [[2, 2752, 494, 3], [2, 6477, 3]],
            "token_type_ids": [[0, 0, 0, 0], [0, 0, 0]],
            "attention_mask": [[1, 1, 1, 1], [1, 1, 1]],
        }

    @pytest.mark.parametrize("pairs", [None, list(reversed(TEXTS))])
    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"add_special_tokens": False},
            {"padding": "max_length", "max_length": 9, "truncation": True},
            {"return_offsets_mapping": True, "return_special_tokens_mask": True, "return_length": True},
            {"return_word_ids": True, "return_sequence_ids": True},
        ],
    )
    def test_a_batch_has_the_rows_of_single_calls(self, tokenizer, pairs, options):
        batch = tokenizer(TEXTS, pairs, **options)
        for row, text in enumerate(TEXTS):
            single = tokenizer(text, pairs and pairs[row], **options)
            assert single == {name: rows[row] for name, rows in batch.items()}

    def test_windows_name_their_texts(self, tokenizer):
        options = {"max_length": 4, "truncation": True, "return_overflowing_tokens": "windows"}
        batch = tokenizer(["雨", "雨のち曇り", "晴れ"], **options)
        assert batch["overflow_to_sample_mapping"] == [0, 1, 1, 1, 2]
        assert [len(ids) for ids in batch["input_ids"]] == [3, 4, 4, 3, 4]
        assert tokenizer("雨のち曇り", **options)["overflow_to_sample_mapping"] == [0, 0, 0]

    def test_offsets_count_code_points_unless_told_otherwise(self, tokenizer):
        row = tokenizer("😀晴", return_offsets_mapping=True)
        assert row["offset_mapping"] == [[0, 0], [0, 1], [1, 2], [0, 0]]
        row = tokenizer("😀晴", return_offsets_mapping=True, offset_unit="utf16")
        assert row["offset_mapping"] == [[0, 0], [0, 2], [2, 3], [0, 0]]

    def test_an_empty_batch_has_all_columns(self, tokenizer):
        batch = tokenizer.encode_batch([], return_length=True)
        assert batch.num_rows == 0
        assert batch.schema == tokenizer.encode_batch(["a"], return_length=True).schema
        assert tokenizer([]) == {"input_ids": [], "token_type_ids": [], "attention_mask": []}
        assert tokenizer([], [])["input_ids"] == []

    def test_ids_of_16_bits(self, tokenizer):
        small = tokenizer.encode_batch(TEXTS, id_type="uint16")
        assert small.schema.field("input_ids").type == pa.list_(pa.uint16())
        assert small["input_ids"].to_pylist() == tokenizer(TEXTS)["input_ids"]


class TestInputs:
    def test_columns_of_arrow(self, tokenizer):
        expected = tokenizer(TEXTS)
        array = pa.array(TEXTS)
        for column in [
            array,
            array.cast(pa.large_string()),
            array.cast(pa.string_view()),
            array.dictionary_encode(),
            pa.concat_arrays([pa.array(["before"]), array])[1:],
            pa.chunked_array([array[:2], array[2:2], array[2:]]),
        ]:
            assert tokenizer(column) == expected

    def test_columns_of_pandas(self, tokenizer):
        pandas = pytest.importorskip("pandas")
        for dtype in [None, object, "category"]:
            series = pandas.Series(TEXTS, dtype=dtype, index=range(10, 10 + len(TEXTS)))
            assert tokenizer(series) == tokenizer(TEXTS)
        for missing in [None, float("nan")]:
            with pytest.raises(TokenizerError) as caught:
                tokenizer(pandas.Series(["a", "b", missing]))
            assert caught.value.row == 2

    def test_columns_of_polars(self, tokenizer):
        polars = pytest.importorskip("polars")
        for dtype in [None, polars.Categorical, polars.Enum(TEXTS)]:
            assert tokenizer(polars.Series(TEXTS, dtype=dtype)) == tokenizer(TEXTS)
        with pytest.raises(TokenizerError, match=r"^text\[1\]"):
            tokenizer(polars.Series(["a", None]))

    def test_other_sequences(self, tokenizer):
        assert tokenizer(tuple(TEXTS)) == tokenizer(text for text in TEXTS) == tokenizer(TEXTS)

    @pytest.mark.parametrize("texts", [3, b"a", {"text": ["a"]}])
    def test_what_is_no_batch(self, tokenizer, texts):
        with pytest.raises(TypeError, match=type(texts).__name__):
            tokenizer.encode_batch(texts)

    def test_one_text_is_no_batch(self, tokenizer):
        with pytest.raises(TypeError, match="str"):
            tokenizer.encode_batch("晴れ")


class TestErrors:
    @pytest.mark.parametrize("bad", [None, float("nan"), 3, b"a", ["a"], "\ud800", "a\udc00b"])
    @pytest.mark.parametrize("side", ["text", "text_pair"])
    def test_a_bad_item_names_its_row(self, tokenizer, bad, side):
        rows = ["a", "b", bad, bad]
        with pytest.raises(TokenizerError) as caught:
            tokenizer(*((rows, ["c"] * 4) if side == "text" else (["c"] * 4, rows)))
        assert (caught.value.row, caught.value.input, caught.value.name) == (2, f"{side}[2]", "TextError")
        assert str(caught.value).startswith(f"{side}[2]: found ")

    def test_a_bad_item_of_an_iterator_names_its_row(self, tokenizer):
        with pytest.raises(TokenizerError, match=r"^text\[1\]: found 3"):
            tokenizer(item for item in ["a", 3])

    def test_bytes_in_arrow_that_are_not_utf8(self, tokenizer):
        offsets = pa.array([0, 1, 3], pa.int32()).buffers()[1]
        texts = pa.StringArray.from_buffers(2, offsets, pa.py_buffer(b"a\xff\xfe"))
        with pytest.raises(TokenizerError, match=r"^text\[1\]"):
            tokenizer(texts)

    def test_options_that_node_refuses(self, tokenizer):
        for options in [{"paddin": True}, {"padding": 3}, {"id_type": "x"}]:
            (name,) = options
            with pytest.raises(TokenizerError, match=f"^{name}: found ") as caught:
                tokenizer.encode_batch(["a"], **options)
            assert (caught.value.name, caught.value.input, caught.value.row) == ("OptionError", name, None)
        assert tokenizer("晴れ")["input_ids"] == [2, 2752, 494, 3]

    def test_pairs_of_two_lengths(self, tokenizer):
        with pytest.raises(TokenizerError, match=r"^text_pair: found 1 texts, expected 2"):
            tokenizer(["a", "b"], ["c"])

    def test_a_model_that_does_not_exist(self):
        with pytest.raises(TokenizerError, match="no-such-model") as caught:
            Tokenizer.from_pretrained("no-such-model", command=COMMAND)(["a"])
        assert (caught.value.name, caught.value.input) == ("OptionError", "model")

    def test_arguments(self):
        with pytest.raises(ValueError, match="name"):
            Tokenizer.from_pretrained()
        with pytest.raises(ValueError, match="retries"):
            make(retries=-1)

    def test_errors_can_be_pickled(self):
        error = pickle.loads(pickle.dumps(TokenizerError("message", "OptionError", "text[3]", 3)))
        assert (str(error), error.name, error.input, error.row) == ("message", "OptionError", "text[3]", 3)


class TestParts:
    TEXTS = [text * times for times in range(1, 9) for text in TEXTS]

    @pytest.fixture
    def parted(self, tokenizer, monkeypatch):
        """A tokenizer that sends 50 bytes at a time. It notes the first row of each."""
        parted = make()
        parted.max_request_bytes = 50
        parted.firsts = []
        ask = parted._ask
        monkeypatch.setattr(parted, "_ask", lambda *request: parted.firsts.append(request[2]) or ask(*request))
        with parted:
            yield parted

    @pytest.mark.parametrize("pairs", [None, TEXTS[::-1]])
    @pytest.mark.parametrize("options", [{}, {"padding": "max_length", "max_length": 20}, {"return_length": True}])
    def test_parts_change_nothing(self, tokenizer, parted, options, pairs):
        whole = tokenizer.encode_batch(self.TEXTS, pairs, **options)
        assert parted.encode_batch(self.TEXTS, pairs, **options) == whole
        assert len(parted.firsts) > 10

    def test_windows_count_texts_of_the_whole_batch(self, tokenizer, parted):
        options = {"max_length": 6, "stride": 1, "truncation": True, "return_overflowing_tokens": "windows"}
        whole = tokenizer.encode_batch(self.TEXTS, **options)
        assert parted.encode_batch(self.TEXTS, **options) == whole
        assert len(parted.firsts) > 10
        assert max(whole["overflow_to_sample_mapping"].to_pylist()) == len(self.TEXTS) - 1

    def test_padding_to_the_longest_is_not_divided(self, tokenizer, parted):
        assert parted(self.TEXTS, padding=True) == tokenizer(self.TEXTS, padding=True)
        assert parted.firsts == [0]

    def test_a_batch_that_must_not_be_divided_may_be_too_large(self, parted, monkeypatch):
        monkeypatch.setattr("tohoku_tokenizers.MOST_FRAME_BYTES", 100)
        with pytest.raises(TokenizerError, match=r"^text: found .* bytes of texts, expected less than 100"):
            parted(self.TEXTS, padding="longest")
        assert parted.firsts == []

    def test_errors_count_rows_of_the_whole_batch(self, parted):
        # Python refuses ill-formed texts before Node can, so an error of Node's is made up here.
        answer = {"name": "TextError", "message": "text[1]: found 1, expected 2", "input": "text[1]", "row": 1}
        parted("a")
        parted._process.ask = lambda *_: ({"error": answer}, memoryview(b""))
        with pytest.raises(TokenizerError) as caught:
            parted._ask(b"{}", {"text": pa.array(["a"])}, 40)
        assert (str(caught.value), caught.value.input, caught.value.row) == (
            "text[41]: found 1, expected 2",
            "text[41]",
            41,
        )

    def test_large_batches_do_not_block(self, tokenizer):
        texts = ["雨のち曇り" * 1000] * 400
        batch = tokenizer.encode_batch(texts)
        assert batch.num_rows == len(texts)
        assert batch["input_ids"][399] == batch["input_ids"][0]


class TestProcesses:
    def test_none_before_the_first_call_and_none_after_close(self):
        tokenizer = make()
        assert tokenizer._process is None
        tokenizer("a")
        pid = pid_of(tokenizer)
        assert is_running(pid)
        tokenizer.close()
        tokenizer.close()
        assert not is_running(pid)
        assert tokenizer("晴れ")["input_ids"] == [2, 2752, 494, 3]
        pid = pid_of(tokenizer)
        del tokenizer
        gc.collect()
        assert not is_running(pid)

    @pytest.mark.parametrize("ending", ["", "os._exit(0)", "os.kill(os.getpid(), 9)"])
    def test_none_after_python(self, ending):
        program = f"""
import os
from tohoku_tokenizers import Tokenizer
tokenizer = Tokenizer.from_pretrained({CHARACTERS!r}, command={COMMAND!r})
tokenizer("a")
print(tokenizer._process._popen.pid, flush=True)
{ending}
"""
        done = subprocess.run([sys.executable, "-c", program], cwd=HERE, stdout=subprocess.PIPE, text=True)
        assert wait_for(lambda: not is_running(int(done.stdout)))

    def test_a_command_that_does_not_exist(self):
        with pytest.raises(ProcessError, match=r"no-such-command .*install"):
            make(command=["no-such-command"])("a")

    def test_a_command_that_is_not_found(self, monkeypatch, tmp_path):
        monkeypatch.delenv("TOHOKU_TOKENIZERS", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        with pytest.raises(ProcessError, match="npm install tohoku-tokenizers"):
            make(command=None)("a")

    def test_places_of_the_command(self, monkeypatch, tmp_path):
        program = tmp_path / "node_modules/.bin/tohoku-tokenizers"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
        program.chmod(0o755)
        inner = tmp_path / "a/b"
        inner.mkdir(parents=True)
        monkeypatch.delenv("TOHOKU_TOKENIZERS", raising=False)
        monkeypatch.chdir(inner)
        with make(command=None) as tokenizer:
            assert tokenizer("晴れ")["input_ids"] == [2, 2752, 494, 3]
        monkeypatch.setenv("TOHOKU_TOKENIZERS", "sh -c 'exit 7'")
        with pytest.raises(ProcessError, match="exit code 7"):
            make(command=None)("a")

    def test_a_process_that_always_dies(self):
        with pytest.raises(ProcessError, match=r"signal 9 \(SIGKILL\) before it answered, 2 times in a row"):
            make(command=["sh", "-c", "kill -9 $$"], retries=1)("a")
        with pytest.raises(ProcessError, match="exit code 7 before it answered, 1 times"):
            make(command=["sh", "-c", "exit 7"], retries=0)("a")

    def test_a_program_that_answers_something_else(self):
        line = r"import sys; sys.stdout.buffer.write(b'\2\0\0\0\0\0\0\0ab')"
        with pytest.raises(ProcessError, match="something other than frames"):
            make(command=[sys.executable, "-c", line])("a")

    def test_death_at_any_byte_of_an_answer(self, tmp_path):
        plan = tmp_path / "plan"
        proxy = [sys.executable, str(HERE / "test_tohoku_tokenizers.py"), str(plan), *COMMAND]
        cuts = [0, 3, 8, 15, 22, 25, 30, 33, 38, 60, 500]
        plan.write_text(" ".join(map(str, cuts)))
        with make(command=proxy, retries=len(cuts)) as tokenizer, make() as other:
            assert tokenizer(TEXTS) == other(TEXTS)
        assert plan.read_text() == ""

    def test_deaths_at_random_moments_lose_nothing(self, tokenizer):
        batches = [[f"{number}行目 {row} 晴れ" for row in range(1000)] for number in range(60)]
        expected = [tokenizer(batch)["input_ids"] for batch in batches]
        start = time.monotonic()
        with make() as other:
            other("a")
        start = time.monotonic() - start
        with make(retries=100) as victim:

            def kill_it() -> None:
                for _ in range(12):
                    time.sleep(random.uniform(0, 3 * start))
                    try:
                        os.kill(pid_of(victim), signal.SIGKILL)
                    except (AttributeError, ProcessLookupError):
                        continue

            killer = threading.Thread(target=kill_it)
            killer.start()
            rounds = 0
            while killer.is_alive() or rounds == 0:
                rounds += 1
                for batch, ids in zip(batches, expected):
                    assert victim(batch)["input_ids"] == ids
            killer.join()

    def test_an_interrupted_call_leaves_no_answer_behind(self, monkeypatch):
        with make() as tokenizer:
            tokenizer("a")

            def interrupted():
                raise KeyboardInterrupt

            monkeypatch.setattr(tokenizer._process, "read_frame", interrupted)
            with pytest.raises(KeyboardInterrupt):
                tokenizer(["雨"])
            assert tokenizer(["晴れ"])["input_ids"] == [[2, 2752, 494, 3]]

    def test_threads_take_turns(self, tokenizer):
        batches = [[f"{thread} 晴れ {row}" for row in range(200)] for thread in range(8)]
        expected = [tokenizer(batch) for batch in batches]
        found: list = [None] * len(batches)

        def work(thread: int) -> None:
            found[thread] = [tokenizer(batches[thread]) for _ in range(10)]

        threads = [threading.Thread(target=work, args=(thread,)) for thread in range(len(batches))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [[rows] * 10 for rows in expected]

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
    @pytest.mark.filterwarnings("ignore:This process")
    def test_a_forked_process_starts_its_own(self):
        with make() as tokenizer:
            tokenizer("a")
            pid = pid_of(tokenizer)
            # Another thread of the parent is in a call; the child must not wait for it.
            with tokenizer._lock:
                child = os.fork()
                if child == 0:
                    is_right = tokenizer("晴れ")["input_ids"] == [2, 2752, 494, 3] and pid_of(tokenizer) != pid
                    tokenizer.close()
                    os._exit(0 if is_right else 1)
                assert os.waitpid(child, 0)[1] == 0
            assert pid_of(tokenizer) == pid
            assert tokenizer("晴れ")["input_ids"] == [2, 2752, 494, 3]
            assert pid_of(tokenizer) == pid

    def test_a_pickle_is_the_arguments(self, tokenizer):
        tokenizer("a")
        again = pickle.loads(pickle.dumps(tokenizer))
        assert again._process is None
        assert repr(again) == repr(tokenizer)
        with again:
            assert again(TEXTS) == tokenizer(TEXTS)

    def test_repr(self):
        assert repr(Tokenizer.from_pretrained("a", retries=3)) == "Tokenizer.from_pretrained('a', retries=3)"
        assert repr(Tokenizer.from_pretrained(files=Path("b"))) == "Tokenizer.from_pretrained(files='b')"


class TestDatasets:
    @pytest.mark.parametrize("processes", [None, 2])
    def test_map(self, tokenizer, processes, tmp_path):
        datasets = pytest.importorskip("datasets")
        dataset = datasets.Dataset.from_dict({"text": TEXTS * 50})
        expected = tokenizer(TEXTS * 50)
        arguments = {"batched": True, "batch_size": 16, "num_proc": processes}

        lists = dataset.map(lambda batch: tokenizer(batch["text"]), **arguments)
        assert lists[:] == {"text": TEXTS * 50, **expected}

        encode = lambda table: pa.table(tokenizer.encode_batch(table["text"]))  # noqa: E731
        tables = dataset.with_format("arrow").map(encode, **arguments).with_format(None)
        assert tables[:] == expected
        assert tables.features == lists.remove_columns("text").features

    def test_a_column_of_a_dataset(self, tokenizer):
        datasets = pytest.importorskip("datasets")
        assert tokenizer(datasets.Dataset.from_dict({"text": TEXTS})["text"]) == tokenizer(TEXTS)

    def test_the_fingerprint_is_the_same_in_every_run(self):
        pytest.importorskip("datasets")
        program = f"""
from datasets.fingerprint import Hasher
from tohoku_tokenizers import Tokenizer
tokenizer = Tokenizer.from_pretrained({CHARACTERS!r}, command={COMMAND!r})
encode = lambda batch: tokenizer(batch["text"])
print(Hasher.hash(encode))
tokenizer("a")
print(Hasher.hash(encode))
"""
        runs = [subprocess.check_output([sys.executable, "-c", program], cwd=HERE, text=True) for _ in range(2)]
        assert len(set("".join(runs).split())) == 1


class TestTransformers:
    @pytest.mark.parametrize("pairs", [False, True])
    def test_the_same_as_transformers(self, pairs):
        vocabulary, corpus = SHARED / "data/vocab/v3", SHARED / "data/corpus"
        if not (vocabulary.is_dir() and corpus.is_dir()):
            pytest.skip("TOHOKU_SHARED names no folder with data/vocab/v3 and data/corpus")
        transformers = pytest.importorskip("transformers")
        for package in ["fugashi", "unidic_lite"]:
            pytest.importorskip(package)
        reference = transformers.BertJapaneseTokenizer(
            str(vocabulary / "vocab.txt"),
            do_lower_case=False,
            word_tokenizer_type="mecab",
            subword_tokenizer_type="wordpiece",
            mecab_kwargs={"mecab_dic": "unidic_lite"},
        )
        lines: list[str] = []
        for path in sorted(corpus.glob("*.txt")):
            lines += path.read_text(encoding="utf-8").split("\n")[:400]
        second = lines[::-1] if pairs else None
        with Tokenizer.from_pretrained("bert-base-japanese-v3", files=vocabulary, command=COMMAND) as tokenizer:
            for options in [{}, {"padding": True, "truncation": True, "max_length": 24}]:
                assert tokenizer(lines, second, **options) == dict(reference(lines, second, **options))


class TestExamples:
    """The examples of docstrings and of the README, without those of its section on Spark."""

    @pytest.fixture(autouse=True)
    def command(self, monkeypatch):
        monkeypatch.setenv("TOHOKU_TOKENIZERS", shlex.join(COMMAND))

    def test_docstrings(self):
        results = doctest.testmod(tohoku_tokenizers)
        assert (results.failed, results.attempted > 5) == (0, True)

    @pytest.mark.parametrize("section", ["datasets", "pandas", "polars"])
    def test_readme(self, section):
        pytest.importorskip(section)
        readme = (HERE / "README.md").read_text(encoding="utf-8")
        text = readme.split(f"\n## {section}\n")[1].split("\n## ")[0]
        program = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
        expected = re.findall(r"print\(.*\)  # => (.*)", program)
        assert expected
        env = {**os.environ, "PYTHONPATH": str(HERE), "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
        assert subprocess.check_output([sys.executable, "-c", program], env=env, text=True).splitlines() == expected


def cut_answers(plan: Path, command: list[str]) -> None:
    """Runs a command, passes on as many bytes of its output as the plan says next, and dies."""
    cut, *rest = plan.read_text().split() or [None]
    plan.write_text(" ".join(rest))
    if cut is None:
        os.execvp(command[0], command)
    child = subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0)
    left = int(cut)
    while left > 0:
        left -= os.write(1, child.stdout.read(left))
    child.kill()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    cut_answers(Path(sys.argv[1]), sys.argv[2:])
