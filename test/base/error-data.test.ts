/** Errors as plain data: what a worker sends to its page. */
import { describe, expect, it } from "vitest";
import {
  DictionaryError,
  OptionError,
  ResourceError,
  TextError,
  TokenizerError,
  VocabularyError,
} from "../../src/base/errors.js";
import { HubError } from "../../src/hub/hub-error.js";

const ERRORS: readonly TokenizerError[] = [
  new TokenizerError("input", 3, "another"),
  new DictionaryError("ipadic.dict", "no bytes", "a dictionary"),
  new VocabularyError("vocab.txt", "no [UNK]", "one"),
  new TextError("text", "lone surrogate", "well-formed UTF-16", { offset: 7 }),
  new TextError("text", "a null", "none"),
  new OptionError("padding", () => 1, "true or false"),
  new ResourceError("file", "/x", "a file that exists", { cause: new Error("ENOENT") }),
  new HubError("https://hub/x", "HTTP status 429", "a response", {
    reason: "unavailable",
    statusCode: 429,
    retryAfter: 3,
  }),
];

describe("an error as data", () => {
  it.each(ERRORS)("has its class and fields again: $name $message", (error) => {
    for (const data of [structuredClone(error.toJSON()), JSON.parse(JSON.stringify(error))]) {
      const again = TokenizerError.fromJSON(data);
      expect(again.constructor).toBe(error.constructor);
      expect(again.message).toBe(error.message);
      expect(again.stack).toBe(error.stack);
      expect(again.toJSON()).toEqual(error.toJSON());
    }
  });

  it("about a text can become one about the whole text", () => {
    const error = new TextError("text", "lone surrogate", "well-formed UTF-16", { offset: 7 });
    const again = TokenizerError.fromJSON(error.toJSON()) as TextError;
    expect(again.of("text[2]", 9).message).toBe(error.of("text[2]", 9).message);
  });

  it("of a class that this version lacks is a TokenizerError", () => {
    const data = { ...ERRORS[0].toJSON(), name: "LaterError" };
    expect(TokenizerError.fromJSON(data).constructor).toBe(TokenizerError);
  });
});
