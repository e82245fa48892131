import { pathOf } from "#platform";
import type { OptionKind } from "../base/options.js";
import type { BlobLike, ResponseLike, UrlLike } from "../base/web-types.js";

/**
 * A file that a caller gives: its bytes, a Blob, File or Response that holds them, or its address. A string is an address;
 * in Node one without http:, https:, file:, blob: or data: is a path, and in a page it is relative to the page.
 */
export type FileSource = Uint8Array | ArrayBuffer | ArrayBufferView | BlobLike | ResponseLike | UrlLike | string;

/** The form of a file's source. Objects of other realms, such as frames, count as well. */
export type SourceForm = "location" | "bytes" | "blob" | "response";

const FORMS: Readonly<Record<string, SourceForm>> = {
  ArrayBuffer: "bytes",
  SharedArrayBuffer: "bytes",
  Blob: "blob",
  File: "blob",
  Response: "response",
  URL: "location",
};

/** The form of a value; undefined if it is not a source of a file. */
export function formOf(value: unknown): SourceForm | undefined {
  if (typeof value === "string") return value.includes("\n") ? undefined : "location";
  if (ArrayBuffer.isView(value)) return "bytes";
  return FORMS[Object.prototype.toString.call(value).slice("[object ".length, -1)];
}

/** The values that are a file. A string with line breaks is a file's text rather than its address. */
export const FILE_SOURCE: OptionKind = {
  allows: (value) => formOf(value) !== undefined,
  expected:
    "a file: its address or path, a URL, its bytes (Uint8Array, ArrayBuffer), a Blob, a File or a Response; " +
    "text as new TextEncoder().encode(text), a promise awaited",
};

/** The name that a source shows of itself in messages: its address without secrets, or the name of a File. */
export function nameOf(source: FileSource): string | undefined {
  if (typeof source === "string") return shown(source);
  if ("href" in source) return shown(source.href);
  if ("url" in source && source.url !== "") return shown(source.url);
  return "name" in source && typeof source.name === "string" ? source.name : undefined;
}

/** The scheme of an address. A drive of Windows has one letter. */
const SCHEME = /^\s*([a-z][a-z\d+.-]+):/i;

/**
 * An address without user, password, query and fragment, which may hold secrets; of a malformed one and of a data:
 * address only the beginning. A path is shown whole.
 */
export function shown(given: string): string {
  // URL parsers leave these out, so that they may not hide a scheme.
  const address = given.replace(/[\t\r\n]|^[\0-\x20]+/g, "");
  if (/^\s*data:/i.test(address)) return `${address.slice(0, 32)}…`;
  const scheme = SCHEME.exec(address)?.[1];
  if (scheme === undefined)
    return isPath(address) ? address : address.replace(/[?#].*$/s, "").replace(/^([/\\]{2})[^/\\]*@/, "$1");
  if (!URL.canParse(address)) return `${scheme}:…`;
  const { protocol, host, pathname } = new URL(address);
  return host === "" ? `${protocol}${pathname.replace(/^.*@/s, "…")}` : `${protocol}//${host}${pathname}`;
}

/** True for a path of this machine; a browser has none, so that a string there is an address relative to the page's. */
function isPath(address: string): boolean {
  return !/^[/\\]{2}[^/\\]*@/.test(address) && pathOf(address) !== undefined;
}

/** True if an address names a user or a password. */
export function hasCredentials(address: UrlLike | string): boolean {
  const text = typeof address === "string" ? address : address.href;
  if (!SCHEME.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username + password !== "";
}
