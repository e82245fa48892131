import { OptionError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { proposal } from "../base/nearest.js";
import type { OpenedModel } from "./make.js";

/**
 * The model types whose files need not name a class, by the class that AutoTokenizer of transformers 4.56.1 then takes.
 * `bert-japanese` and `byt5`, which are types of tokenizers alone there, count too.
 */
const MODEL_TYPES: Readonly<Record<string, string>> = {
  AlbertTokenizer: "albert nystromformer yoso",
  BartTokenizer: "bart",
  BertJapaneseTokenizer: "bert-japanese",
  BertTokenizer:
    "align bark bert blip bros chinese_clip ernie git grounding-dino megatron-bert mm-grounding-dino nezha qdqbert tvp " +
    "vilt visual_bert",
  BigBirdTokenizer: "big_bird",
  ByT5Tokenizer: "byt5",
  DebertaV2Tokenizer: "deberta-v2",
  DistilBertTokenizer: "distilbert",
  ElectraTokenizer: "electra",
  GemmaTokenizer: "gemma gemma2 gemma3 gemma3_text gemma3n gemma3n_text recurrent_gemma shieldgemma2 siglip2 t5gemma",
  GPT2Tokenizer:
    "blip-2 dbrx emu3 exaone4 gpt2 gpt_bigcode gpt_neo gptj instructblip instructblipvideo minimax opt starcoder2",
  GPTNeoXTokenizerFast: "falcon_mamba gpt_neox mamba mamba2 mpt olmo olmo2 olmoe rwkv stablelm xlstm",
  LlamaTokenizer:
    "arcee aria chameleon colpali deepseek_v2 deepseek_v3 deepseek_vl deepseek_vl_hybrid diffllama idefics2 idefics3 " +
    "jamba jetmoe llama llama4 llama4_text llava llava_next llava_next_video llava_onevision mistral mixtral mllama " +
    "paligemma persimmon phi3 phimoe video_llava vipllava voxtral zamba zamba2",
  LlamaTokenizerFast: "ernie4_5 ernie4_5_moe idefics janus",
  PreTrainedTokenizerFast:
    "bitnet falcon glm glm4 glm4_moe glm4v glm4v_moe gpt_oss helium kosmos-2.5 modernbert moonshine moshi nemotron " +
    "pixtral smollm3",
  Qwen2Tokenizer: "colqwen2 internvl qwen2 qwen2_5_omni qwen2_5_vl qwen2_audio qwen2_moe qwen2_vl qwen3 qwen3_moe",
  RobertaTokenizer: "bridgetower clap data2vec-text ibert mega mra roberta roberta-prelayernorm",
  T5Tokenizer: "longt5 mt5 pix2struct switch_transformers t5 umt5",
  XLMRobertaTokenizer: "kosmos-2 metaclip_2 xlm-roberta xlm-roberta-xl xmod",
};

const CONFIG = "config.json";
const VOCABULARY = "vocab.txt";
const log = new OnceLog();

/**
 * The class of files that name none, by the model type in their config.json; undefined if that names no type either. Warns
 * once of a Japanese vocabulary, whose words this class does not find.
 *
 * @throws OptionError if this library does not have the class of the type
 */
export async function classOfModelType({ files, model_type }: OpenedModel): Promise<string | undefined> {
  if (model_type === undefined) return undefined;
  const found = Object.entries(MODEL_TYPES).find(([, types]) => types.split(" ").includes(model_type));
  if (!found) {
    const types = Object.values(MODEL_TYPES).flatMap((each) => each.split(" "));
    const expected =
      "a model type whose tokenizer this library has, or a tokenizer_class in tokenizer_config.json" +
      proposal(model_type, types);
    throw new OptionError(`${files.locationOf(CONFIG)}: model_type`, model_type, expected);
  }
  const [named] = found;
  const bytes = named === "BertTokenizer" && "read" in files ? await files.read?.(VOCABULARY) : undefined;
  if (bytes && isJapanese(bytes)) {
    const location = files.locationOf(VOCABULARY);
    log.warn(
      location,
      `${location}: the vocabulary is Japanese, and no file names the tokenizer_class: ${CONFIG} alone means ${named}, ` +
        "as in transformers, which finds no Japanese words; take BertJapaneseTokenizer.from_pretrained with its arguments",
    );
  }
  return named;
}

/** The least share of lines with kana: the published Japanese vocabularies have more, Chinese and multilingual ones less. */
const KANA = 0.02;

function isJapanese(vocabulary: Uint8Array): boolean {
  const lines = new TextDecoder().decode(vocabulary).split("\n");
  return lines.filter((line) => /[\u3041-\u30ff]/.test(line)).length >= KANA * lines.length;
}
