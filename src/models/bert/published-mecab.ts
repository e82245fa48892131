import { FLAG, type OptionKind, orNull, type TableOf } from "../../base/options.js";

/** The arguments of MeCab that a caller may give a published model. */
export interface PublishedMecabOptions {
  /** Only the model's own. */
  readonly mecab_dic?: "ipadic" | "unidic_lite" | "unidic-lite";
  /** Only null or "", for no options. */
  readonly mecab_option?: "" | null;
  /** True if NFKC is applied to the text first. Default true. */
  readonly normalize_text?: boolean | null;
}

/** The table of {@link PublishedMecabOptions} for a model with a dictionary. */
export function publishedMecab(mecab_dic: "ipadic" | "unidic_lite"): TableOf<PublishedMecabOptions> {
  const { allows, expected } = only(mecab_dic);
  const dictionary: OptionKind = {
    allows: (value) => allows(value) || allows(String(value).replace("-", "_")),
    expected,
  };
  return { mecab_dic: dictionary, mecab_option: NO_OPTION, normalize_text: orNull(FLAG) };
}

/** The one value that the import of a model takes. */
export function only(value: string): OptionKind {
  return { allows: (given) => given === value, expected: `"${value}", the only one in this import${OTHERS}` };
}

const OTHERS = "; AutoTokenizer.from_pretrained takes others";
const NO_OPTION: OptionKind = { allows: (value) => value === null || value === "", expected: `null${OTHERS}` };
