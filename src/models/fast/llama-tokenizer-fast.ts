import { OptionError } from "../../base/errors.js";
import { guard } from "../../base/signatures.js";
import {
  type ClassDefaults,
  type FastOptions,
  PreTrainedTokenizerFast,
} from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import { type Ids, toIds, toPairIds } from "../../tokenizer/ids.js";
import { CLASS_METHODS } from "../../tokenizer/method-signatures.js";
import type { PostProcessor, TemplatePiece } from "../../tokenizer-json/block-types.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";

/** The arguments of transformers' LlamaTokenizerFast; others are kept without effect. */
export interface LlamaFastOptions extends FastOptions {
  /** True if each text begins with bos_token. Default true. */
  readonly add_bos_token?: boolean;
  /** True if each text ends with eos_token. Default false. */
  readonly add_eos_token?: boolean;
  /** Kept without effect: the tokenizer.json already has the behaviour that it would change. Default true. */
  readonly legacy?: boolean | null;
  /** Kept without effect. */
  readonly use_default_system_prompt?: boolean;
}

const DEFAULTS = {
  clean_up_tokenization_spaces: false,
  unk_token: "<unk>",
  bos_token: "<s>",
  eos_token: "</s>",
  add_bos_token: true,
  add_eos_token: false,
  use_default_system_prompt: false,
  add_prefix_space: null,
} as const;
const CLASS: ClassDefaults = {
  tokenizer_class: "LlamaTokenizerFast",
  padding_side: "left",
  model_input_names: ["input_ids", "attention_mask"],
};

/**
 * The class of that name of transformers 4.56.1: `add_bos_token` and `add_eos_token` decide which special tokens go around
 * texts, whatever the tokenizer.json says.
 */
export class LlamaTokenizerFast extends PreTrainedTokenizerFast {
  #addBos: boolean;
  #addEos: boolean;
  readonly #kept: Readonly<Record<string, unknown>>;

  static {
    const { build_inputs_with_special_tokens } = CLASS_METHODS;
    guard(LlamaTokenizerFast.prototype, {
      build_inputs_with_special_tokens,
      update_post_processor: { parameters: {} },
    });
  }

  /**
   * @throws OptionError if a token to put around texts is missing; if `add_prefix_space` is given, for which the
   * reference converts a .model file; and as PreTrainedTokenizerFast
   * @throws VocabularyError as PreTrainedTokenizerFast
   */
  constructor(json: TokenizerJson, options: LlamaFastOptions = {}) {
    const given = { ...DEFAULTS, ...options, legacy: options.legacy ?? true } as LlamaFastOptions;
    if ((given.add_prefix_space ?? null) !== null) {
      throw new OptionError("add_prefix_space", given.add_prefix_space, "null with a tokenizer.json");
    }
    super(json, given, CLASS);
    this.#addBos = given.add_bos_token ?? true;
    this.#addEos = given.add_eos_token ?? false;
    this.#kept = { legacy: given.legacy };
    this.update_post_processor();
  }

  /** True if each text begins with bos_token; setting it takes effect at once. */
  get add_bos_token(): boolean {
    return this.#addBos;
  }

  set add_bos_token(adds: boolean) {
    this.#addBos = adds;
    this.update_post_processor();
  }

  /** True if each text ends with eos_token; setting it takes effect at once. */
  get add_eos_token(): boolean {
    return this.#addEos;
  }

  set add_eos_token(adds: boolean) {
    this.#addEos = adds;
    this.update_post_processor();
  }

  /** Takes over a change of bos_token or eos_token, as in the reference. @throws OptionError if one is needed and missing */
  update_post_processor(): void {
    const bos = this.#around("bos_token", this.#addBos);
    const eos = this.#around("eos_token", this.#addEos);
    const special = [...bos, ...eos];
    this.json.postProcessor = template(
      bos.map(({ token }) => token),
      eos.map(({ token }) => token),
      special,
    );
  }

  /** The ids of one text or two, with bos_token and eos_token around each. */
  override build_inputs_with_special_tokens(ids: Ids, pairIds?: Ids | null): number[] {
    const bos = this.#addBos ? [this.bos_token_id as number] : [];
    const eos = this.#addEos ? [this.eos_token_id as number] : [];
    const around = (list: readonly number[]): number[] => [...bos, ...list, ...eos];
    const [first, second] = [toIds("ids", ids), toPairIds("pairIds", pairIds)];
    return second ? [...around(first), ...around(second)] : around(first);
  }

  protected override settings(): Record<string, unknown> {
    return { ...super.settings(), ...this.#kept, add_bos_token: this.#addBos, add_eos_token: this.#addEos };
  }

  #around(role: "bos_token" | "eos_token", isAdded: boolean): Special[] {
    if (!isAdded) return [];
    const [token, id] = [this[role], this[`${role}_id`]];
    if (token === undefined || id === undefined) throw new OptionError(role, token, `a token, with add_${role}`);
    return [{ token, id }];
  }
}

interface Special {
  readonly token: string;
  readonly id: number;
}

function template(bos: readonly string[], eos: readonly string[], special: readonly Special[]): PostProcessor {
  const around = (text: "A" | "B", type_id: number): TemplatePiece[] => [
    ...bos.map((id) => ({ SpecialToken: { id, type_id } })),
    { Sequence: { id: text, type_id } },
    ...eos.map((id) => ({ SpecialToken: { id, type_id } })),
  ];
  const sorted = [...special].sort((a, b) => (a.token < b.token ? -1 : 1));
  const special_tokens = sorted.map(({ token, id }) => [token, { id: token, ids: [id], tokens: [token] }]);
  return {
    type: "TemplateProcessing",
    single: around("A", 0),
    pair: [...around("A", 0), ...around("B", 1)],
    special_tokens: Object.fromEntries(special_tokens),
  };
}
