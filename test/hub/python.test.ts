/** The cache is shared with Python's huggingface_hub, which runs in .venv (fixtures/environment.ts makes it). */
import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { HubEnvironment } from "../../src/hub/environment.js";
import { hubSettings } from "../../src/hub/settings.js";
import { useSetting } from "./setting.js";

const PYTHON = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
const VERSION = "0.36.2";
const reason = whyNot();
if (reason) console.warn(`The cache shared with Python${reason}; npm run fixtures makes .venv.`);

function whyNot(): string {
  try {
    const program = "import importlib.metadata as m; print(m.version('huggingface_hub'))";
    const found = execFileSync(PYTHON, ["-c", program], { encoding: "utf8" }).trim();
    return found === VERSION ? "" : ` (skipped: .venv has huggingface_hub ${found}, not ${VERSION})`;
  } catch {
    return " (skipped: no huggingface_hub in .venv)";
  }
}

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const FILES = { "tokenizer_config.json": "{}", "sub/vocab.txt": "猫\n", "spiece.model": "大きな" };
const NAMES = [...Object.keys(FILES), "none.txt"];

/** Reads each file through huggingface_hub: its text, or the name of the exception. */
async function readInPython(options: string): Promise<unknown> {
  const program = `
import json, sys, huggingface_hub
results = []
for name in sys.argv[1:]:
    try:
        path = huggingface_hub.hf_hub_download("${MODEL}", name, ${options})
        results.append(open(path, encoding="utf8").read())
    except Exception as error:
        results.append(type(error).__name__)
cache = huggingface_hub.scan_cache_dir()
print(json.dumps([results, [str(warning) for warning in cache.warnings], [repo.repo_id for repo in cache.repos]]))
`;
  const { stdout } = await promisify(execFile)(PYTHON, ["-c", program, ...NAMES], { env: process.env });
  return JSON.parse(stdout);
}

async function readHere(options: object): Promise<(string | undefined)[]> {
  const files = await setting.open(MODEL, options);
  const texts: (string | undefined)[] = [];
  for (const name of NAMES) {
    const bytes = await files.read(name);
    texts.push(bytes && new TextDecoder().decode(bytes));
  }
  return texts;
}

/** The constants of huggingface_hub under each environment. */
async function constantsInPython(environments: readonly object[]): Promise<[string, ...unknown[]][]> {
  const program = `
import importlib, json, os, sys
import huggingface_hub.constants as constants
from huggingface_hub.utils import get_token
results = []
for environment in json.loads(sys.argv[1]):
    os.environ.update(environment)
    importlib.reload(constants)
    results.append([constants.HF_HUB_CACHE, constants.ENDPOINT, constants.HF_HUB_OFFLINE,
        constants.HF_HUB_ETAG_TIMEOUT, constants.HF_HUB_DOWNLOAD_TIMEOUT, get_token()])
    for name in environment:
        del os.environ[name]
print(json.dumps(results))
`;
  const env = { PATH: process.env.PATH, HOME: setting.machine };
  const { stdout } = await promisify(execFile)(PYTHON, ["-c", program, JSON.stringify(environments)], { env });
  return JSON.parse(stdout);
}

describe.skipIf(reason)(`the environment${reason}`, () => {
  it("has the meaning that huggingface_hub gives it", async () => {
    writeFileSync(join(setting.machine, "token"), " hf_file\r\n");
    const home = { HF_HOME: setting.machine };
    const environments: Record<string, string>[] = [
      ...[{}, home, { ...home, HF_TOKEN: "hf_\nnew " }, { ...home, HUGGING_FACE_HUB_TOKEN: "hf_old" }],
      ...["~/a", "~", "a~b/$HOME", `$HF_TOKEN/\${HOME}x`, `/$/$$/\${}/$1`, "~root~/x"].map((path) => ({
        HF_HOME: path,
      })),
      ...["~/x", "$HOME"].map((path) => ({ XDG_CACHE_HOME: path, HF_TOKEN_PATH: "$HOME/token" })),
      ...["~/y", `/\${HOME}`].map((path) => ({ HF_HUB_CACHE: path, HUGGINGFACE_HUB_CACHE: "/z", HF_TOKEN: "hf_猫" })),
      { HUGGINGFACE_HUB_CACHE: "~/$HOME", HF_ENDPOINT: "http://mirror.example/hub//" },
      ...["1", "oN", "yes", "TRUE", "0", "2", " 1"].map((value) => ({ HF_HUB_OFFLINE: value })),
      ...["1", "0"].map((value) => ({ TRANSFORMERS_OFFLINE: value, HF_HUB_OFFLINE: "0" })),
      ...["1", "0"].map((value) => ({ TRANSFORMERS_OFFLINE: value, HF_HUB_ETAG_TIMEOUT: "3" })),
      { HF_HUB_ETAG_TIMEOUT: " 007", HF_HUB_DOWNLOAD_TIMEOUT: "0" },
    ];
    const theirs = (await constantsInPython(environments)).map(([folder, ...rest]) => [normalize(folder), ...rest]);
    const ours = [];
    for (const environment of environments) {
      vi.stubEnv("HF_HOME", undefined);
      vi.stubEnv("HF_ENDPOINT", undefined);
      vi.stubEnv("HOME", setting.machine);
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      const { cacheFolder, endpoint, offline, etagTimeout, downloadTimeout } = await hubSettings({ token: false });
      const token = (await new HubEnvironment().token()) ?? null;
      ours.push([
        normalize(cacheFolder ?? ""),
        endpoint,
        offline !== undefined,
        etagTimeout / 1000,
        downloadTimeout / 1000,
        token,
      ]);
      for (const name of Object.keys(environment)) vi.stubEnv(name, undefined);
    }
    expect(ours).toEqual(theirs);
  });
});

describe.skipIf(reason)(`the cache shared with Python${reason}`, () => {
  const texts = [...Object.values(FILES)];

  it("filled by Python is read offline, and online without a download", async () => {
    setting.hub.commit(MODEL, FILES, { large: ["spiece.model"] });
    expect(await readInPython("")).toEqual([[...texts, "EntryNotFoundError"], [], [MODEL]]);
    const before = setting.tree();
    setting.hub.forget();
    expect(await readHere({ local_files_only: true })).toEqual([...texts, undefined]);
    expect(setting.hub.log).toEqual([]);
    expect(await readHere({})).toEqual([...texts, undefined]);
    expect(setting.hub.log).toEqual(["HEAD tokenizer_config.json", "HEAD tokenizer_config.json"]);
    expect(setting.tree()).toEqual(before);
  });

  it("filled by this library is read by Python offline, and online without a download", async () => {
    setting.hub.commit(MODEL, FILES, { large: ["spiece.model"] });
    await readHere({});
    const before = setting.tree();
    setting.hub.forget();
    const offline = await readInPython("local_files_only=True");
    expect(offline).toEqual([[...texts, "LocalEntryNotFoundError"], [], [MODEL]]);
    expect(await readInPython("")).toEqual([[...texts, "EntryNotFoundError"], [], [MODEL]]);
    expect(setting.hub.log.filter((line) => !line.startsWith("HEAD"))).toEqual([]);
    expect(setting.tree(join(setting.cache, "models--tohoku-nlp--neko"))).toEqual(
      before.map((line) => line.replace("models--tohoku-nlp--neko/", "")),
    );
  });
});
