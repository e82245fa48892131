/** MeCab compiled for browsers, with IPADIC. It refuses to run in Node, so it is shown as much of a page as it looks at. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Where the package is. */
  readonly folder: string;
}

interface MecabWasm {
  waitReady(): Promise<void>;
  query(text: string): { readonly word: string }[];
}

/** The part of XMLHttpRequest that it loads its files with. */
class FileRequest {
  readonly status = 200;
  response: ArrayBuffer | undefined;
  onload: (() => void) | undefined;
  #url = "";

  open(_method: string, url: string): void {
    this.#url = url;
  }

  send(): void {
    const bytes = new Uint8Array(readFileSync(new URL(this.#url)));
    this.response = bytes.buffer;
    queueMicrotask(() => this.onload?.());
  }
}

await serveWork<Settings>(async ({ folder }) => {
  const nodeProcess = Object.getOwnPropertyDescriptor(globalThis, "process") ?? {};
  const page = { location: { pathname: "/" }, encodeURIComponent };
  Object.assign(globalThis, { window: page, XMLHttpRequest: FileRequest });
  Object.defineProperty(globalThis, "process", { value: undefined, configurable: true });
  const loaded: Promise<{ default: MecabWasm }> = import(pathToFileURL(join(folder, "lib", "mecab.js")).href);
  const { default: mecab } = await loaded.finally(() => Object.defineProperty(globalThis, "process", nodeProcess));
  await mecab.waitReady();
  // It says so there when it can make nothing of a line; answers go to standard output, nothing else.
  console.log = console.error;
  return {
    outputOf: (line) =>
      mecab
        .query(line)
        .map(({ word }) => word)
        .join(" "),
    run: (line) => mecab.query(line).length,
  };
});
