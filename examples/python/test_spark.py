"""Tests of spark_encode.py and spark_job.py, on one machine with Spark's local and local-cluster modes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

pyspark = pytest.importorskip("pyspark", minversion="4.1", reason="needs pyspark 4.1 or newer, for arrow_udf")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("needs Java 17 or newer, on PATH or in JAVA_HOME", allow_module_level=True)
if not shutil.which("node"):
    pytest.skip("needs Node 20 or newer on PATH", allow_module_level=True)

import pyarrow as pa
import pyarrow.parquet
import spark_encode
import spark_job
from pyspark.errors import PythonException
from pyspark.sql import SparkSession
from pyspark.sql import functions as sf
from spark_encode import Encoder, encode_dataframe, encode_udf
from tohoku_tokenizers import Tokenizer, TokenizerError

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent.parent
MAIN = PACKAGE / "dist" / "cli" / "main.js"
if not MAIN.exists():
    pytest.skip("needs the built package: npm ci && npm run build", allow_module_level=True)

MODULES = [str(HERE / name) for name in ("tohoku_tokenizers.py", "spark_encode.py")]
MODEL = {"name": "bert-base-japanese-char-v3", "command": [shutil.which("node"), str(MAIN)]}
CUT = {"truncation": True, "max_length": 12}
WINDOWS = {**CUT, "stride": 2, "return_overflowing_tokens": "windows", "return_offsets_mapping": True}
LOCAL = "local[2]"
CLUSTER = "local-cluster[2,1,2048]"
CONFIGURATION = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    # Many small batches, so that a process can end between two of them.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100",
    "spark.sql.shuffle.partitions": "4",
}

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc, to find processes")

# The cluster would only add time to these tests.
on_one_master = pytest.mark.parametrize("spark", [LOCAL], indirect=True)

# The workers cannot import this file.
pyspark.cloudpickle.register_pickle_by_value(sys.modules[__name__])


def sentences(count: int) -> list[str]:
    """Made-up sentences of many lengths, a few of them empty."""
    chance = random.Random(7)
    who = ["妹", "駅員さん", "ﾊﾟｿｺﾝ", "𠮷野家の店長", "仙台市役所", "🐈", "Taro"]
    what = ["本を読んだ", "東京都に住む", "雨の日に歩いた", "㌔をメートルに直す", "すもももももももものうちと言う"]
    glue = ["。", "、そして", "\n", "！？ ", " / "]
    clauses = [f"{a}が{b}{c}" for a in who for b in what for c in glue]
    return ["".join(chance.choices(clauses, k=chance.choice([0, 1, 1, 2, 5]))) for _ in range(count)]


TEXTS = sentences(2000)


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """The variables that Spark needs on one machine without a network."""
    # A home of links: executors of a local cluster work inside it, and the installed package stays clean.
    home = tmp_path_factory.mktemp("spark")
    for part in Path(pyspark.__file__).parent.iterdir():
        (home / part.name).symlink_to(part)
    values = {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "localhost",
        "PYSPARK_PYTHON": sys.executable,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield {**os.environ}


@pytest.fixture(scope="module", params=[LOCAL, CLUSTER])
def spark(request, environment):
    builder = SparkSession.builder.master(request.param)
    for name, value in CONFIGURATION.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    session.addArtifacts(*MODULES, pyfile=True)
    yield session
    session.stop()


@pytest.fixture(scope="module")
def tokenizer():
    with Tokenizer.from_pretrained(**MODEL) as loaded:
        yield loaded


@pytest.fixture
def df(spark):
    return frame(spark, TEXTS).repartition(4, "id")


def frame(spark, texts):
    return spark.createDataFrame(pa.table({"id": range(len(texts)), "text": pa.array(texts, pa.string())}))


def rows_of(df) -> list[dict]:
    return [row.asDict(recursive=True) for row in sorted(df.collect(), key=lambda row: row.id)]


def expected(tokenizer, texts, **options) -> list[dict]:
    """The same rows from the tokenizer itself."""
    return [{"id": at, **row} for at, row in enumerate(tokenizer.encode_batch(texts, **options).to_pylist())]


def test_a_column(df, tokenizer):
    options = {**CUT, "return_offsets_mapping": True, "return_word_ids": True, "return_special_tokens_mask": True}
    encoded = encode_dataframe(df, "text", MODEL, ["id"], **options)
    assert dict(encoded.dtypes) == {
        "id": "bigint",
        "input_ids": "array<int>",
        "token_type_ids": "array<tinyint>",
        "special_tokens_mask": "array<tinyint>",
        "attention_mask": "array<tinyint>",
        "offset_mapping": "array<array<int>>",
        "word_ids": "array<int>",
    }
    assert rows_of(encoded) == expected(tokenizer, TEXTS, **options)


@on_one_master
def test_requests_do_not_change_rows(df, tokenizer):
    encoded = encode_dataframe(df, "text", MODEL, ["id"], batch_rows=7, padding="max_length", **CUT)
    assert rows_of(encoded) == expected(tokenizer, TEXTS, padding="max_length", **CUT)


@on_one_master
def test_pairs_and_expressions(df, tokenizer):
    encoded = encode_dataframe(df, sf.upper("text"), MODEL, ["id"], pair="text", **CUT)
    firsts = [row.text for row in df.orderBy("id").select(sf.upper("text").alias("text")).collect()]
    assert rows_of(encoded) == expected(tokenizer, firsts, text_pair=TEXTS, **CUT)


@on_one_master
def test_windows(df, tokenizer):
    encoded = encode_dataframe(df, "text", MODEL, ["id", "text"], **WINDOWS).collect()
    windows = tokenizer.encode_batch(TEXTS, **WINDOWS).to_pylist()
    assert len(encoded) == len(windows) > len(TEXTS)
    for window in windows:
        window["id"] = window.pop("overflow_to_sample_mapping")
        window["text"] = TEXTS[window["id"]]
    # The windows of a text keep their order within a partition.
    assert [row.asDict() for row in sorted(encoded, key=lambda row: row.id)] == [
        {"id": window["id"], "text": window["text"], **window} for window in windows
    ]


@on_one_master
def test_overflowing_tokens_of_slow_classes(df, tokenizer):
    options = {**CUT, "return_overflowing_tokens": True}
    encoded = encode_dataframe(df, "text", MODEL, ["id"], **options)
    assert rows_of(encoded) == expected(tokenizer, TEXTS, **options)


@on_one_master
def test_udf_of_a_field(df, tokenizer):
    ids = encode_udf(MODEL, field="input_ids", **CUT)
    encoded = df.select("id", ids("text").alias("input_ids"))
    assert rows_of(encoded) == [
        {"id": row["id"], "input_ids": row["input_ids"]} for row in expected(tokenizer, TEXTS, **CUT)
    ]


@on_one_master
def test_udf_of_all_fields(df, tokenizer):
    encode = encode_udf(MODEL, **CUT)
    encoded = df.select("id", encode("text", "text").alias("pair")).select("id", "pair.*")
    assert rows_of(encoded) == expected(tokenizer, TEXTS, text_pair=TEXTS, **CUT)


def test_nulls_stay_null(spark, tokenizer):
    texts = [None if at % 3 == 0 else text for at, text in enumerate(TEXTS[:400])]
    nulls = frame(spark, [*texts, *[None] * 300]).repartition(1)
    windows = encode_dataframe(nulls, "text", MODEL, ["id"], **WINDOWS).collect()
    assert sorted(row.id for row in windows if row.input_ids is None) == [*range(0, 400, 3), *range(400, 700)]
    rows = rows_of(encode_dataframe(nulls, "text", MODEL, ["id"]))
    assert len(rows) == 700
    for row, given in zip(rows, [*texts, *[None] * 300]):
        assert row["input_ids"] == (None if given is None else tokenizer(given)["input_ids"])
    structs = nulls.select("id", encode_udf(MODEL)("text").alias("encoding")).where("encoding is null")
    assert structs.count() == 134 + 300


@on_one_master
def test_a_null_can_be_an_error(spark):
    texts = frame(spark, [*TEXTS[:250], None]).coalesce(1)
    with pytest.raises(PythonException, match=r"partition 0, row 250 {'id': 250}: the text is null"):
        encode_dataframe(texts, "text", MODEL, ["id"], nulls="error", batch_rows=30).collect()
    with pytest.raises(PythonException, match=r"partition 0, row 250: the text is null"):
        texts.select(encode_udf(MODEL, nulls="error")("text")).collect()


def test_empty_partitions(spark, tokenizer):
    few = frame(spark, TEXTS[:3]).repartition(8)
    assert rows_of(encode_dataframe(few, "text", MODEL, ["id"])) == expected(tokenizer, TEXTS[:3])
    none = encode_dataframe(few.where("id > 5"), "text", MODEL, ["id"])
    assert none.collect() == []
    assert none.columns == ["id", "input_ids", "token_type_ids", "attention_mask"]


@on_one_master
def test_a_skewed_partition(df, tokenizer):
    skewed = df.repartition(4, sf.when(df.id < 1900, 0).otherwise(df.id))
    sizes = sorted(row["count"] for row in skewed.groupBy(sf.spark_partition_id()).count().collect())
    assert sizes[-1] >= 1900
    assert rows_of(encode_dataframe(skewed, "text", MODEL, ["id"])) == expected(tokenizer, TEXTS)


@needs_proc
@on_one_master
def test_a_worker_keeps_its_node_process(spark):
    encoder = Encoder.checked(MODEL, {}, "keep", 1000)

    def processes(batches):
        for _ in encoder.mapper(1, encoder.schema.names)(batches):
            yield pa.record_batch({"worker": [os.getpid()], "nodes": [children(os.getpid())]})

    texts = frame(spark, TEXTS).repartition(8).select("text")
    seen = [
        row for _ in range(2) for row in texts.mapInArrow(processes, "worker long, nodes array<long>").collect()
    ]
    assert len(seen) >= 2 * len(TEXTS) / 100
    nodes = {row.worker: set() for row in seen}
    for row in seen:
        assert len(row.nodes) == 1
        nodes[row.worker].update(row.nodes)
    assert all(len(found) == 1 for found in nodes.values())
    # Sixteen tasks shared them.
    assert len(nodes) < 16


@needs_proc
@pytest.mark.parametrize("victim", ["node", "worker", "executor"])
def test_a_process_dies_in_the_middle(spark, tokenizer, monkeypatch, tmp_path, victim):
    if victim != "node" and spark.sparkContext.master == LOCAL:
        pytest.skip("a local master does not run a failed task again")
    died = tmp_path / "died"
    mapper = Encoder.mapper

    def deadly_mapper(self, texts, names):
        encode = mapper(self, texts, names)
        return lambda batches: encode(killing(batches, victim, died))

    monkeypatch.setattr(Encoder, "mapper", deadly_mapper)
    texts = frame(spark, TEXTS).repartition(4, "id")
    encoded = rows_of(encode_dataframe(texts, "text", MODEL, ["id"], **CUT))
    assert encoded == expected(tokenizer, TEXTS, **CUT)
    # The process that was killed, and those that must not outlive it.
    processes = json.loads(died.read_text())
    deadline = time.monotonic() + 20
    while any(is_running(process) for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def killing(batches, victim, died):
    """Passes batches on. The first task to have its fourth batch kills a process, once."""
    for at, batch in enumerate(batches):
        if at == 3:
            try:
                with died.open("x") as file:
                    worker = os.getpid()
                    [node] = children(worker)
                    # The parent of a worker is a daemon that forks; its parent is the executor.
                    processes = {"node": [node], "worker": [worker, node]}.get(victim)
                    processes = processes or [parent_of(os.getppid()), worker, node]
                    json.dump(processes, file)
                os.kill(processes[0], signal.SIGKILL)
            except FileExistsError:
                pass
        yield batch


def parent_of(process: int) -> int:
    # The name of the program, in parentheses, may hold spaces.
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def children(process: int) -> list[int]:
    found = []
    for other in (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()):
        try:
            if parent_of(other) == process:
                found.append(other)
        except OSError:  # It has ended meanwhile.
            pass
    return found


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Refusing:
    """A tokenizer that refuses the second text of every request."""

    def encode_batch(self, *texts, **options):
        raise TokenizerError("text[1]: found …, expected …", "TextError", "text[1]", 1)


def test_the_row_of_an_error_counts_nulls(monkeypatch):
    monkeypatch.setattr(spark_encode, "worker_tokenizer", lambda arguments: Refusing())
    encoder = Encoder("{}", {}, "keep", 10, pa.schema([]), False)
    with pytest.raises(spark_encode.TextError) as error:
        encoder.encode_part([pa.array([None, "a", None, "b"])])
    assert error.value.row == 3


@on_one_master
def test_wrong_arguments_fail_at_once(spark):
    texts = frame(spark, TEXTS[:1])
    for pattern, call in {
        "paddin: .*did you mean padding": lambda: encode_dataframe(texts, "text", MODEL, paddin=True),
        "column id holds bigint": lambda: encode_dataframe(texts, "id", MODEL),
        "two columns have the name input_ids": lambda: encode_dataframe(
            texts.withColumnRenamed("id", "input_ids"), "text", MODEL, ["input_ids"]
        ),
        "nulls is 'drop'": lambda: encode_dataframe(texts, "text", MODEL, nulls="drop"),
        "batch_rows is 0": lambda: encode_dataframe(texts, "text", MODEL, batch_rows=0),
        "a UDF cannot give several rows": lambda: encode_udf(MODEL, **WINDOWS),
        "field is 'ids'": lambda: encode_udf(MODEL, field="ids"),
    }.items():
        with pytest.raises(ValueError, match=pattern):
            call()


@on_one_master
def test_messages_and_exit_codes_of_the_job(spark, tmp_path, capfd):
    frame(spark, [*TEXTS[:50], None]).coalesce(1).write.parquet(str(tmp_path / "texts"))
    command = f"--command={shutil.which('node')} {MAIN}"
    good = ["texts", "ids", "--model", MODEL["name"], command]
    for code, message, line in [
        (0, "", [*good, "--keep", "*"]),
        (2, "[PATH_ALREADY_EXISTS]", good),
        (0, "", [*good, "--overwrite", "--keep", "id", "--partitions", "3"]),
        (2, "[PATH_NOT_FOUND]", ["nothing", *good[1:]]),
        (2, "[UNRESOLVED_COLUMN", [*good, "--column", "body"]),
        (2, "column id holds bigint, not strings", [*good, "--column", "id"]),
        (2, 'model: found "nothing"', [*good[:3], "nothing", command]),
        (2, "max_length", [*good, "--padding", "max_length", "--max-length", "-1"]),
        (2, "nothing pipe --model bert-base-japanese-char-v3 does not start", [*good[:4], "--command", "nothing"]),
        (1, "ValueError: partition 0, row 50 {'id': 50}: the text is null",
         [*good, "--overwrite", "--keep", "id", "--nulls", "error"]),
    ]:  # fmt: skip
        given = spark_job.arguments([str(tmp_path / line[0]), str(tmp_path / line[1]), *line[2:]])
        assert (spark_job.run(given, spark), message) == (code, message)
        written = capfd.readouterr().err
        lines = [text for text in written.splitlines() if text.startswith("spark_job.py: ")]
        assert len(lines) == (1 if code else 0)
        assert message in "".join(lines)
    for line in [[], ["texts", "ids"], [*good, "--partitions", "0"], [*good, "--nulls", "drop"]]:
        with pytest.raises(SystemExit) as end:
            spark_job.arguments(line)
        assert end.value.code == 2


@pytest.fixture(scope="session")
def archives(tmp_path_factory):
    """A folder with all that a cluster needs: the scripts, and archives with Node and with the package."""
    folder = tmp_path_factory.mktemp("job")
    for name in ("tohoku_tokenizers.py", "spark_encode.py", "spark_job.py"):
        shutil.copy(HERE / name, folder)
    # Little compression: most of the time of this test would go into Node's binary.
    with tarfile.open(folder / "node.tar.gz", "w:gz", compresslevel=1) as tar:
        tar.add(os.path.realpath(shutil.which("node")), "bin/node")
    # Without its scripts, npm does not build the package anew.
    pack = ["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder]
    packed = subprocess.run(pack, cwd=PACKAGE, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    with tarfile.open(folder / packed) as tar:
        tar.extractall(folder, filter="data")
    modules = {"tohoku-tokenizers": folder / "package"}
    wanted = ["apache-arrow"]
    while wanted:
        name = wanted.pop()
        modules[name] = PACKAGE / "node_modules" / name
        needs = json.loads((modules[name] / "package.json").read_text()).get("dependencies", {})
        wanted += [need for need in needs if not need.startswith("@types/") and need not in modules]
    with tarfile.open(folder / "tokenizers.tar.gz", "w:gz", compresslevel=1) as tar:
        for name, path in modules.items():
            tar.add(path, f"node_modules/{name}")
    return folder


def test_spark_submit_with_archives(archives, environment, tokenizer, tmp_path):
    texts = [*TEXTS[:500], None]
    table = pa.table({"id": range(len(texts)), "text": texts})
    pa.parquet.write_table(table, tmp_path / "texts.parquet", row_group_size=100)
    without = {name: value for name, value in environment.items() if name not in ("TOHOKU_TOKENIZERS", "PYTHONPATH")}
    run = subprocess.run(
        [
            *(Path(environment["SPARK_HOME"]) / "bin" / "spark-submit", "--master", CLUSTER),
            *(part for name, value in CONFIGURATION.items() for part in ("--conf", f"{name}={value}")),
            *("--archives", "node.tar.gz#node,tokenizers.tar.gz#tokenizers"),
            *("--py-files", "tohoku_tokenizers.py,spark_encode.py", "spark_job.py"),
            *(tmp_path / "texts.parquet", tmp_path / "ids", "--keep", "id", "--partitions", "4"),
            *("--model", MODEL["name"], "--truncation", "--max-length", "12", "--offsets", "--word-ids"),
            *("--command", "node/bin/node tokenizers/node_modules/tohoku-tokenizers/dist/cli/main.js"),
        ],
        cwd=archives,
        env=without,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    rows = sorted(pa.parquet.read_table(tmp_path / "ids").to_pylist(), key=lambda row: row["id"])
    options = {**CUT, "return_offsets_mapping": True, "return_word_ids": True}
    assert rows[:500] == expected(tokenizer, TEXTS[:500], **options)
    assert rows[500:] == [{name: 500 if name == "id" else None for name in rows[0]}]
