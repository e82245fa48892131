/** Whatever names come from users and servers, nothing is written outside the cache folder. */
import { mkdirSync } from "node:fs";
import { join, posix, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { OptionError, TokenizerError } from "../../src/base/errors.js";
import { checkedPath, etagOf, repositoriesOf } from "../../src/hub/names.js";
import { openModelFiles } from "../../src/hub/open.js";
import { sha256 } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();

/** Texts that often look like a path, or like several. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc
    .array(fc.constantFrom("..", ".", "/", "\\", "a", "%2e", "C:", "\0", " ", "-", "~", "'", "猫", "con", "\ud800"), {
      maxLength: 8,
    })
    .map((parts) => parts.join("")),
);

function accepted<Result>(check: () => Result): Result | undefined {
  try {
    return check();
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    return undefined;
  }
}

function expectInside(path: string): void {
  for (const { join: joined, isAbsolute, normalize, sep } of [posix, win32]) {
    const root = normalize("/cache/snapshots");
    expect(joined(root, path).startsWith(root + sep)).toBe(true);
    expect(isAbsolute(path)).toBe(false);
  }
  expect(path.split(/[/\\]/).every((segment) => /[^. ]$/.test(segment))).toBe(true);
}

describe("names", () => {
  it("an accepted path stays inside the folder, on every platform", () => {
    fc.assert(
      fc.property(hostile, (path) => {
        if (accepted(() => checkedPath(path, "file")) !== undefined) expectInside(path);
      }),
      { numRuns: 5_000 },
    );
    for (const path of ["vocab.txt", "a/b-c_d/e.json", "語 彙.txt", "refs/pr/1", "..a", "a..b"]) {
      expect(checkedPath(path, "file")).toBe(path);
    }
  });

  it("an accepted repository is one folder", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        for (const repository of accepted(() => repositoriesOf(name)) ?? []) {
          const folder = `models--${repository.replaceAll("/", "--")}`;
          expect(folder).toMatch(/^[\w.-]+$/);
          expectInside(folder);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(repositoriesOf("bert-base-japanese-v3")).toEqual([
      "tohoku-nlp/bert-base-japanese-v3",
      "cl-tohoku/bert-base-japanese-v3",
    ]);
    expect(repositoriesOf("constructor/x")).toEqual(["constructor/x"]);
  });

  it("an accepted ETag is one file's name", () => {
    fc.assert(
      fc.property(hostile, (header) => {
        const etag = etagOf(header);
        if (etag !== undefined) expect(etag).toMatch(/^[A-Za-z0-9][\w=+-]*$/);
      }),
      { numRuns: 5_000 },
    );
    expect(['"abc"', 'W/"abc"', "abc"].map(etagOf)).toEqual(["abc", "abc", "abc"]);
    expect(etagOf(`"${"a".repeat(200)}"`)).toBeUndefined();
  });
});

describe("a hostile server", () => {
  it("cannot make the client write outside the cache, or keep bytes of another hash", async () => {
    const cache = join(setting.machine, "deep", "down", "cache");
    mkdirSync(cache, { recursive: true });
    const commit = "a".repeat(40);
    const traversing = fc.constantFrom("../../../outside", "/outside", `../${commit}`, "..");
    const anyHeader = fc.oneof(hostile, traversing, fc.constantFrom(commit, "b".repeat(64), "1", "2"));
    // Half of the responses are valid apart from the headers that are added.
    const sound = [
      ["X-Repo-Commit", commit],
      ["ETag", '"1"'],
      ["Content-Length", "1"],
    ] as const;
    const names = [
      "X-Repo-Commit",
      "ETag",
      "X-Linked-ETag",
      "X-Linked-Size",
      "Location",
      "X-Error-Code",
      "Content-Range",
    ];
    const absent = [
      ["X-Repo-Commit", commit],
      ["X-Error-Code", "EntryNotFound"],
    ] as const;
    const anyStatus = fc.constantFrom(200, 206, 302, 307, 401, 404, 416, 500);
    const response = fc.record({
      start: fc.oneof(
        fc.constant({ status: 200, sound }),
        fc.constant({ status: 404, sound: absent }),
        anyStatus.map((status) => ({ status, sound: [] as const })),
      ),
      headers: fc.array(fc.tuple(fc.constantFrom(...names), anyHeader), { maxLength: 3 }),
    });
    const anyFile = fc.oneof(fc.constantFrom("vocab.txt", "a/b.txt"), hostile);
    await fc.assert(
      fc.asyncProperty(fc.array(response, { minLength: 1, maxLength: 4 }), anyFile, async (responses, file) => {
        let next = 0;
        vi.stubGlobal("fetch", async () => {
          const { start, headers } = responses[next++ % responses.length];
          // A later header replaces an earlier one of the same name.
          const sendable = new Headers();
          for (const [name, value] of [...start.sound, ...headers])
            sendable.set(name, value.replace(/[^\x20-\x7e]/g, ""));
          return new Response("1", { status: start.status, headers: sendable });
        });
        const reading = openModelFiles("tohoku-nlp/neko", { cache_dir: cache }, async () => undefined).then((files) =>
          files.read(file),
        );
        await reading.catch((error: unknown) => expect(error).toBeInstanceOf(TokenizerError));
        vi.unstubAllGlobals();
      }),
      { numRuns: 300 },
    );
    const written = setting.tree(setting.machine);
    const inCache = /^deep\/down\/cache\/models--(tohoku-nlp|cl-tohoku)--neko\/(blobs|refs|snapshots|\.no_exist)\//;
    for (const kind of ["blobs", "refs", "snapshots", ".no_exist"]) {
      expect(written.some((line) => line.includes(`/${kind}/`))).toBe(true);
    }
    for (const line of written) expect(line).toMatch(inCache);
    const named = written.filter((line) => /blobs\/([0-9a-f]{40}|[0-9a-f]{64}) /.test(line));
    for (const line of named) expect(line).toMatch(new RegExp(`blobs/${sha256(Buffer.from("1"))} = 1$`));
  });
});
