/** Requests that overlap: after the first answer has decided the commit, the files of a model are asked for at once. */
import { describe, expect, it } from "vitest";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { sendError } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const BERT = "tohoku-nlp/bert-base-japanese-v3";
const VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "猫"].join("\n");
const CONFIG = JSON.stringify({ tokenizer_class: "BertJapaneseTokenizer", word_tokenizer_type: "basic" });

describe("the files of a model", () => {
  it("are requested at once, after the first answer", async () => {
    const names = ["1", "2", "3", "4", "5"];
    setting.hub.commit(MODEL, Object.fromEntries(names.map((name) => [name, name])));
    setting.hub.latency = 20;
    const files = await setting.open(MODEL);
    await Promise.all(names.map((name) => files.read(name)));
    // The first file's GET and the HEADs of the four others.
    expect(setting.hub.mostAtOnce).toBe(5);
    // The hub redirects each HEAD once.
    expect(setting.hub.log.slice(0, 2)).toEqual(["HEAD 1", "HEAD 1"]);
    expect(new Set(setting.hub.log.slice(2, 7))).toEqual(new Set(["GET 1", "HEAD 2", "HEAD 3", "HEAD 4", "HEAD 5"]));
  });

  it("are requested one at a time until an answer has decided the commit", async () => {
    setting.hub.commit(MODEL, { "3": "3", "4": "4" });
    setting.hub.latency = 20;
    setting.hub.interfere(
      () => true,
      (_, response) => sendError(response, 400),
      2,
    );
    const files = await setting.open(MODEL);
    const reads = await Promise.allSettled(["1", "2", "3", "4"].map((name) => files.read(name)));
    expect(reads.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled", "fulfilled"]);
    expect(setting.hub.log.slice(0, 4)).toEqual(["HEAD 1", "HEAD 2", "HEAD 3", "HEAD 3"]);
    expect(setting.hub.mostAtOnce).toBe(2);
  });

  it("share the failure of a hub out of reach, and may be requested again", async () => {
    setting.hub.commit(MODEL, { "1": "1", "2": "2" });
    setting.hub.interfere(
      () => true,
      (_, response) => sendError(response, 503),
      6,
    );
    const files = await setting.open(MODEL);
    const reads = await Promise.allSettled(["1", "2", "3"].map((name) => files.read(name)));
    for (const read of reads) expect(read).toMatchObject({ status: "rejected", reason: { reason: "unavailable" } });
    expect(setting.hub.seen).toHaveLength(6);
    expect(new TextDecoder().decode(await files.read("2"))).toBe("2");
  });

  it("of a configuration come to AutoTokenizer at the same time", async () => {
    setting.hub.commit(BERT, { "tokenizer_config.json": CONFIG, "vocab.txt": VOCABULARY });
    setting.hub.latency = 20;
    const tokenizer = await AutoTokenizer.from_pretrained(BERT);
    expect(tokenizer.encode("猫", { add_special_tokens: false })).toEqual([5]);
    expect(setting.hub.log[0]).toBe("HEAD tokenizer_config.json");
    // GET tokenizer_config.json; HEAD chat_template.jinja, special_tokens_map.json, added_tokens.json.
    expect(setting.hub.mostAtOnce).toBeGreaterThanOrEqual(4);
  });
});
