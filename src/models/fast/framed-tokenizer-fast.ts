import { OptionError } from "../../base/errors.js";
import { withDefaults } from "../../base/options.js";
import { guard } from "../../base/signatures.js";
import type { FastOptions } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import { template } from "./blocks.js";
import type { FastClass, Layout } from "./fast-class.js";
import { type FastOrigin, ModelTokenizerFast } from "./model-tokenizer-fast.js";

/** The arguments of a class that puts bos_token and eos_token around texts. */
export interface FramedOptions extends FastOptions {
  /** True if each text begins with bos_token. */
  readonly add_bos_token?: boolean | null;
  /** True if each text ends with eos_token. */
  readonly add_eos_token?: boolean | null;
}

/**
 * A class in which `add_bos_token` and `add_eos_token` decide which special tokens go around texts, whatever the
 * tokenizer.json says. Reference: LlamaTokenizerFast, GemmaTokenizerFast and GPTNeoXTokenizerFast of transformers 4.56.1.
 */
export class FramedTokenizerFast extends ModelTokenizerFast {
  #addBos: boolean;
  #addEos: boolean;

  static {
    guard(FramedTokenizerFast.prototype, { update_post_processor: { parameters: {} } });
  }

  /**
   * @throws OptionError if a token to put around texts is missing; and as ModelTokenizerFast
   * @throws VocabularyError as ModelTokenizerFast
   */
  constructor(json: TokenizerJson, options: FramedOptions, facts: FastClass, origin?: FastOrigin) {
    super(json, options, facts, origin);
    const { add_bos_token, add_eos_token } = withDefaults(facts.defaults, options) as FramedOptions;
    this.#addBos = add_bos_token ?? false;
    this.#addEos = add_eos_token ?? false;
    // transformers 5, which saves its backend's name, leaves the tokenizer.json's post-processor unless told otherwise.
    const { backend } = options as { backend?: unknown };
    const isGiven = options.add_bos_token !== undefined || options.add_eos_token !== undefined;
    if (backend === undefined || isGiven) this.update_post_processor();
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
    const [bosTokens, eosTokens] = [[...bos.keys()], [...eos.keys()]];
    const places = (text: string, type: number) =>
      [...bosTokens, text, ...eosTokens].map((place) => [place, type] as const);
    const single = places("$A", 0);
    this.json.postProcessor = template(single, [...single, ...places("$B", 1)], new Map([...bos, ...eos]));
  }

  protected override get layout(): Layout {
    const around = (text: "A" | "B") => [
      ...(this.#addBos ? (["bos_token"] as const) : []),
      text,
      ...(this.#addEos ? (["eos_token"] as const) : []),
    ];
    return { single: around("A"), pair: [...around("A"), ...around("B")] };
  }

  protected override settings(): Record<string, unknown> {
    return { ...super.settings(), add_bos_token: this.#addBos, add_eos_token: this.#addEos };
  }

  #around(role: "bos_token" | "eos_token", isAdded: boolean): Map<string, number> {
    if (!isAdded) return new Map();
    const [token, id] = [this[role], this[`${role}_id`]];
    if (token === undefined || id === undefined) throw new OptionError(role, token, `a token, with add_${role}`);
    return new Map([[token, id]]);
  }
}
