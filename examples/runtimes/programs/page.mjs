/**
 * The opening of a page: in the browser that the variable BROWSER_PATH names, or in a stand-in. The stand-in runs the
 * scripts in Node, loaded over HTTP, with import.meta.url as in a browser.
 */
import { runInThisContext, SourceTextModule } from "node:vm";

const modules = new Map();
/** The page's import map. */
let imports = {};

/** Opens a page and returns the line of JSON that it writes with console.log. The stand-in needs --experimental-vm-modules. */
export async function runPage(url) {
  if (process.env.BROWSER_PATH) return (await import("./browser.mjs")).runPageInBrowser(url);
  const page = await (await fetch(url)).text();
  const [, map] = /<script type="?importmap"?>(.*?)<\/script>/s.exec(page) ?? [];
  if (map) imports = JSON.parse(map).imports;
  globalThis.location = new URL(url);
  // Vite's code asks whether links can preload modules.
  globalThis.document = { baseURI: url, createElement: () => ({ relList: { supports: () => true } }) };
  const line = new Promise((resolve, reject) => {
    process.once("unhandledRejection", reject);
    const { log } = console;
    console.log = (text) => {
      console.log = log;
      resolve(text);
    };
  });
  for (const [, attributes] of page.matchAll(/<script([^>]*)>/g)) {
    const [, address] = /\bsrc="?([^"\s>]+)/.exec(attributes) ?? [];
    // Vite's client reloads pages, which there are none of here.
    if (address === undefined || address.includes("@vite/client")) continue;
    const script = new URL(address, url).href;
    if (/\btype="?module/.test(attributes)) await evaluated(script);
    else await runScript(script);
  }
  return line;
}

async function runScript(url) {
  const source = await (await fetch(url)).text();
  globalThis.document.currentScript = { src: url, tagName: "SCRIPT" };
  runInThisContext(source, { filename: url, importModuleDynamically: (name) => evaluated(new URL(name, url).href) });
  globalThis.document.currentScript = null;
}

async function evaluated(url) {
  const module = await load(url);
  if (module.status === "unlinked") await module.link((name, { identifier }) => load(new URL(name, identifier).href));
  if (module.status === "linked") await module.evaluate();
  return module;
}

function load(url) {
  const known = modules.get(url) ?? fetchModule(url);
  modules.set(url, known);
  return known;
}

async function fetchModule(url) {
  const source = await (await fetch(url)).text();
  return new SourceTextModule(source, {
    identifier: url,
    initializeImportMeta: (meta) => {
      meta.url = url;
      meta.resolve = (name) => new URL(imports[name] ?? name, url).href;
    },
    importModuleDynamically: (name) => evaluated(new URL(name, url).href),
  });
}
