/** In the order of the reference: a later pair sees what an earlier one left. */
const CLEANED: readonly [found: string, replaced: string][] = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/** Removes the spaces before English punctuation. Reference: `clean_up_tokenization` of transformers 4.56.1. */
export function cleanUp(text: string): string {
  return CLEANED.reduce((cleaned, [found, replaced]) => cleaned.replaceAll(found, replaced), text);
}
