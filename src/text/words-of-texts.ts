/** The words of some texts, one text after the other. All lists are valid until the next call of any splitter or MeCab. */
export interface WordsOfTexts {
  /** The number of texts. */
  readonly lineCount: number;
  /** For each text the number of words up to its end, those of the texts before included. */
  readonly wordEnds: Uint32Array;
  /** Pairs [start, end), in UTF-16 code units of the text that the splitter read. */
  readonly buffer: Uint32Array;
  /** By word, a number that only equal words of this splitter share, or 0. */
  readonly keys: Int32Array;
}
