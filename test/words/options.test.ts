import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { BasicWords, MecabWords, wholeText, ZenkakuWords } from "../../src/words/index.js";

const mecab = await MeCab.load("ipadic");

/** Each splitter with its options, which are any object to a caller without types. */
const SPLITTERS: Readonly<Record<string, (options: object) => unknown>> = {
  BasicWords: (options) => new BasicWords(options),
  MecabWords: (options) => new MecabWords(mecab, options),
  ZenkakuWords: (options) => new ZenkakuWords(wholeText, options),
};

describe.each(Object.entries(SPLITTERS))("%s", (name, make) => {
  const own = name === "ZenkakuWords" ? "normalize_text" : "do_lower_case";

  it("refuses an unknown option with the nearest name, and an impossible value", () => {
    expect(() => make({ [`${own}s`]: true })).toThrow(OptionError);
    expect(() => make({ [`${own}s`]: true })).toThrow(`did you mean ${own}?`);
    expect(() => make({ [own]: "yes" })).toThrow(new RegExp(`^${own}: .*"yes".*true or false`));
    make({ [own]: undefined });
    make(null as unknown as object);
  });

  if (name === "ZenkakuWords") return;
  it("takes the words that stay as they are as a list or a set", () => {
    expect(() => make({ never_split: "ABC" })).toThrow(/^never_split: .*a set or a list of strings/);
    expect(() => make({ never_split: [1] })).toThrow(OptionError);
    make({ never_split: ["ABC"] });
    make({ never_split: new Set(["ABC"]) });
  });
});
