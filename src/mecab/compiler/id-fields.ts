import { DictionaryError } from "../../errors.js";
import type { MatrixFields } from "./sum-encoder.js";
import type { SetPair } from "./sum-fit.js";

/** Fields that UniDic's left-id.def and right-id.def give of an id: pos1 to pos4, cType, cForm, orth, orthBase, goshu. */
const FIELDS = 9;
/** Parts of speech above the last are values even where they are "*"; other fields a template needs. */
const OPTIONAL_FIELDS = 3;
const NONE = "*";
const ORTH_BASE = 7;

/** Sets of fields, as bits, that UniDic's templates have. */
const POS = [0b1, 0b11, 0b111, 0b1111];
const CONJUGATION = 0b110000;
const ORTH = 1 << 6;
const BASE = 1 << ORTH_BASE;
const GOSHU = 1 << 8;
/** Fields that are made here: whether there is an orthBase; the class itself. */
const HAS_BASE = 1 << FIELDS;
const WHOLE = 1 << (FIELDS + 1);

const SETS = [
  ...POS,
  ...[0, ...POS.slice(0, 2)].map((pos) => pos | CONJUGATION),
  ...[0, ...POS.slice(0, 3)].map((pos) => pos | BASE),
  CONJUGATION | ORTH,
  ...[0, ...POS].map((pos) => pos | GOSHU),
  ...POS.slice(0, 2).map((pos) => pos | CONJUGATION | GOSHU),
  ...[0, ...POS.slice(0, 2)].map((pos) => pos | BASE | GOSHU),
];

/** What tables may pair: a fit finds which of them matter. */
export const SET_PAIRS: readonly SetPair[] = [
  ...SETS.flatMap((left) => SETS.map((right): SetPair => [left, right])),
  ...SETS.flatMap((set): SetPair[] => [
    [WHOLE, set],
    [set, WHOLE],
  ]),
  ...POS.flatMap((left) => POS.map((right): SetPair => [left | HAS_BASE, right | HAS_BASE])),
];

/**
 * The fields of classes of ids, each class having those of the id that stands for it.
 *
 * @param leftDefinitions left-id.def: lines of an id, a space and its fields
 * @param rightDefinitions right-id.def
 * @param name what to call the dictionary in errors
 */
export function fieldsOfClasses(
  leftDefinitions: string,
  rightDefinitions: string,
  classes: { readonly leftIds: readonly number[]; readonly rightIds: readonly number[] },
  name: string,
): MatrixFields {
  const lefts = parseDefinitions(leftDefinitions, `${name}/left-id.def`);
  const rights = parseDefinitions(rightDefinitions, `${name}/right-id.def`);
  const left = classes.leftIds.map((id) => lefts[id]);
  const right = classes.rightIds.map((id) => rights[id]);
  const numbers = Array.from({ length: FIELDS }, () => new Map<string, number>());
  const numbered = (ids: readonly (readonly string[])[]): Uint16Array[] => {
    const fields = numbers.map((seen, field) =>
      Uint16Array.from(ids, (values) => {
        const value = values[field];
        if (value === NONE && field >= OPTIONAL_FIELDS) return 0;
        const number = seen.get(value) ?? seen.size + 1;
        seen.set(value, number);
        return number;
      }),
    );
    return [...fields, fields[ORTH_BASE].map((base) => (base === 0 ? 1 : 2))];
  };
  return { rows: numbered(left), columns: numbered(right) };
}

function parseDefinitions(definitions: string, name: string): string[][] {
  return definitions
    .trimEnd()
    .split("\n")
    .map((line, id) => {
      const [number, fields = ""] = line.split(" ");
      const values = fields.split(",");
      if (Number(number) === id && values.length === FIELDS) return values;
      throw new DictionaryError(name, line, `the id ${id} and ${FIELDS} fields`);
    });
}
