/** The configuration of a tokenizer. */
export const CONFIG = "tokenizer_config.json";
/** The field of special tokens under names of the model's own. */
export const EXTRA = "extra_special_tokens";

/** True for an object of JSON. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
