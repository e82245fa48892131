import { TextError } from "../base/errors.js";

/**
 * The text in a field of a line, which is a JSON object.
 *
 * @throws TextError if the line is not a JSON object, or the field is missing or not a string
 */
export function textInField(line: string, field: string): string {
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch (cause) {
    throw new TextError("line", line, "a JSON object, as --field asks for", { cause });
  }
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    throw new TextError("line", line, "a JSON object, as --field asks for");
  }
  if (!Object.hasOwn(object, field)) {
    const names = Object.keys(object).join(", ") || "no fields";
    throw new TextError("line", `an object with ${names}`, `the field ${field}`);
  }
  const value = (object as Readonly<Record<string, unknown>>)[field];
  if (typeof value !== "string") throw new TextError("line", JSON.stringify(value), `a string in the field ${field}`);
  return value;
}
