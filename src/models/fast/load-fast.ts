import { OptionError, ResourceError } from "../../base/errors.js";
import { checkValues, withDefaults } from "../../base/options.js";
import { readModelFile } from "../../subwords/sentencepiece/model-file.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import {
  type FastOptions,
  namingFastTokens,
  type PreTrainedTokenizerFast,
} from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { fromWritable } from "../../tokenizer-json/serde-json.js";
import { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { Family, FamilyFiles, InitArguments } from "../family.js";
import { isLegacy } from "../sentencepiece/sentencepiece-arguments.js";
import { convertPieces } from "./convert-pieces.js";
import type { FastClass, SlowClass, SlowOptions } from "./fast-class.js";
import { FramedTokenizerFast } from "./framed-tokenizer-fast.js";
import { LLAMA_FAST, LlamaTokenizerFast } from "./llama-tokenizer-fast.js";
import { type FastOrigin, ModelTokenizerFast, withFlags } from "./model-tokenizer-fast.js";

const FILE = "tokenizer.json";

type SlowFiles = ReadonlyMap<string, Uint8Array>;

/** The family of a fast class: its tokenizers are made of a tokenizer.json, or as in Python of the slow class's files. */
export function fastFamilyOf(facts: FastClass): Family<PreTrainedTokenizerFast, FastOptions> {
  return { options: facts.options, load: (files, init) => load(facts, files, { ...init }) };
}

async function load(facts: FastClass, files: FamilyFiles, init: InitArguments): Promise<PreTrainedTokenizerFast> {
  const { from_slow, ...options } = init;
  // A list is named as in the fast classes. Flags that are not given have the slow class's defaults, if it is converted.
  const named = namingExtraTokens(Array.isArray(init.extra_special_tokens) ? namingFastTokens(options) : options);
  const { slow } = facts;
  if (from_slow && !slow)
    throw new OptionError("from_slow", from_slow, `false: ${facts.tokenizer_class} has no slow class`);
  const content = await files.read?.(FILE);
  const slowFiles = slow && (await readSlow(slow, files));
  const needsSlow = slow?.convertsForPrefixSpace && (init.add_prefix_space ?? undefined) !== undefined;
  if (!slow || (content && !from_slow && !needsSlow)) {
    const json = TokenizerJson.parse(content ?? (await files.readRequired(FILE)), files.locationOf(FILE));
    return make(facts, json, options, slowFiles);
  }
  if (!slowFiles) throw missingFiles(facts, slow, files, init, content !== undefined);
  const slowArguments = argumentsOf(facts, slow, named);
  // Python converts a slow tokenizer without added tokens if only the class's arguments call for it.
  const { added_tokens_decoder: _, ...withoutAdded } = slowArguments;
  const json = convert(facts, slow, slowFiles, content && !from_slow ? withoutAdded : slowArguments, files);
  // The fast class keeps its own value of this one.
  const { add_prefix_space } = withDefaults(facts.defaults, options);
  return make(facts, json, { ...slowArguments, add_prefix_space }, slowFiles);
}

/** The arguments that the slow class is made with, which Python passes on to the fast class. */
function argumentsOf(facts: FastClass, slow: SlowClass, options: InitArguments): SlowOptions {
  const { prepare = (all) => all } = facts;
  checkValues(options, facts.options);
  const all = prepare(withDefaults({ ...facts.defaults, ...slow.defaults }, options));
  const legacy = "legacy" in slow.defaults ? { legacy: isLegacy(options, facts.tokenizer_class) } : {};
  return withFlags({ ...all, ...legacy }, slow.flags);
}

function convert(
  { tokenizer_class }: FastClass,
  { converter, files: [name] }: SlowClass,
  slowFiles: SlowFiles,
  options: SlowOptions,
  files: FamilyFiles,
): TokenizerJson {
  const location = files.locationOf(name);
  const blocks =
    typeof converter === "function"
      ? converter(slowFiles, options, (file) => files.locationOf(file))
      : convertPieces(readModelFile(slowFiles.get(name) as Uint8Array, location), converter, options, tokenizer_class);
  return TokenizerJson.of(fromWritable(blocks), location);
}

function make(
  facts: FastClass,
  json: TokenizerJson,
  options: InitArguments,
  slowFiles: SlowFiles | undefined,
): PreTrainedTokenizerFast {
  const origin: FastOrigin = { source: "configuration", ...(slowFiles && { files: slowFiles }) };
  if (facts.tokenizer_class === LLAMA_FAST.tokenizer_class) return new LlamaTokenizerFast(json, options, facts, origin);
  const Made = facts.isFramed ? FramedTokenizerFast : ModelTokenizerFast;
  return new Made(json, options, facts, origin);
}

/** The files of the slow class, if all are there. */
async function readSlow({ files: names }: SlowClass, files: FamilyFiles): Promise<SlowFiles | undefined> {
  const found = new Map<string, Uint8Array>();
  for (const name of names) {
    const bytes = await files.read?.(name);
    if (!bytes) return undefined;
    found.set(name, bytes);
  }
  return found;
}

function missingFiles(
  { tokenizer_class }: FastClass,
  slow: SlowClass,
  files: FamilyFiles,
  init: InitArguments,
  hasJson: boolean,
): OptionError | ResourceError {
  const names = slow.files.join(" and ");
  if (!hasJson)
    return new ResourceError(files.locationOf(FILE), "no file", `${FILE}, or ${names} for ${tokenizer_class}`);
  const name = init.from_slow ? "from_slow" : "add_prefix_space";
  const expected = `${names} beside ${FILE}, which ${tokenizer_class} then converts; or no ${name}`;
  return new OptionError(name, init[name], expected);
}
