/** Loading in a simulated browser: no paths, addresses relative to the page, and a page's answers for unknown files. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { readPackaged } from "../../src/files/packaged.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { PAGE, useFileServer } from "../files/file-server.js";

vi.mock("#platform", () => import("../../src/platform/web.js"));
vi.mock("#hub-cache", () => import("../../src/hub/browser-cache.js"));
vi.mock("#folder-dictionary", () => import("../../src/mecab/no-folder-dictionary.js"));

const server = useFileServer();
const VOCABULARY = new TextEncoder().encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n国家\n公務\n員\n公務員\n");
const IPADIC = readFileSync(fileURLToPath(new URL("../../dictionaries/ipadic.dict", import.meta.url)));
const NAME = "bert-base-japanese-v3";
const IDS = [2, 5, 8, 3];

beforeEach(() => {
  vi.stubGlobal("document", { baseURI: `${server.base}/app/index.html` });
  server.answers.set("/app/v3/vocab.txt", VOCABULARY);
  server.answers.set("/data/some.dict", IPADIC);
  server.answers.set("*", PAGE);
});
afterEach(() => vi.unstubAllGlobals());

async function encoded(options: object): Promise<readonly unknown[]> {
  return (await AutoTokenizer.from_pretrained(NAME, options)).encode("国家公務員");
}

describe("in a page", () => {
  it("addresses are relative to it", async () => {
    const dictionary = "../data/some.dict";
    expect(await encoded({ files: "v3", dictionary })).toEqual(IDS);
    expect(await encoded({ files: "./v3/", dictionary: "/data/some.dict" })).toEqual(IDS);
    expect(await encoded({ files: { "vocab.txt": "v3/vocab.txt" }, dictionary })).toEqual(IDS);
    expect(await encoded({ vocabulary: "v3/vocab.txt", dictionary: new URL(dictionary, document.baseURI) })).toEqual(
      IDS,
    );
  });

  it("the files of a picker are taken as they are", async () => {
    const files = [new File([VOCABULARY as BlobPart], "vocab.txt")];
    const fileList = { ...files, length: 1, [Symbol.toStringTag]: "FileList" };
    expect(await encoded({ files: fileList, dictionary: new File([IPADIC], "a.dict") })).toEqual(IDS);
  });

  it("a page in place of a file is an error with a next step", async () => {
    const none = { files: "none", dictionary: "../data/some.dict" };
    await expect(encoded(none)).rejects.toThrow(ResourceError);
    await expect(encoded(none)).rejects.toThrow(/vocab\.txt \(.*\/app\/none\/vocab\.txt\).*a web page/);
    await expect(encoded({ vocabulary: VOCABULARY, dictionary: "ipadic.dict" })).rejects.toThrow(
      /dictionary \(.*a web page: the server answers unknown addresses with a page.*compact dictionary/,
    );
  });
});

it("in a worker without an address, a relative one is an error that asks for an absolute one", async () => {
  vi.stubGlobal("document", undefined);
  vi.stubGlobal("location", { href: "blob:null/5c1d" });
  await expect(encoded({ files: "v3" })).rejects.toThrow(OptionError);
  await expect(encoded({ files: "v3" })).rejects.toThrow(/files: found "v3".*absolute/);
  await expect(encoded({ vocabulary: "v3/vocab.txt" })).rejects.toThrow(/vocab\.txt \(v3\/vocab\.txt\).*Invalid URL/);
});

describe("a file of the package that cannot be found", () => {
  const packaged = (locate: () => URL) =>
    readPackaged({ file: "ipadic.dict", locate, hash: "", option: "dictionary" }, {});

  it("in a script that is not a module is an error that names the option", async () => {
    const loading = packaged(() => new URL("../../dictionaries/ipadic.dict", undefined));
    await expect(loading).rejects.toThrow(ResourceError);
    await expect(loading).rejects.toThrow(/ipadic\.dict: found "no file .*option dictionary/);
  });

  it("at its address is an error that names the address, the reason and the option", async () => {
    const loading = packaged(() => new URL("/dictionaries/ipadic.dict", server.base));
    await expect(loading).rejects.toThrow(ResourceError);
    await expect(loading).rejects.toThrow(/no file \(a web page.*\/dictionaries\/ipadic\.dict.*option dictionary/);
  });
});

describe("a file of the package whose code a bundler has moved", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const packaged = (locate: () => URL) =>
    readPackaged({ file: "some.dict", locate, hash: "", option: "dictionary" }, {});

  it("is found where Vite's development server has it", async () => {
    const address = "/base/node_modules/tohoku-tokenizers/dictionaries/some.dict";
    server.answers.set("/base/node_modules/dictionaries/some.dict", "<!doctype html>");
    server.answers.set(
      "/base/@id/tohoku-tokenizers/dictionaries/some.dict",
      `export default "${address}"\n//# source map`,
    );
    server.answers.set(address, bytes);
    const locate = () => new URL("/base/node_modules/dictionaries/some.dict", server.base);
    expect(await packaged(locate)).toEqual(bytes);
  });

  it("is found in a folder beside the page", async () => {
    server.answers.set("/app/dictionaries/some.dict", bytes);
    expect(await packaged(() => new URL("some.dict", undefined))).toEqual(bytes);
    expect(await packaged(() => new URL("/elsewhere/some.dict", server.base))).toEqual(bytes);
  });
});
