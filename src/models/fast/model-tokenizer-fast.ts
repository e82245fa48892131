import { OptionError, ResourceError } from "../../base/errors.js";
import { checkValue, checkValues, OBJECT, withDefaults } from "../../base/options.js";
import { guard } from "../../base/signatures.js";
import type { CallOptions } from "../../tokenizer/call-options.js";
import type { AnyEncoding } from "../../tokenizer/calls.js";
import {
  type ArgumentSource,
  FACTS,
  type FastOptions,
  namingFastTokens,
  PreTrainedTokenizerFast,
} from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { type Ids, toIds, toPairIds } from "../../tokenizer/ids.js";
import { CLASS_METHODS } from "../../tokenizer/method-signatures.js";
import { pythonJson } from "../../tokenizer/python-json.js";
import { type FileContents, type SaveOptions, saveFiles } from "../../tokenizer/saved-files.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { InitArguments } from "../family.js";
import type { FastClass, Layout, Place, RoleFlags } from "./fast-class.js";
import { vocabularyOf } from "./saved-vocabulary.js";

/** The origin of a fast tokenizer's arguments and vocabulary. */
export interface FastOrigin {
  readonly source?: ArgumentSource;
  /** The files of the slow class, if they are there. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}

/**
 * A fast tokenizer of one of transformers' classes. A {@link FastClass} says how it differs from PreTrainedTokenizerFast.
 *
 * `build_inputs_with_special_tokens` and `create_token_type_ids_from_sequences` are those of the class, which need not
 * agree with the post-processor of the tokenizer.json, which calls use. Reference: transformers 4.56.1.
 */
export class ModelTokenizerFast extends PreTrainedTokenizerFast {
  protected readonly facts: FastClass;
  readonly #files: ReadonlyMap<string, Uint8Array> | undefined;
  readonly #addsPrefixSpace: boolean;

  static {
    const { encode: _, num_special_tokens_to_add: __, convert_tokens_to_string: ___, ...methods } = CLASS_METHODS;
    guard(ModelTokenizerFast.prototype, methods);
  }

  /**
   * @param json the tokenizer takes ownership of it and changes it
   * @throws OptionError if an argument is unknown or has a wrong value
   * @throws VocabularyError if a token cannot be added
   */
  constructor(json: TokenizerJson, options: FastOptions, facts: FastClass, origin: FastOrigin = {}) {
    checkValue("facts", facts ?? null, FACTS);
    checkValue("origin", origin, OBJECT);
    const { source, files } = origin;
    const { defaults, flags, prepare = (all) => all } = facts;
    checkValues({ ...options }, facts.options);
    const given: FastOptions = withFlags(prepare(withDefaults(defaults, namingFastTokens(options))), flags);
    super(json, given, { ...facts, tokenizer_class: savedName(facts, files) }, source);
    this.facts = facts;
    this.#files = files;
    this.#addsPrefixSpace = given.add_prefix_space === true;
    if (facts.overrides) json.override(facts.overrides({ ...given }));
  }

  /** The ids of one text or two, with the special tokens that the class puts around them. */
  override build_inputs_with_special_tokens(ids: Ids, pairIds?: Ids | null): number[] {
    const { layout } = this;
    if (!layout) return super.build_inputs_with_special_tokens(ids, pairIds);
    const [first, second] = [toIds("ids", ids), toPairIds("pairIds", pairIds)];
    return placesOf(layout, second).flatMap((place) => {
      if (place === "A") return first;
      return place === "B" ? (second ?? []) : [this[`${place}_id`] as number];
    });
  }

  /** For each id of {@link build_inputs_with_special_tokens} the text that it belongs to: 0 or 1, in some classes always 0. */
  override create_token_type_ids_from_sequences(ids: Ids, pairIds?: Ids | null): number[] {
    if (!this.facts.zeroTypes) return super.create_token_type_ids_from_sequences(ids, pairIds);
    return this.build_inputs_with_special_tokens(ids, pairIds).map(() => 0);
  }

  /**
   * 1 for each special token among the ids, 0 for other ids. Without `already_has_special_tokens` they are the ids of
   * texts, which some classes put special tokens around.
   *
   * @throws OptionError if the class does not, and if `already_has_special_tokens` comes with a second list
   */
  override get_special_tokens_mask(
    ids: Ids,
    pairIds?: Ids | null,
    options: { readonly already_has_special_tokens?: boolean } = {},
  ): number[] {
    const { layout } = this;
    const { masksLayout, maskedRoles } = this.facts;
    if (options.already_has_special_tokens || !masksLayout || !layout) {
      const mask = super.get_special_tokens_mask(ids, pairIds, options);
      if (!maskedRoles) return mask;
      const masked = new Set(maskedRoles.map((role) => this[`${role}_id`]));
      return toIds("ids", ids).map((id) => (masked.has(id) ? 1 : 0));
    }
    const [first, second] = [toIds("ids", ids), toPairIds("pairIds", pairIds)];
    return placesOf(layout, second).flatMap((place) => {
      if (place === "A") return first.map(() => 0);
      return place === "B" ? (second ?? []).map(() => 0) : [1];
    });
  }

  /**
   * Writes the files of the slow class.
   *
   * @returns the paths of the files
   * @throws ResourceError if there is no slow class, its file was not there, or the folder cannot be written
   */
  override async save_vocabulary(folder: string, options: SaveOptions = {}): Promise<string[]> {
    const files = this.#slowFiles();
    if (files) return saveFiles(folder, files, options);
    throw new ResourceError("save_vocabulary", folder, "save_pretrained: the vocabulary is in tokenizer.json alone");
  }

  protected get layout(): Layout | undefined {
    return this.facts.layout;
  }

  protected override encodeOne(text: unknown, pair: unknown, options: CallOptions): AnyEncoding {
    this.#checkWords(options);
    return super.encodeOne(text, pair, options);
  }

  protected override encodeMany(texts: readonly unknown[], pairs: unknown, options: CallOptions): AnyEncoding {
    this.#checkWords(options);
    return super.encodeMany(texts, pairs, options);
  }

  protected override vocabularyFiles(): FileContents {
    const slow = this.#slowFiles() ?? new Map();
    const last = this.vocab_size;
    const added = Object.fromEntries([...this.get_added_vocab()].filter(([, id]) => id >= last));
    const hasAdded = slow.size > 0 && Object.keys(added).length > 0;
    const addedFile: [string, string][] = hasAdded ? [["added_tokens.json", `${pythonJson(added)}\n`]] : [];
    return new Map([...addedFile, ...slow, ...super.vocabularyFiles()]);
  }

  /** The files of the slow class; undefined if there is no such class, or its .model is missing. */
  #slowFiles(): FileContents | undefined {
    const { slow, savesModel } = this.facts;
    if (savesModel) return this.#files;
    return slow && vocabularyOf(this.json, slow.files);
  }

  /** @throws OptionError if words are given that would need a space before each, as in the reference */
  #checkWords({ is_split_into_words }: CallOptions): void {
    if (!is_split_into_words || !this.facts.wordsNeedPrefixSpace || this.#addsPrefixSpace) return;
    throw new OptionError("is_split_into_words", true, "a tokenizer made with add_prefix_space: true");
  }
}

function placesOf({ single, pair }: Layout, pairIds: readonly number[] | undefined): readonly Place[] {
  return pairIds === undefined ? single : pair;
}

/** Gives special tokens that are strings the flags of their class. */
export function withFlags(options: InitArguments, flags: RoleFlags = {}): InitArguments {
  const roles = Object.entries(flags)
    .filter(([role]) => typeof options[role] === "string")
    .map(([role, flag]) => [role, { ...flag, content: options[role] }]);
  return { ...options, ...Object.fromEntries(roles) };
}

/** transformers saves the name of the slow class, unless its .model is missing. */
function savedName({ tokenizer_class, savesModel }: FastClass, files: FastOrigin["files"]): string {
  return savesModel && !files ? tokenizer_class : tokenizer_class.replace(/Fast$/, "");
}
