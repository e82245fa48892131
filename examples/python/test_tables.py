"""Tests that Python's libraries read the tables of the command line, and that Spark and the module give the same rows."""

import os
import random
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet
import pytest
from test_tohoku_tokenizers import CHARACTERS, COMMAND, TEXTS, make

ENDINGS = ["jsonl", "parquet", "arrow"]
COLUMNS = "input_ids,attention_mask,offset_mapping,length"


def lines(count: int) -> list[str]:
    """Made-up lines of many lengths."""
    chance = random.Random(11)
    return ["".join(chance.choices([*TEXTS, "東京都に住む", "。"], k=chance.randrange(12))) for _ in range(count)]


def encode(output: Path, *arguments) -> None:
    line = [*COMMAND, "encode", "--model", CHARACTERS, "--output", output, *arguments]
    subprocess.run(line, check=True)


def with_pyarrow(path: Path) -> list[dict]:
    if path.suffix == ".jsonl":
        return pa.json.read_json(path).to_pylist()
    if path.suffix == ".arrow":
        with pa.ipc.open_file(path) as file:
            table = file.read_all()
    else:
        table = pa.parquet.read_table(path)
    table.validate(full=True)
    return table.to_pylist()


def with_polars(path: Path) -> list[dict]:
    import polars as pl

    read = {".jsonl": pl.read_ndjson, ".arrow": pl.read_ipc, ".parquet": pl.read_parquet}[path.suffix]
    return read(path).to_dicts()


def with_datasets(path: Path) -> list[dict]:
    import datasets

    kind = {".jsonl": "json", ".arrow": "arrow", ".parquet": "parquet"}[path.suffix]
    loaded = datasets.load_dataset(kind, data_files=str(path), split="train", cache_dir=str(path.parent / "cache"))
    return loaded.to_list()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("read", [with_pyarrow, with_polars, with_datasets])
def test_rows_are_those_of_the_module(tmp_path, ending, read):
    texts = lines(500)
    source = tmp_path / "texts.txt"
    source.write_text("\n".join(text.replace("\n", " ") for text in texts) + "\n", encoding="utf-8")
    output = tmp_path / f"ids.{ending}"
    encode(output, "--columns", COLUMNS, "--offset-unit", "code_point", source)
    with make() as tokenizer:
        options = {"return_offsets_mapping": True, "return_length": True, "return_token_type_ids": False}
        expected = tokenizer.encode_batch(source.read_text(encoding="utf-8").split("\n")[:-1], **options).to_pylist()
    assert read(output) == expected


@pytest.mark.parametrize("writer", ["pyarrow", "polars", "pandas", "datasets"])
def test_texts_come_from_files_of(tmp_path, writer):
    texts = lines(300)
    table = pa.table({"id": range(len(texts)), "text": texts})
    parquet, arrow = tmp_path / "texts.parquet", tmp_path / "texts.arrow"
    if writer == "pyarrow":
        pa.parquet.write_table(table, parquet, row_group_size=70)
        with pa.ipc.new_file(arrow, table.schema) as file:
            file.write_table(table, max_chunksize=70)
    elif writer == "polars":
        import polars as pl

        frame = pl.from_arrow(table)
        frame.write_parquet(parquet)
        frame.write_ipc(arrow, compression="zstd")
    elif writer == "pandas":
        frame = table.to_pandas()
        frame.to_parquet(parquet)
        frame.to_feather(arrow, compression="uncompressed")
    else:
        import datasets

        dataset = datasets.Dataset(table)
        dataset.to_parquet(parquet)
        dataset.save_to_disk(tmp_path / "saved")
        arrow = next((tmp_path / "saved").glob("*.arrow"))
    with make() as tokenizer:
        expected = tokenizer.encode_batch(texts).to_pylist()
    for source in (parquet, arrow):
        output = tmp_path / f"{source.suffix[1:]}.parquet"
        encode(output, "--field", "text", source)
        assert with_pyarrow(output) == expected


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_run_that_was_killed_goes_on(tmp_path, ending):
    source = tmp_path / "texts.txt"
    source.write_text("\n".join(lines(40_000)).replace("\r", "") * 6, encoding="utf-8")
    whole, resumed = tmp_path / f"whole.{ending}", tmp_path / f"resumed.{ending}"
    encode(whole, source)
    line = [*COMMAND, "encode", "--model", CHARACTERS, "--output", resumed, "--resume", "--jobs", "2", source]
    chance = random.Random(ending)
    kills = 0
    for seconds in range(1, 100):
        process = subprocess.Popen(line)
        time.sleep(chance.uniform(0.1, 0.6) * seconds)
        process.send_signal(signal.SIGKILL)
        if process.wait() == 0:
            break
        kills += 1
    assert kills > 0
    assert resumed.read_bytes() == whole.read_bytes()
    assert len(with_polars(resumed)) == source.read_text(encoding="utf-8").count("\n") + 1


def test_spark_gives_the_rows_of_the_command_line(tmp_path):
    pytest.importorskip("pyspark", minversion="4.1", reason="needs pyspark 4.1 or newer")
    texts = lines(3000)
    source, table, rows = tmp_path / "texts.parquet", tmp_path / "ids.parquet", tmp_path / "spark.parquet"
    pa.parquet.write_table(pa.table({"id": range(len(texts)), "text": texts}), source, row_group_size=500)
    encode(table, "--field", "text", source)
    here = Path(__file__).resolve().parent
    job = [
        *("spark-submit", "--master", "local[2]", "--conf", "spark.ui.enabled=false"),
        *("--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1"),
        *("--py-files", f"{here}/tohoku_tokenizers.py,{here}/spark_encode.py", f"{here}/spark_job.py"),
        *(str(source), str(rows), "--keep", "id", "--model", CHARACTERS, "--command", shlex.join(COMMAND)),
    ]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    result = subprocess.run(job, env=environment, capture_output=True, text=True)
    if "JAVA_HOME is not set" in result.stderr:
        pytest.skip("needs Java 17 or newer, on PATH or in JAVA_HOME")
    assert result.returncode == 0, result.stderr
    found = pa.parquet.read_table(rows).sort_by("id").drop_columns("id").to_pylist()
    assert found == with_pyarrow(table)
