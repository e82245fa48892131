"""The jobs in Python of the scaling sheet. Each encodes the column "text" of a Parquet file.

Usage: jobs.py KIND INPUT OUTPUT MODEL FILES WORKERS
KIND: datasets or spark, with -reference for transformers' own tokenizer. The last line of output is the seconds of the job
without the start of Python, of Spark and of Spark's workers.
"""

import os
import sys
import time

KIND, INPUT, OUTPUT, MODEL, FILES, WORKERS = sys.argv[1:]
IS_REFERENCE = KIND.endswith("-reference")
HERE = os.path.dirname(os.path.abspath(__file__))


def with_datasets() -> float:
    import datasets
    import pyarrow as pa

    datasets.disable_progress_bars()
    dataset = datasets.Dataset.from_parquet(INPUT, cache_dir=OUTPUT + ".cache")
    start = time.perf_counter()
    if IS_REFERENCE:
        import reference_tokenizer

        tokenizer = reference_tokenizer.load(FILES)
        dataset.map(
            lambda batch: tokenizer(batch["text"]), batched=True, num_proc=int(WORKERS), remove_columns=["text"]
        )
    else:
        from tohoku_tokenizers import Tokenizer

        tokenizer = Tokenizer.from_pretrained(MODEL, files=FILES)

        def encode(table):
            batch = tokenizer.encode_batch(table["text"])
            return pa.table(dict(zip(batch.schema.names, batch.columns)))

        arrow = dataset.with_format("arrow")
        arrow.map(encode, batched=True, batch_size=10_000, num_proc=int(WORKERS), remove_columns=["text"])
    return time.perf_counter() - start


def with_spark() -> float:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(WORKERS)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.files.maxPartitionBytes": str(os.path.getsize(INPUT) // 4),
        "spark.sql.files.openCostInBytes": "0",
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    df = spark.read.parquet(INPUT)
    if IS_REFERENCE:
        spark.addArtifacts(os.path.join(HERE, "reference_tokenizer.py"), pyfile=True)
        files = FILES
        schema = "input_ids array<int>, token_type_ids array<tinyint>, attention_mask array<tinyint>"

        def encode(part):
            return part.mapInArrow(lambda batches: encode_with_reference(batches, files), schema)
    else:
        from spark_encode import encode_dataframe

        here = os.path.dirname(os.path.abspath(sys.modules["spark_encode"].__file__))
        modules = [os.path.join(here, name) for name in ("tohoku_tokenizers.py", "spark_encode.py")]
        spark.addArtifacts(*modules, pyfile=True)

        def encode(part):
            return encode_dataframe(part, "text", {"name": MODEL, "files": FILES})

    # A small job first, so that the time of the other one is without the start of workers and compilers.
    encode(df.limit(1000).repartition(2)).write.parquet(OUTPUT + ".first")
    start = time.perf_counter()
    encode(df).write.parquet(OUTPUT)
    seconds = time.perf_counter() - start
    spark.stop()
    return seconds


def encode_with_reference(batches, files):
    import pyarrow as pa
    import reference_tokenizer

    tokenizer = reference_tokenizer.load(files)
    types = {"input_ids": pa.int32(), "token_type_ids": pa.int8(), "attention_mask": pa.int8()}
    for batch in batches:
        encoded = tokenizer(batch.column(0).to_pylist())
        columns = [pa.array(encoded[name], pa.list_(type)) for name, type in types.items()]
        yield pa.RecordBatch.from_arrays(columns, list(types))


if __name__ == "__main__":
    print(with_spark() if KIND.startswith("spark") else with_datasets())
