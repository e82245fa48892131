"""The tokenizer that people use today. Spark's workers import it, so each loads it once."""

import functools
import os


@functools.cache
def load(files: str):
    from transformers import BertJapaneseTokenizer

    return BertJapaneseTokenizer(
        os.path.join(files, "vocab.txt"),
        word_tokenizer_type="mecab",
        subword_tokenizer_type="wordpiece",
        do_lower_case=False,
        mecab_kwargs={"mecab_dic": "unidic_lite"},
    )
