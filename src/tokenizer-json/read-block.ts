import { VocabularyError } from "../base/errors.js";
import type { JsonField } from "./json-field.js";

/** The readers of a stage's blocks, by type. */
export type Readers<Block> = Readonly<Record<string, (field: JsonField) => Block>>;

/**
 * Reads a block as the reference does: by its type, or if it does not know the type, as the first type whose fields the
 * block has. Fields that a type does not have are dropped.
 *
 * @param byFields types that the reference recognizes by their fields, in its order
 * @param unnamed those of them that it does not recognize by name
 * @throws VocabularyError if a field is invalid, or neither the type nor the fields are known
 */
export function readBlock<Block>(
  field: JsonField,
  readers: Readers<Block>,
  byFields: readonly string[] = [],
  unnamed: readonly string[] = [],
): Block {
  const type = field.at("type");
  const name = typeof type.value === "string" && Object.hasOwn(readers, type.value) ? type.value : undefined;
  if (name !== undefined && !unnamed.includes(name)) return readers[name](field);
  let own: VocabularyError | undefined;
  for (const each of byFields) {
    try {
      return readers[each](field);
    } catch (error) {
      if (!(error instanceof VocabularyError)) throw error;
      if (each === name) own = error;
    }
  }
  throw own ?? type.error(Object.keys(readers).join(", "));
}
