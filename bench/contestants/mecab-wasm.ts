/**
 * MeCab compiled to WebAssembly for browsers, with IPADIC. It refuses to run in Node, so this script imitates the parts of
 * a web page that it looks at.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Folder of the installed package. */
  readonly folder: string;
}

interface MecabWasm {
  waitReady(): Promise<void>;
  query(text: string): { readonly word: string }[];
}

/** The part of XMLHttpRequest that mecab-wasm uses to load its files. */
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
  // mecab-wasm logs lines that it cannot analyse, but standard output is reserved for answers.
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
