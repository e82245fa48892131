import { DictionaryError } from "../../base/errors.js";
import type { SetPair } from "./weight-fit.js";
import type { MatrixFields } from "./weight-tables-encoder.js";

/** The fields of an id in UniDic's left-id.def and right-id.def: pos1 to pos4, cType, cForm, orth, orthBase, goshu. */
const FIELDS = 9;
const NONE = "*";
const ORTH_BASE = 7;

/** The sets of fields, as masks, that occur in UniDic's templates. */
const POS = [0b1, 0b11, 0b111, 0b1111];
const CONJUGATION = 0b110000;
const CONJUGATION_TYPE = 0b010000;
const ORTH = CONJUGATION | (1 << 6);
const BASE = 1 << ORTH_BASE;
const GOSHU = 1 << 8;
/** Two fields that are not in the files: 1 for a class without an orthBase; the class itself. */
const NO_BASE = 1 << FIELDS;
const WHOLE = 1 << (FIELDS + 1);

const POS_CONJUGATION = withPos(CONJUGATION, 2);
const POS_BASE = withPos(BASE, 4);
const POS_GOSHU = withPos(GOSHU, 4);
const POS_ORTH = withPos(ORTH, 2);

/** The pairs of sets in UniDic's feature.def, each in both directions. */
const TEMPLATES = pairsOf([
  [POS, POS],
  [[CONJUGATION], [CONJUGATION, ...POS, ...POS_CONJUGATION]],
  [POS_CONJUGATION, [...POS, ...POS_CONJUGATION]],
  [[BASE], [BASE, ...POS, CONJUGATION, ...POS_CONJUGATION, ORTH]],
  [POS_BASE, [BASE, ...POS, CONJUGATION, ...POS_BASE, ORTH]],
  [[ORTH], [ORTH, ...POS, CONJUGATION, ORTH | GOSHU]],
  [POS_ORTH, POS_ORTH],
  [[GOSHU], [GOSHU, ...POS]],
  [POS_GOSHU, POS_GOSHU],
  [withPos(CONJUGATION | GOSHU, 2), withPos(CONJUGATION | GOSHU, 2)],
  [[BASE | GOSHU], [BASE | GOSHU]],
  [withPos(BASE | GOSHU, 4), withPos(BASE | GOSHU, 4)],
  [[ORTH | GOSHU], [ORTH | GOSHU, CONJUGATION]],
]);

/**
 * Sets for the few ids without an orthBase. The fit gives the tables without orthBase the weights that suit most ids.
 * Tables with orthBase then correct the rest, but have no weights for these few.
 */
const WITHOUT_BASE = [
  ...POS.slice(0, 2),
  CONJUGATION_TYPE,
  CONJUGATION,
  POS_CONJUGATION[1],
  GOSHU,
  ...POS_GOSHU.slice(0, 2),
  WHOLE,
].map((set) => set | NO_BASE);
const EXCEPTIONS = pairsOf([
  [
    WITHOUT_BASE,
    [
      ...POS.slice(0, 3),
      CONJUGATION,
      ...POS_CONJUGATION,
      BASE,
      POS_BASE[1],
      ORTH,
      GOSHU,
      ...POS_GOSHU.slice(0, 2),
      POS_CONJUGATION[1] | GOSHU,
      ...WITHOUT_BASE,
    ],
  ],
]);

/**
 * The pairs of sets that tables may have, in two groups. The first group is fitted first. The fit drops useless pairs.
 */
export const SET_PAIRS: readonly (readonly SetPair[])[] = [TEMPLATES, EXCEPTIONS];

/** The fields together with each of the first `parts` sets in {@link POS}. */
function withPos(fields: number, parts: number): number[] {
  return POS.slice(0, parts).map((pos) => pos | fields);
}

/** All pairs of a set of one side and a set of the other, in both directions, each once. */
function pairsOf(sides: readonly (readonly [readonly number[], readonly number[]])[]): SetPair[] {
  const pairs = sides.flatMap(([some, others]) =>
    some.flatMap((a) =>
      others.flatMap((b): SetPair[] => [
        [a, b],
        [b, a],
      ]),
    ),
  );
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}

/**
 * The fields of the classes of left ids (rows) and of right ids (columns). A class has the fields of the id that
 * represents it. A value is a number from 1; 0 means "*".
 *
 * @param leftDefinitions the text of left-id.def: in each line an id, a space and its fields
 * @param rightDefinitions the text of right-id.def
 * @param classes the id that represents each class
 * @param name the dictionary's name in errors
 * @throws DictionaryError if a line does not define the next id or has another number of fields
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
        if (value === NONE) return 0;
        const number = seen.get(value) ?? seen.size + 1;
        seen.set(value, number);
        return number;
      }),
    );
    return [...fields, fields[ORTH_BASE].map((base) => (base === 0 ? 1 : 0))];
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
