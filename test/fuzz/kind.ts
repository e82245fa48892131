import { Random } from "../../fixtures/random.js";

/** Something that people can give, in random and damaged forms. */
export interface Kind<Input = unknown> {
  readonly name: string;
  /** The input of a seed; the same one each time. It is plain data, so that it can be written down and made smaller. */
  make(random: Random): Input;
  /**
   * Gives the input to the library. It may work, or be refused with an error of the library.
   *
   * @throws Fault if anything else happens
   */
  check(input: Input): void | Promise<void>;
}

/** Something that must not happen. */
export class Fault extends Error {
  override readonly name = "Fault";
}

/** The errors by name: the cache of the hub is loaded from the built package, whose classes are not those of src. */
const OWN: ReadonlySet<unknown> = new Set([
  "TokenizerError",
  "DictionaryError",
  "VocabularyError",
  "TextError",
  "OptionError",
  "ResourceError",
  "HubError",
]);

/** True for an error that the library throws on purpose. */
function isOwn(error: unknown): boolean {
  return error instanceof Error && OWN.has(error.name) && "expected" in error && typeof error.expected === "string";
}

/**
 * The result of a call; undefined if the library refuses it.
 *
 * @throws Fault if it throws an error that is not one of the library's
 */
export function attempt<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    return refused(error);
  }
}

/** Like {@link attempt}, for a promise. */
export async function attemptLater<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): undefined {
  if (isOwn(error)) return undefined;
  if (error instanceof Fault) throw error;
  throw new Fault(`foreign error: ${error instanceof Error ? (error.stack ?? String(error)) : String(error)}`);
}

/** @throws Fault if two values that must be equal differ */
export function mustEqual(found: unknown, expected: unknown, name: string): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Fault(`${name}: ${shortened(left)} differs from ${shortened(right)}`);
}

/** @throws Fault if a condition does not hold */
export function must(holds: boolean, name: string): void {
  if (!holds) throw new Fault(name);
}

function shortened(text: string | undefined): string {
  return text === undefined || text.length <= 200 ? String(text) : `${text.slice(0, 200)}…`;
}

/** Seeds of successive inputs differ in all bits. */
const STRIDE = 0x9e3779b1;

/** The input of a kind with a number. */
export function inputOf<Input>(kind: Kind<Input>, seed: number, index: number): Input {
  return kind.make(new Random(Math.imul(seed * 7919 + index, STRIDE)));
}
