import type { TokenizerError } from "../base/errors.js";
import { hasAtomic, isShort, mayBeEmpty, type PatternNode, type PatternTree } from "./pattern-tree.js";

/** Start and end of the text; JavaScript's flag "m", which would make them those of a line, is not set. */
const START = "^";
const END = "$";
/** Start and end of a line. Oniguruma has no line start after a newline that ends the text. */
const LINE_START = `(?:${START}|(?<=\\n)(?!${END}))`;
const LINE_END = `(?=\\n|${END})`;
/** Matches translated parts of zero width: lookaround, line starts and text bounds. */
const NO_LENGTH = /^(?:\(\?[=!<]|\(\?:\^\||[\^$])/;
const QUANTIFIER = /^(?:[?*+]|\{(\d*)(,?)(\d*)\})/;
/**
 * Beginnings of patterns that can only match at the start of the text. In the first two, no newline comes before `^`.
 */
const AT_START = ["(?<!\\n)^", "(?<!\n)^", "\\A"];
const LONGEST_PATTERN = 1000;
const MOST_REPEATS = 1000;
/** The characters of `\w` inside a class. Outside, Oniguruma adds six number characters of Latin-1. */
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";
const LONE_WORD = `${WORD}\\u00b2\\u00b3\\u00b9\\u00bc-\\u00be`;
/** The alternatives of a word bound, of which neither has a length. */
const WORD_BOUND = `(?<=[${LONE_WORD}])(?![${LONE_WORD}])|(?<![${LONE_WORD}])(?=[${LONE_WORD}])`;
/** Control characters by the letter of their escape. */
const CONTROLS: Readonly<Record<string, string>> = {
  t: "\\t",
  n: "\\n",
  r: "\\r",
  f: "\\f",
  v: "\\v",
  a: "\\x07",
  e: "\\x1b",
};
/** The translations of class escapes, outside and inside a class; undefined if there is none. */
const CLASSES: Readonly<Record<string, readonly [alone: string, inClass: string | undefined]>> = {
  s: ["\\p{White_Space}", "\\p{White_Space}"],
  S: ["\\P{White_Space}", "\\P{White_Space}"],
  d: ["\\p{Nd}", "\\p{Nd}"],
  D: ["\\P{Nd}", "\\P{Nd}"],
  w: [`[${LONE_WORD}]`, WORD],
  W: [`[^${LONE_WORD}]`, undefined],
};
/** JavaScript's names of character properties by Oniguruma's, in lower case. */
const PROPERTIES: ReadonlyMap<string, string> = new Map(
  [
    ..."L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp".split(" "),
    ...["Han", "Hiragana", "Katakana", "Latin"].map((script) => [script, `Script=${script}`] as const),
    ["Space", "White_Space"] as const,
    ["Alpha", "Alphabetic"] as const,
    ...["Letter", "Mark", "Number", "Punctuation", "Symbol"].map((name) => [name, name[0]] as const),
  ].map((name) => (typeof name === "string" ? [name.toLowerCase(), name] : [name[0].toLowerCase(), name[1]])),
);

/**
 * The other letters that a letter of ASCII matches in a group that ignores case. Some characters fold to two letters, such as
 * ß, so such neighbours are not translated.
 */
const FOLDS: Readonly<Record<string, string>> = { s: "\\u017f", k: "\\u212a" };
const FOLDED_PAIR = /ss|st|ff|fi|fl/i;

const UNBOUNDED = Number.POSITIVE_INFINITY;
/** The least and most repeats of the short quantifiers. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  "?": [0, 1],
  "*": [0, UNBOUNDED],
  "+": [1, UNBOUNDED],
};

/** A translated part of a pattern. */
interface Part {
  readonly source: string;
  readonly node: PatternNode;
  /** True if matches can differ in length. */
  readonly varies: boolean;
}

/** A translated pattern: a JavaScript pattern for the flag "u", and the same as a tree. */
export interface Translated {
  readonly source: string;
  readonly tree: PatternTree;
}

/**
 * Translates a pattern in Oniguruma's Ruby syntax. Throws if it cannot. It also rejects a quantifier on a part that itself
 * repeats or has alternatives.
 *
 * @param fail makes the error to throw from a description of the unsupported construct
 */
export function translateOniguruma(pattern: string, fail: (what: string) => TokenizerError): Translated {
  return new Translator(pattern, fail).translate();
}

/** A recursive-descent translator of one pattern. */
class Translator {
  #at = 0;
  /** True within a group (?i:…). */
  #ignoresCase = false;
  /** The number of capturing groups, which only parts that match without backtracking have. */
  #captures = 0;

  constructor(
    private readonly pattern: string,
    private readonly fail: (what: string) => TokenizerError,
  ) {}

  translate(): Translated {
    const { pattern } = this;
    if (pattern.length > LONGEST_PATTERN) throw this.fail(`more than ${LONGEST_PATTERN} code units`);
    // A plain "^" keeps the engine from trying every other position.
    const anchor = AT_START.find((start) => pattern.startsWith(start));
    if (anchor !== undefined && !pattern.includes("|")) {
      this.#at = anchor.length;
      const rest = this.#alternatives(0);
      if (this.#at < pattern.length) throw this.fail(`a lone ${pattern[this.#at]}`);
      return { source: START + rest.source, tree: { root: rest.node, isAnchored: true } };
    }
    const whole = this.#alternatives(0);
    if (this.#at < pattern.length) throw this.fail(`a lone ${pattern[this.#at]}`);
    return { source: `(?:${whole.source})`, tree: { root: whole.node, isAnchored: false } };
  }

  #alternatives(depth: number): Part {
    if (depth > 20) throw this.fail("groups nested this deep");
    const parts = [this.#sequence(depth)];
    while (this.pattern[this.#at] === "|") {
      this.#at++;
      parts.push(this.#sequence(depth));
    }
    return {
      source: parts.map(({ source }) => source).join("|"),
      node: parts.length === 1 ? parts[0].node : { kind: "choice", items: parts.map(({ node }) => node) },
      varies: parts.length > 1 || parts[0].varies,
    };
  }

  #sequence(depth: number): Part {
    let source = "";
    const items: PatternNode[] = [];
    let varies = false;
    while (this.#at < this.pattern.length && !"|)".includes(this.pattern[this.#at])) {
      const part = this.#quantified(depth);
      source += part.source;
      items.push(part.node);
      varies ||= part.varies;
    }
    return { source, node: { kind: "sequence", items }, varies };
  }

  #quantified(depth: number): Part {
    const atom = this.#atom(depth);
    const quantifier = QUANTIFIER.exec(this.pattern.slice(this.#at, this.#at + 16));
    if (!quantifier) return atom;
    if (NO_LENGTH.test(atom.source)) throw this.fail("quantifiers on zero-width parts");
    const [text, low = "", comma = "", high = ""] = quantifier;
    this.#at += text.length;
    const isBraces = text.startsWith("{");
    if (isBraces && low === "" && high === "") throw this.fail(`${text}`);
    if (Number(low) > MOST_REPEATS || Number(high) > MOST_REPEATS) throw this.fail(`more than ${MOST_REPEATS} repeats`);
    if (comma !== "" && high !== "" && Number(low) > Number(high)) throw this.fail(text);
    if (atom.varies && text !== "?") throw this.fail("repeats of parts that vary in length");
    const mode = isBraces ? "" : (/^[?+]/.exec(this.pattern.slice(this.#at, this.#at + 1))?.[0] ?? "");
    this.#at += mode.length;
    if (QUANTIFIER.test(this.pattern.slice(this.#at, this.#at + 16))) throw this.fail("consecutive quantifiers");
    if (mayBeEmpty(atom.node)) throw this.fail("quantifiers on parts that may be empty");
    const own = isBraces ? `{${low === "" ? 0 : low}${comma}${high}}` : text;
    const source = atom.source + own;
    const [least, most] = BOUNDS[text] ?? [
      Number(low),
      comma === "" ? Number(low) : high === "" ? UNBOUNDED : Number(high),
    ];
    return {
      source: mode === "+" ? this.#atomic(source) : source + mode,
      node: this.#repeat(atom, least, most, mode, source),
      varies: !isBraces || comma !== "",
    };
  }

  #repeat({ node: item }: Part, least: number, most: number, mode: string, source: string): PatternNode {
    if (mode === "+" && most < UNBOUNDED)
      return this.#alone(source, { kind: "repeat", item, least, most, mode: "greedy" });
    return { kind: "repeat", item, least, most, mode: mode === "+" ? "possessive" : mode === "?" ? "lazy" : "greedy" };
  }

  /** An atomic part: a pattern of its own, which must be simple. */
  #alone(source: string, inner: PatternNode): PatternNode {
    this.#checkAlone(inner, "an atomic part");
    return { kind: "atomic", source, item: inner };
  }

  /** Checks that a part that is searched apart from the rest takes little time. */
  #checkAlone(inner: PatternNode, name: string): void {
    if (hasAtomic(inner)) throw this.fail(`an atomic part within ${name}`);
    if (!isShort(inner)) throw this.fail(`${name} that can match in many ways, or many characters`);
  }

  /** A part that is never matched again in another way: JavaScript does not backtrack into a lookahead. */
  #atomic(source: string): string {
    return `(?=(${source}))\\${++this.#captures}`;
  }

  #atom(depth: number): Part {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    if (character === "(") return this.#group(depth);
    if (character === "[") return fixed(this.#class());
    this.#at += character.length;
    switch (character) {
      case "^":
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
        return fixed(this.#ignoresCase ? this.#inAnyCase(character) : escaped(character, false));
    }
  }

  /** The class of a literal character in a group that ignores case. */
  #inAnyCase(character: string): string {
    const pair = character + (this.pattern[this.#at] ?? "");
    if (FOLDED_PAIR.test(pair)) throw this.fail(`${pair} in a group that ignores case`);
    const cases = this.#casesOf(character);
    return cases === undefined ? escaped(character, false) : `[${cases}]`;
  }

  /** The letters that equal a letter but for case, within a class; undefined for a character without case. */
  #casesOf(character: string): string | undefined {
    if (/[a-z]/i.test(character)) {
      const lower = character.toLowerCase();
      return lower + lower.toUpperCase() + (FOLDS[lower] ?? "");
    }
    if (/[^\0-\x7f]/.test(character)) throw this.fail(`${character} in a group that ignores case`);
    return undefined;
  }

  #group(depth: number): Part {
    const opening = /^\((?:\?(?:[:=!>]|i:|<[=!]))?/.exec(this.pattern.slice(this.#at, this.#at + 4))?.[0] ?? "(";
    this.#at += opening.length;
    if (opening === "(" && this.pattern[this.#at] === "?") throw this.fail("groups of this kind");
    const outer = this.#ignoresCase;
    this.#ignoresCase ||= opening === "(?i:";
    const inner = this.#alternatives(depth + 1);
    this.#ignoresCase = outer;
    if (this.pattern[this.#at] !== ")") throw this.fail("an unclosed group");
    this.#at++;
    const looksBehind = opening.startsWith("(?<");
    if (looksBehind && inner.varies) throw this.fail("lookbehind that varies in length");
    if (opening === "(?>") {
      const node = this.#alone(`(?:${inner.source})`, inner.node);
      return { ...inner, source: this.#atomic(inner.source), node };
    }
    const isPlain = opening === "(" || opening === "(?i:" || opening === "(?:";
    const source = `${isPlain ? "(?:" : opening}${inner.source})`;
    if (isPlain) return { ...inner, source };
    if (!looksBehind) {
      const alone = hasAtomic(inner.node) ? undefined : source;
      return {
        ...inner,
        source,
        node: { kind: "lookahead", item: inner.node, isNegated: opening === "(?!", source: alone },
      };
    }
    this.#checkAlone(inner.node, "lookbehind");
    return { ...inner, source, node: { kind: "assertion", source } };
  }

  #class(): string {
    this.#at++;
    let source = "[";
    if (this.pattern[this.#at] === "^") {
      source += "^";
      this.#at++;
    }
    if (this.#ignoresCase && source === "[^") throw this.fail("a negated class in a group that ignores case");
    const items = this.#items(0);
    if (items === "") throw this.fail("an empty class");
    return `${source}${items}]`;
  }

  /** The items of a class up to its end. Those of a class within it are its own. */
  #items(depth: number): string {
    let items = "";
    for (;;) {
      const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
      if (this.#at >= this.pattern.length) throw this.fail("an unclosed class");
      if (this.pattern.startsWith("&&", this.#at)) throw this.fail("intersections of classes");
      this.#at += character.length;
      if (character === "]") return items;
      if (character === "[") {
        if (depth > 0 || /[\^:]/.test(this.pattern[this.#at] ?? "")) throw this.fail("nested classes of this kind");
        const nested = this.#items(depth + 1);
        if (nested === "") throw this.fail("an empty class");
        items += nested;
      } else if (character === "-") items += "\\-";
      else items += this.#ranged(character);
    }
  }

  /** A character of a class, or a range that starts with it. */
  #ranged(character: string): string {
    const first = character === "\\" ? this.#escape(true) : escaped(character, true);
    const isRange =
      this.pattern[this.#at] === "-" && this.pattern[this.#at + 1] !== "]" && this.#at + 1 < this.pattern.length;
    if (this.#ignoresCase) {
      if (isRange || character === "\\") throw this.fail("ranges and escapes in a class that ignores case");
      return this.#casesOf(character) ?? first;
    }
    if (!isRange) return first;
    this.#at++;
    const next = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0);
    if (next === "[") throw this.fail("nested classes");
    this.#at += next.length;
    const last = next === "\\" ? this.#escape(true) : escaped(next, true);
    if (/\\[pP]/.test(first + last)) throw this.fail("a range between classes");
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
    if (character === "b" && !inClass) return `(?=${WORD_BOUND})`;
    if (character === "B" && !inClass) return `(?!${WORD_BOUND})`;
    if (character === "x") return this.#hexadecimal();
    if (character === "u") {
      const digits = /^[0-9a-fA-F]{4}/.exec(this.pattern.slice(this.#at))?.[0];
      if (digits === undefined || /^d[89a-f]/i.test(digits)) throw this.fail("a malformed \\u");
      this.#at += 4;
      return `\\u${digits}`;
    }
    throw this.fail(`\\${character}`);
  }

  /** \xHH, or \x{…} with up to six digits. Two digits from 80 on would be a byte of UTF-8. */
  #hexadecimal(): string {
    const [all, short = "", long = short] =
      /^(?:([0-7][0-9a-f])|\{([0-9a-f]{1,6})\})/i.exec(this.pattern.slice(this.#at, this.#at + 8)) ?? [];
    const code = Number.parseInt(long, 16);
    if (all === undefined || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw this.fail("a malformed \\x");
    this.#at += all.length;
    return `\\u{${code.toString(16)}}`;
  }

  #property(isNegated: boolean): string {
    const [all, circumflex, name] = /^\{(\^?)([A-Za-z_ -]+)\}/.exec(this.pattern.slice(this.#at, this.#at + 40)) ?? [];
    if (this.#ignoresCase) throw this.fail("properties in a group that ignores case");
    const property = name === undefined ? undefined : PROPERTIES.get(name.toLowerCase());
    if (all === undefined || property === undefined) throw this.fail("an unsupported property");
    this.#at += all.length;
    return `\\${isNegated === (circumflex === "^") ? "p" : "P"}{${property}}`;
  }
}

/** A part of one character or of zero width. */
function fixed(source: string): Part {
  return { source, node: { kind: NO_LENGTH.test(source) ? "assertion" : "character", source }, varies: false };
}

/** The pattern of a literal character. */
function escaped(character: string, inClass: boolean): string {
  const isSyntax = inClass ? /[\^\]\\[-]/ : /[\^$\\.*+?()[\]{}|/]/;
  return isSyntax.test(character) ? `\\${character}` : character;
}
