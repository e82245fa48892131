import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "../../../fixtures/random.js";
import { openModelFiles } from "../../../src/hub/open.js";
import { attemptLater, type Kind, must } from "../kind.js";
import { someText } from "../mutations.js";

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

interface Input {
  readonly answers: readonly Answer[];
  readonly file: string;
}

const COMMIT = "a".repeat(40);
const HEADERS =
  "X-Repo-Commit ETag X-Linked-ETag X-Linked-Size Content-Length Location X-Error-Code X-Error-Message Content-Range Retry-After Content-Encoding Content-Type".split(
    " ",
  );
const VALUES = [
  ...[COMMIT, "b".repeat(40), "c".repeat(64), '"1"', 'W/"2"', "", "0", "1", "3", "-1", "1e9", "999999999999999", "NaN"],
  ...[
    "/elsewhere",
    "https://other.example/x",
    "//x",
    "javascript:1",
    "http://[",
    "../../..",
    "EntryNotFound",
    "RepoNotFound",
  ],
  ...[
    "RevisionNotFound",
    "GatedRepo",
    "gzip",
    "identity",
    "text/html",
    "bytes 0-2/3",
    "bytes 5-",
    "Thu, 01 Jan 1970 00:00:00 GMT",
  ],
];
const FILES = ["vocab.txt", "tokenizer_config.json", "a/b.txt", "../x", "", ".", "a\\b", "con", "x".repeat(300), "\0"];
const SECRET = "hf_secret";

/** Answers of a hub that does as it likes: an error of the library, or bytes; no secret in a message. */
export const hub: Kind<Input> = {
  name: "hub",
  make: (random: Random) => ({
    answers: random.several(1, 4, () => ({
      status: random.pick([200, 200, 200, 206, 301, 302, 307, 400, 401, 403, 404, 416, 429, 500, 503, 511]),
      headers: [
        ...(random.chance(0.7)
          ? ([
              ["X-Repo-Commit", COMMIT],
              ["ETag", '"1"'],
              ["Content-Length", "3"],
            ] as const)
          : []),
        ...random.several(0, 3, () => [random.pick(HEADERS), random.pick(VALUES)] as const),
      ],
      body: random.chance(0.8) ? "猫" : someText(random, 4),
    })),
    file: random.pick(FILES),
  }),
  async check({ answers, file }) {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-hub-"));
    const usual = globalThis.fetch;
    let next = 0;
    globalThis.fetch = async () => {
      const { status, headers, body } = answers[next++ % answers.length];
      const sent = new Headers();
      for (const [name, value] of headers) sent.set(name, value);
      return new Response(status === 204 || status === 304 ? null : body, { status, headers: sent });
    };
    try {
      const options = { cache_dir: folder, endpoint: "https://hub.example", token: SECRET };
      for (let round = 0; round < 2; round++) {
        const bytes = await attemptLater(async () => {
          const files = await openModelFiles("tohoku-nlp/neko", options, async () => undefined);
          return files.read(file).catch((error: unknown) => {
            must(!JSON.stringify(error).includes(SECRET) && !String(error).includes(SECRET), "a secret in a message");
            throw error;
          });
        });
        must(bytes === undefined || bytes instanceof Uint8Array, "neither bytes nor nothing");
      }
    } finally {
      globalThis.fetch = usual;
      rmSync(folder, { recursive: true });
    }
  },
};
