import type { TokenizerError } from "../base/errors.js";

/** The text's start and end, not a line's: the flag for that is not set. */
const START = "^";
const END = "$";
/** A line's start, which a newline at the text's end makes none of, and its end. */
const LINE_START = `(?:${START}|(?<=\\n)(?!${END}))`;
const LINE_END = `(?=\\n|${END})`;
/** What starts so has no length. */
const NO_LENGTH = /^(?:\(\?[=!<]|\(\?:\^\||[\^$])/;
const QUANTIFIER = /^(?:[?*+]|\{(\d*)(,?)(\d*)\})/;
/** How patterns start that match at the text's start only: the first two where no newline is before a line. */
const AT_START = ["(?<!\\n)^", "(?<!\n)^", "\\A"];
const LONGEST_PATTERN = 1000;
const MOST_REPEATS = 1000;
/** With more in a row a text could take time beyond the square of its length. */
const MOST_UNBOUNDED = 2;
/** Word characters, as they are in a class; alone they take in some numbers of Latin-1 too. */
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";
const LONE_WORD = `${WORD}\\u00b2\\u00b3\\u00b9\\u00bc-\\u00be`;
const CONTROLS: Readonly<Record<string, string>> = {
  t: "\\t",
  n: "\\n",
  r: "\\r",
  f: "\\f",
  v: "\\v",
  a: "\\x07",
  e: "\\x1b",
};
/** Of each class what it is alone and in another. */
const CLASSES: Readonly<Record<string, readonly [alone: string, inClass: string | undefined]>> = {
  s: ["\\p{White_Space}", "\\p{White_Space}"],
  S: ["\\P{White_Space}", "\\P{White_Space}"],
  d: ["\\p{Nd}", "\\p{Nd}"],
  D: ["\\P{Nd}", "\\P{Nd}"],
  w: [`[${LONE_WORD}]`, WORD],
  W: [`[^${LONE_WORD}]`, undefined],
};
/** Oniguruma's names of properties to JavaScript's. */
const PROPERTIES: ReadonlyMap<string, string> = new Map(
  [
    ..."L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp".split(" "),
    ...["Han", "Hiragana", "Katakana", "Latin"].map((script) => [script, `Script=${script}`] as const),
    ["Space", "White_Space"] as const,
    ["Alpha", "Alphabetic"] as const,
  ].map((name) => (typeof name === "string" ? [name.toLowerCase(), name] : [name[0].toLowerCase(), name[1]])),
);

/** How a part of a pattern can repeat itself. */
interface Part {
  readonly source: string;
  /** Quantifiers without a bound, at most, on one way through it. */
  readonly unbounded: number;
  /** Whether it may match in more than one length. */
  readonly varies: boolean;
}

/**
 * Turns a pattern of Oniguruma's Ruby syntax into one of JavaScript with the flag "u" that finds the same, or refuses it.
 * Also refused are repeats of what itself repeats or has alternatives: such a pattern can take exponential time.
 *
 * @param fail makes the error from what a pattern may not have
 */
export function translate(pattern: string, fail: (what: string) => TokenizerError): string {
  return new Translator(pattern, fail).translate();
}

class Translator {
  #at = 0;

  constructor(
    private readonly pattern: string,
    private readonly fail: (what: string) => TokenizerError,
  ) {}

  translate(): string {
    const { pattern } = this;
    if (pattern.length > LONGEST_PATTERN) throw this.fail(`more than ${LONGEST_PATTERN} units`);
    // So that no other place is tried.
    const isAtStart = AT_START.find((start) => pattern.startsWith(start));
    if (isAtStart !== undefined && !pattern.includes("|")) {
      this.#at = isAtStart.length;
      const rest = this.#alternatives(0);
      if (this.#at < pattern.length) throw this.fail(`a lone ${pattern[this.#at]}`);
      return START + rest.source;
    }
    const whole = this.#alternatives(0);
    if (this.#at < pattern.length) throw this.fail(`a lone ${pattern[this.#at]}`);
    return `(?:${whole.source})`;
  }

  #alternatives(depth: number): Part {
    if (depth > 20) throw this.fail("groups as deep");
    const parts = [this.#sequence(depth)];
    while (this.pattern[this.#at] === "|") {
      this.#at++;
      parts.push(this.#sequence(depth));
    }
    return {
      source: parts.map(({ source }) => source).join("|"),
      unbounded: Math.max(...parts.map(({ unbounded }) => unbounded)),
      varies: parts.length > 1 || parts[0].varies,
    };
  }

  #sequence(depth: number): Part {
    let source = "";
    let unbounded = 0;
    let varies = false;
    while (this.#at < this.pattern.length && !"|)".includes(this.pattern[this.#at])) {
      const part = this.#quantified(depth);
      source += part.source;
      unbounded += part.unbounded;
      varies ||= part.varies;
    }
    if (unbounded > MOST_UNBOUNDED) throw this.fail("so many unbounded quantifiers");
    return { source, unbounded, varies };
  }

  #quantified(depth: number): Part {
    const atom = this.#atom(depth);
    const quantifier = QUANTIFIER.exec(this.pattern.slice(this.#at, this.#at + 16));
    if (!quantifier) return atom;
    if (NO_LENGTH.test(atom.source)) throw this.fail("quantifiers of what has no length");
    const [text, low = "", comma = "", high = ""] = quantifier;
    this.#at += text.length;
    const isBraces = text.startsWith("{");
    if (isBraces && low === "" && high === "") throw this.fail(`${text}`);
    if (Number(low) > MOST_REPEATS || Number(high) > MOST_REPEATS) throw this.fail(`more than ${MOST_REPEATS} repeats`);
    if (comma !== "" && high !== "" && Number(low) > Number(high)) throw this.fail(text);
    if (atom.varies && text !== "?") throw this.fail("repeats of what varies in length");
    const lazy = this.pattern[this.#at] === "?" && !isBraces ? "?" : "";
    this.#at += lazy.length;
    if (QUANTIFIER.test(this.pattern.slice(this.#at, this.#at + 16))) throw this.fail("quantifiers in a row");
    const own = isBraces ? `{${low === "" ? 0 : low}${comma}${high}}` : text;
    const isUnbounded = text === "*" || text === "+" || (comma !== "" && high === "");
    return {
      source: atom.source + own + lazy,
      unbounded: atom.unbounded + (isUnbounded ? 1 : 0),
      varies: true,
    };
  }

  #atom(depth: number): Part {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    if (character === "(") return this.#group(depth);
    if (character === "[") return fixed(this.#class());
    this.#at += character.length;
    switch (character) {
      case "^":
        // At the start, and behind each newline but one that ends the text.
        return fixed(LINE_START);
      case "$":
        return fixed(LINE_END);
      case ".":
        return fixed("[^\\n]");
      case "\\":
        return fixed(this.#escape(false));
      case "?":
      case "*":
      case "+":
        throw this.fail(`a lone ${character}`);
      default:
        return fixed(escaped(character, false));
    }
  }

  #group(depth: number): Part {
    const opening = /^\((?:\?(?:[:=!]|<[=!]))?/.exec(this.pattern.slice(this.#at, this.#at + 4))?.[0] ?? "(";
    this.#at += opening.length;
    if (opening === "(" && this.pattern[this.#at] === "?") throw this.fail("such groups");
    const inner = this.#alternatives(depth + 1);
    if (this.pattern[this.#at] !== ")") throw this.fail("a group without an end");
    this.#at++;
    const looksBehind = opening.startsWith("(?<");
    if (looksBehind && (inner.varies || inner.unbounded > 0)) throw this.fail("a look behind of several lengths");
    const source = `${opening === "(" ? "(?:" : opening}${inner.source})`;
    return { ...inner, source };
  }

  #class(): string {
    this.#at++;
    let source = "[";
    if (this.pattern[this.#at] === "^") {
      source += "^";
      this.#at++;
    }
    const empty = source;
    for (;;) {
      const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
      if (this.#at >= this.pattern.length) throw this.fail("a class without an end");
      if (character === "[" || this.pattern.startsWith("&&", this.#at)) throw this.fail("classes in classes");
      this.#at += character.length;
      if (character === "]") break;
      if (character === "-") source += "\\-";
      else source += this.#ranged(character);
    }
    if (source === empty) throw this.fail("an empty class");
    return `${source}]`;
  }

  /** A character in a class, or a range that starts with it. */
  #ranged(character: string): string {
    const first = character === "\\" ? this.#escape(true) : escaped(character, true);
    const isRange =
      this.pattern[this.#at] === "-" && this.pattern[this.#at + 1] !== "]" && this.#at + 1 < this.pattern.length;
    if (!isRange) return first;
    this.#at++;
    const next = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    if (next === "[") throw this.fail("classes in classes");
    this.#at += next.length;
    const last = next === "\\" ? this.#escape(true) : escaped(next, true);
    if (/\\[pP]/.test(first + last)) throw this.fail("a range of classes");
    return `${first}-${last}`;
  }

  #escape(inClass: boolean): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.pattern.length) throw this.fail("a lone backslash");
    this.#at += character.length;
    const control = Object.hasOwn(CONTROLS, character) ? CONTROLS[character] : undefined;
    if (control !== undefined) return control;
    if (!/[A-Za-z0-9]/.test(character)) return escaped(character, inClass);
    if (Object.hasOwn(CLASSES, character)) {
      const made = CLASSES[character][inClass ? 1 : 0];
      if (made === undefined) throw this.fail(`\\${character} in a class`);
      return made;
    }
    if (character === "p" || character === "P") return this.#property(character === "P");
    if (character === "A" && !inClass) return START;
    if (character === "z" && !inClass) return END;
    if (character === "u") {
      const digits = /^[0-9a-fA-F]{4}/.exec(this.pattern.slice(this.#at))?.[0];
      if (digits === undefined || /^d[89a-f]/i.test(digits)) throw this.fail("a broken \\u");
      this.#at += 4;
      return `\\u${digits}`;
    }
    throw this.fail(`\\${character}`);
  }

  #property(isNegated: boolean): string {
    const [all, circumflex, name] = /^\{(\^?)([A-Za-z_ -]+)\}/.exec(this.pattern.slice(this.#at, this.#at + 40)) ?? [];
    const property = name === undefined ? undefined : PROPERTIES.get(name.toLowerCase());
    if (all === undefined || property === undefined) throw this.fail("such a property");
    this.#at += all.length;
    return `\\${isNegated === (circumflex === "^") ? "p" : "P"}{${property}}`;
  }
}

function fixed(source: string): Part {
  return { source, unbounded: 0, varies: false };
}

/** A character as itself. */
function escaped(character: string, inClass: boolean): string {
  const isSyntax = inClass ? /[\^\]\\[-]/ : /[\^$\\.*+?()[\]{}|/]/;
  return isSyntax.test(character) ? `\\${character}` : character;
}
