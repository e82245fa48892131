/** `npm run published`: writes an entry file for each model of src/pretrained/catalog.ts, and README.md's table. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FamilyName, MODELS, type PublishedModel } from "../src/pretrained/catalog.js";
import { literal } from "./literal.js";
import { withModels } from "./model-table.js";

const FOLDER = fileURLToPath(new URL("../src/models/published/", import.meta.url));
const README = fileURLToPath(new URL("../README.md", import.meta.url));

/** The names that an entry file imports, and their modules. */
interface Parts {
  readonly family: string;
  readonly module: string;
  /** The files in the package. */
  readonly builtIn?: readonly [name: string, module: string];
  /** The family of from_vocabulary. Without it, there is no such function. */
  readonly lean?: readonly [name: string, module: string];
}

const PARTS: Readonly<Record<Exclude<FamilyName, "bert">, Parts>> = {
  byte: {
    family: "publishedBytes",
    module: "../byte/published-bytes.js",
    builtIn: ["NO_FILES", "../byte/no-files.js"],
  },
  fast: { family: "fastFamily", module: "../fast/fast-family.js" },
  llama: { family: "llamaFamily", module: "../sentencepiece/llama.js" },
  roberta: { family: "publishedRoberta", module: "../roberta/published-roberta.js" },
  t5: { family: "t5Family", module: "../sentencepiece/t5.js" },
};

/** The arguments that a family of published models has fixed, or that are the defaults of its class. */
const FIXED: Readonly<Partial<Record<FamilyName, ReadonlySet<string>>>> = {
  bert: new Set(["do_lower_case", "word_tokenizer_type", "subword_tokenizer_type", "mecab_kwargs"]),
  roberta: new Set(["do_zenkaku", "word_tokenizer_type", "subword_tokenizer_type", "mecab_kwargs"]),
};

/** A BERT model imports its own dictionary and subwords. */
function bertParts({ words, subwords }: PublishedModel): Parts {
  const [dictionary, file] = words === "MeCab IPADIC" ? ["ipadic", "ipadic"] : ["unidicLite", "unidic-lite"];
  const kind = subwords === "WordPiece" ? "WordPiece" : "Character";
  const [family, module] = [dictionary + kind, `../bert/${file}-${kind.toLowerCase()}.js`];
  return {
    family,
    module,
    builtIn: ["charV3Files", "../char-v3-files.js"],
    // Characters alone need no MeCab.
    lean: kind === "WordPiece" ? [family, module] : [`${dictionary}Joined`, `../bert/${file}-joined.js`],
  };
}

/** The text of a model's entry file, in the format of `npm run check`. */
export function entryOf(model: PublishedModel): string {
  const fixed = FIXED[model.family];
  const { family, module, builtIn = [], lean } = model.family === "bert" ? bertParts(model) : PARTS[model.family];
  const [files, filesModule] = model.builtIn ? builtIn : [];
  const imports = [
    [module, family],
    ["../../pretrained/published.js", "loaderOf"],
    [filesModule, files],
    ...(lean ? [["../../pretrained/from-vocabulary.js", "vocabularyLoaderOf"]] : []),
    ...(lean && lean[0] !== family ? [[lean[1], lean[0]]] : []),
  ].filter(([from]) => from);
  const lines = imports.sort().map(([from, name]) => `import { ${name} } from "${from}";`);
  const facts = [`source: "tohoku-nlp/${model.name}",`];
  if (model.subfolder !== "") facts.push(`subfolder: ${literal(model.subfolder)},`);
  if (files) facts.push(`builtIn: ${files},`);
  if (model.vocabularySize !== undefined) facts.push(`vocabularySize: ${model.vocabularySize},`);
  const preset = Object.entries(model.preset)
    .filter(([name]) => !fixed?.has(name))
    .map(([name, value]) => `  ${name}: ${literal(value)},`);
  if (preset.length > 0) facts.push("preset: {", ...preset, "},");
  return `// Generated from src/pretrained/catalog.ts by: npm run published
${lines.join("\n")}

const model = {
${facts.map((line) => `  ${line}\n`).join("")}};

/**
 * Loads the tokenizer of tohoku-nlp/${model.name}: ${model.tokenizer_class}.
 *
 * Words: ${model.words}. Subwords: ${model.subwords}. Files that it needs: ${model.needs.join(", ") || "none"}.
 *
 * @example
 * \`\`\`ts
 * import { from_pretrained } from "tohoku-tokenizers/models/${model.name}";
 *
 * const tokenizer = await from_pretrained();
 * tokenizer("今日は晴れ").input_ids;
 * \`\`\`
 *
 * @throws OptionError if an option is impossible
 * @throws ResourceError if a file of a folder is missing or unreadable
 * @throws HubError if a file is neither cached nor available from the hub
 * @throws VocabularyError if the reference cannot read the vocabulary
 */
export const from_pretrained = /* @__PURE__ */ loaderOf(model, ${family});
${lean ? fromVocabulary(model, lean[0]) : ""}`;
}

/** The text of a BERT model's function for pages. */
function fromVocabulary({ name, subwords, builtIn }: PublishedModel, family: string): string {
  const isOfWords = subwords === "WordPiece";
  const about = isOfWords
    ? "Loads the tokenizer of a vocabulary with less code, for a page: without the code for the hub and configuration files."
    : "Loads the tokenizer with less code, for a page: without the code for the hub, configuration files and MeCab. Its ids\n" +
      " * and offsets are those of from_pretrained; it has no word ids.";
  const refusals = [
    isOfWords ? "" : ", or needs MeCab's words, as dictionary and do_lower_case do",
    builtIn ? "" : ", or there is no vocabulary",
  ].join("");
  const given = builtIn ? "" : '{ vocabulary: "vocab.txt" }';
  return `
/**
 * ${about}
 *
 * @example
 * \`\`\`ts no-run
 * import { from_vocabulary } from "tohoku-tokenizers/models/${name}";
 *
 * const tokenizer = await from_vocabulary(${given});
 * tokenizer("今日は晴れ").input_ids;
 * \`\`\`
 *
 * @throws OptionError if an option is impossible${refusals}
 * @throws ResourceError if the vocabulary${isOfWords ? " or the dictionary" : ""} cannot be read
 * @throws VocabularyError if the reference cannot read the vocabulary
 */
export const from_vocabulary = /* @__PURE__ */ vocabularyLoaderOf(model, ${family});
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of readdirSync(FOLDER)) rmSync(FOLDER + file);
  for (const model of MODELS) writeFileSync(`${FOLDER}${model.name}.ts`, entryOf(model));
  writeFileSync(README, withModels(readFileSync(README, "utf8")));
}
