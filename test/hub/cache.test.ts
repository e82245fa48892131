/** The files on disk, and when they are used instead of the hub's. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { HubError } from "../../src/hub/hub-error.js";
import { gitHash, KNOWN_TOKEN, sendError, sha256 } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const FOLDER = "models--tohoku-nlp--neko";
const CONFIG = '{"do_lower_case":false}';

async function fill(name = MODEL): Promise<string> {
  const commit = setting.hub.commit(name, { "tokenizer_config.json": CONFIG, "vocab.txt": "猫\n" });
  const files = await setting.open(name);
  for (const file of ["tokenizer_config.json", "vocab.txt", "spiece.model"]) await files.read(file);
  setting.hub.forget();
  return commit;
}

function blobOf(text: string): string {
  return join(setting.cache, FOLDER, "blobs", gitHash(Buffer.from(text)));
}

async function errorOf(reading: Promise<unknown>): Promise<HubError> {
  return reading.then(
    () => expect.fail("it should fail"),
    (error: HubError) => {
      expect(error).toBeInstanceOf(HubError);
      return error;
    },
  );
}

describe("the cache", () => {
  it("has the layout of huggingface_hub", async () => {
    const commit = setting.hub.commit(
      MODEL,
      { "vocab.txt": "猫", "v1/a/spiece.model": "大" },
      { large: ["v1/a/spiece.model"] },
    );
    const files = await setting.open(MODEL);
    for (const file of ["vocab.txt", "v1/a/spiece.model", "v1/none.json"]) await files.read(file);
    expect(setting.tree(join(setting.cache, FOLDER))).toEqual([
      `.no_exist/${commit}/v1/none.json = `,
      `blobs/${gitHash(Buffer.from("猫"))} = 猫`,
      `blobs/${sha256(Buffer.from("大"))} = 大`,
      `refs/main = ${commit}`,
      `snapshots/${commit}/v1/a/spiece.model -> ../../../../blobs/${sha256(Buffer.from("大"))}`,
      `snapshots/${commit}/vocab.txt -> ../../blobs/${gitHash(Buffer.from("猫"))}`,
    ]);
    expect(files.locationOf("vocab.txt")).toBe(join(setting.cache, FOLDER, "snapshots", commit, "vocab.txt"));
    expect(setting.tree(setting.machine)).toHaveLength(6);
  });

  it("has nested refs for revisions with slashes, and no ref for a commit", async () => {
    const commit = setting.hub.commitTo(MODEL, "refs/pr/7", { "vocab.txt": "猫" });
    await setting.text(MODEL, "vocab.txt", { revision: "refs/pr/7" });
    await setting.text(MODEL, "vocab.txt", { revision: commit, cache_dir: join(setting.machine, "other") });
    expect(readFileSync(join(setting.cache, FOLDER, "refs/refs/pr/7"), "utf8")).toBe(commit);
    expect(existsSync(join(setting.machine, "other", FOLDER, "refs"))).toBe(false);
  });

  it("saves all requests except one", async () => {
    await fill();
    const files = await setting.open(MODEL);
    for (const file of ["vocab.txt", "tokenizer_config.json", "spiece.model"]) await files.read(file);
    expect(setting.hub.log).toEqual(["HEAD vocab.txt", "HEAD vocab.txt"]);
    expect(setting.hub.seen[1].path).toContain("resolve-cache");
  });

  it("of a full commit hash saves all requests", async () => {
    const commit = await fill();
    const files = await setting.open(MODEL, { revision: commit });
    expect(await files.read("spiece.model")).toBeUndefined();
    expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("猫\n");
    expect(setting.hub.log).toEqual([]);
  });

  it("is not read with force_download", async () => {
    await fill();
    expect(await setting.text(MODEL, "vocab.txt", { force_download: true })).toBe("猫\n");
    expect(setting.hub.log.at(-1)).toBe("GET vocab.txt");
    vi.stubEnv("HF_ENDPOINT", setting.closedEndpoint);
    const error = await errorOf(setting.text(MODEL, "vocab.txt", { force_download: true }));
    expect(error.reason).toBe("unreachable");
  });

  it("follows the hub, and downloads only changed files", async () => {
    const first = await fill();
    const second = setting.hub.commit(MODEL, { "tokenizer_config.json": CONFIG, "vocab.txt": "猫\n犬\n" });
    const files = await setting.open(MODEL);
    await files.read("tokenizer_config.json");
    expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("猫\n犬\n");
    expect(setting.hub.log.filter((line) => line.startsWith("GET"))).toEqual(["GET vocab.txt"]);
    const tree = setting.tree(join(setting.cache, FOLDER));
    expect(tree).toContain(`refs/main = ${second}`);
    for (const commit of [first, second]) {
      const pointer = `snapshots/${commit}/tokenizer_config.json -> ../../blobs/${gitHash(Buffer.from(CONFIG))}`;
      expect(tree).toContain(pointer);
    }
  });

  it("rewrites a ref that ends in a newline, whose commit Python would not find", async () => {
    const commit = await fill();
    writeFileSync(join(setting.cache, FOLDER, "refs/main"), `${commit}\n`);
    expect(await setting.text(MODEL, "vocab.txt", { local_files_only: true })).toBe("猫\n");
    await setting.text(MODEL, "vocab.txt");
    expect(readFileSync(join(setting.cache, FOLDER, "refs/main"), "utf8")).toBe(commit);
  });
});

describe("without the hub", () => {
  it("cached files are read, and all others count as missing", async () => {
    await fill();
    for (const variable of ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", ""]) {
      if (variable) vi.stubEnv(variable, "Yes");
      const files = await setting.open(MODEL, variable ? {} : { local_files_only: true });
      expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("猫\n");
      expect(await files.read("spiece.model")).toBeUndefined();
      expect(await files.read("tokenizer.json")).toBeUndefined();
      const known = await errorOf(files.readRequired("spiece.model"));
      expect(known.reason).toBe("file-not-found");
      const uncertain = await errorOf(files.readRequired("tokenizer.json"));
      expect(uncertain.reason).toBe("offline");
      expect(uncertain.message).toContain(variable || "local_files_only");
      vi.stubEnv(variable || "HF_HUB_OFFLINE", undefined);
    }
    expect(setting.hub.seen).toEqual([]);
  });

  it("HF_HUB_OFFLINE=0 overrides TRANSFORMERS_OFFLINE", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    vi.stubEnv("HF_HUB_OFFLINE", "0");
    vi.stubEnv("TRANSFORMERS_OFFLINE", "1");
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
  });

  it("a model without cached files is an error that gives the reason", async () => {
    await fill();
    for (const [name, revision] of [
      ["tohoku-nlp/inu", "main"],
      [MODEL, "v2"],
      [MODEL, "a".repeat(40)],
    ]) {
      const error = await errorOf(setting.text(name, "vocab.txt", { revision, local_files_only: true }));
      expect(error.reason).toBe("offline");
      expect(error.message).toContain(`${name}: vocab.txt`);
    }
  });

  it("a hub that is out of reach costs one attempt, and no wait", async () => {
    await fill();
    vi.stubEnv("HF_ENDPOINT", setting.closedEndpoint);
    const files = await setting.open(MODEL);
    expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("猫\n");
    expect(new TextDecoder().decode(await files.read("tokenizer_config.json"))).toBe(CONFIG);
    expect(await files.read("added_tokens.json")).toBeUndefined();
    expect(setting.waits).toEqual([]);
    const error = await errorOf(files.readRequired("added_tokens.json"));
    expect(error.reason).toBe("unreachable");
    expect(setting.waits).toEqual([]);
  });

  it("a hub that is down, refuses, or is another server costs no wait either", async () => {
    await fill();
    for (const status of [503, 429, 401, 403, 404, 200]) {
      setting.hub.forget();
      setting.hub.interfere(
        () => true,
        (_, response) => sendError(response, status),
      );
      expect(await setting.text(MODEL, "vocab.txt", { token: KNOWN_TOKEN })).toBe("猫\n");
      // A repository that is not found is requested under its other name, too.
      expect(setting.hub.seen).toHaveLength(1);
    }
    setting.hub.forget();
    setting.hub.interfere(
      () => true,
      (_, response) => sendError(response, 404, "RepoNotFound"),
    );
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫\n");
    expect(setting.waits).toEqual([]);
  });

  it("a revision that the hub does not have any more is an error in spite of the cache", async () => {
    await fill();
    setting.hub.interfere(
      () => true,
      (_, response) => sendError(response, 404, "RevisionNotFound"),
    );
    expect((await errorOf(setting.text(MODEL, "vocab.txt"))).reason).toBe("revision-not-found");
  });

  it("a required file is requested again after an outage", async () => {
    const commit = await fill();
    setting.hub.interfere(
      () => true,
      (_, response) => sendError(response, 503),
      1,
    );
    unlinkSync(join(setting.cache, FOLDER, "snapshots", commit, "vocab.txt"));
    const files = await setting.open(MODEL);
    await files.read("tokenizer_config.json");
    expect(await files.read("vocab.txt")).toBeUndefined();
    expect(new TextDecoder().decode(await files.readRequired("vocab.txt"))).toBe("猫\n");
    expect((await errorOf(files.readRequired("none.txt"))).reason).toBe("file-not-found");
  });
});

describe("damage", () => {
  it("a dangling pointer is repaired", async () => {
    await fill();
    unlinkSync(blobOf("猫\n"));
    expect(await setting.text(MODEL, "vocab.txt", { local_files_only: true })).toBeUndefined();
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫\n");
    expect(readFileSync(blobOf("猫\n"), "utf8")).toBe("猫\n");
  });

  it("a blob of another hash is repaired; offline it is an error", async () => {
    await fill();
    writeFileSync(blobOf("猫\n"), "猫 ");
    const offline = await errorOf(setting.text(MODEL, "vocab.txt", { local_files_only: true }));
    expect(offline.reason).toBe("damaged");
    expect(offline.message).toContain("vocab.txt");
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫\n");
    expect(await setting.text(MODEL, "vocab.txt", { local_files_only: true })).toBe("猫\n");
  });

  it("a blob of another hash is replaced by the download", async () => {
    mkdirSync(join(setting.cache, FOLDER, "blobs"), { recursive: true });
    writeFileSync(blobOf("猫\n"), "犬\n");
    await fill();
    expect(readFileSync(blobOf("猫\n"), "utf8")).toBe("猫\n");
  });

  it("temporary files of a dead process are removed after an hour, other files are not", async () => {
    const blobs = join(setting.cache, FOLDER, "blobs");
    mkdirSync(blobs, { recursive: true });
    const [old, young, pointer] = ["1", "2", "3"].map((digit) => {
      return join(blobs, `${digit.repeat(8)}-1111-4111-8111-111111111111.incomplete`);
    });
    const ofPython = join(blobs, `${"a".repeat(40)}.incomplete`);
    for (const file of [old, young, ofPython]) writeFileSync(file, "猫");
    symlinkSync("../../blobs/none", pointer);
    const twoHoursAgo = Date.now() / 1000 - 7200;
    for (const file of [old, ofPython]) utimesSync(file, twoHoursAgo, twoHoursAgo);
    await fill();
    expect([old, young, ofPython].map((file) => existsSync(file))).toEqual([false, true, true]);
    expect(setting.tree(blobs).filter((line) => line.includes("incomplete"))).toHaveLength(3);
  });
});

describe("both names of the organisation", () => {
  it("a file that is cached under one name is found under the other", async () => {
    const commit = await fill("cl-tohoku/neko");
    for (const name of ["neko", "tohoku-nlp/neko", "cl-tohoku/neko"]) {
      const files = await setting.open(name, { local_files_only: true });
      expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("猫\n");
      expect(files.name).toBe(name);
      expect(files.locationOf("vocab.txt")).toContain(`models--cl-tohoku--neko/snapshots/${commit}`);
    }
    setting.hub.rename("cl-tohoku/neko", "tohoku-nlp/neko");
    expect(await setting.text("neko", "vocab.txt")).toBe("猫\n");
    expect(setting.hub.log.some((line) => line.startsWith("GET"))).toBe(false);
    expect(existsSync(join(setting.cache, FOLDER))).toBe(false);
  });

  it("the requested name comes first", async () => {
    setting.hub.commit("cl-tohoku/neko", { "vocab.txt": "古" });
    setting.hub.commit("tohoku-nlp/neko", { "vocab.txt": "新" });
    for (const name of ["cl-tohoku/neko", "tohoku-nlp/neko"]) await setting.text(name, "vocab.txt");
    const offline = { local_files_only: true };
    expect(await setting.text("cl-tohoku/neko", "vocab.txt", offline)).toBe("古");
    expect(await setting.text("tohoku-nlp/neko", "vocab.txt", offline)).toBe("新");
    expect(await setting.text("neko", "vocab.txt", offline)).toBe("新");
    rmSync(join(setting.cache, "models--tohoku-nlp--neko"), { recursive: true });
    expect(await setting.text("neko", "vocab.txt", offline)).toBe("古");
  });
});
