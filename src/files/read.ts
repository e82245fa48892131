import { openResource } from "#platform";
import { copyOf, joinBytes, ownBytes } from "../base/buffers.js";
import { codeOf, reasonOf } from "../base/causes.js";
import { ResourceError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { checkValue } from "../base/options.js";
import type { BlobLike, UrlLike } from "../base/web-types.js";
import { proposalBeside } from "./beside.js";
import { FILE_SOURCE, type FileSource, formOf, hasCredentials, nameOf, shown } from "./source.js";
import { DEFAULT_LOAD_SECONDS, TimeLimit } from "./time-limit.js";
import { type ByteCount, MOST_FILE_BYTES, type Watch, watched } from "./watch.js";

/** The names of a file in events and errors. */
export interface Reading {
  /** The file's name in events, and in errors before its address. */
  readonly file: string;
  /** The file that is expected, and what to do if it is not there, in words for errors. */
  readonly expected?: string;
  readonly watch?: Watch | undefined;
}

/** Statuses of a server that does not have a file. Stores of files answer 403 where lists of files are forbidden. */
const ABSENT: ReadonlySet<number> = new Set([403, 404, 410]);
const FORBIDDEN = 403;
const log = new OnceLog();
const NOTHING = new Uint8Array(0);

/**
 * Reads a file from whatever its caller gave.
 *
 * @returns the bytes, a copy of those of a given buffer
 * @throws OptionError if the source has none of the forms of {@link FileSource}
 * @throws ResourceError that names the file, its address and the reason; the signal's reason if it is aborted
 */
export async function readSource(source: FileSource, reading: Reading): Promise<Uint8Array> {
  checkValue(reading.file, source ?? null, FILE_SOURCE);
  const failure = failureOf(source, reading);
  return watched(reading.file, reading.watch ?? {}, async (count) => {
    if (formOf(source) === "location") return readLocation(source as UrlLike | string, reading, count);
    if (formOf(source) === "response") return take(source as Response, reading, count, failure);
    if (formOf(source) === "blob") {
      const buffer = await (source as BlobLike).arrayBuffer().catch((cause) => failure.throw(reasonOf(cause), cause));
      return ownBytes(new Uint8Array(buffer));
    }
    // A copy: the caller may change the memory later, and a file may be kept to be saved.
    try {
      if (!ArrayBuffer.isView(source)) return copyOf(new Uint8Array(source as ArrayBuffer));
      return copyOf(new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength));
    } catch (cause) {
      return failure.throw("bytes that were transferred to another thread", cause);
    }
  });
}

/**
 * Reads a file at a place, without progress events.
 *
 * @param count receives the number of bytes
 * @throws ResourceError as {@link readSource}
 */
export async function readLocation(
  location: UrlLike | string,
  reading: Reading,
  count: ByteCount,
): Promise<Uint8Array> {
  const failure = failureOf(location, reading);
  return request(location, reading, failure, (answer) => take(answer, reading, count, failure));
}

/**
 * Reads a file at an address that its server may not have.
 *
 * @returns undefined if the server does not have it, or answers with a page instead
 * @throws ResourceError as {@link readSource}
 */
export function readIfServed(location: URL, reading: Reading): Promise<Uint8Array | undefined> {
  const failure = failureOf(location, reading);
  return watched(reading.file, reading.watch ?? {}, (count) =>
    request(location, reading, failure, async (answer) => {
      if (!(answer instanceof Uint8Array) && ABSENT.has(answer.status)) {
        if (answer.status === FORBIDDEN) {
          const address = nameOf(location);
          log.warn(location.origin, `${address}: HTTP status 403; files that the server forbids count as missing`);
        }
        return undefined;
      }
      const bytes = await received(answer, reading, count, failure);
      return isWebPage(bytes) ? undefined : bytes;
    }),
  );
}

/** True if bytes are an HTML page, which servers of single-page applications send for any unknown address. */
export function isWebPage(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 64)).replace(/^\u00ef\u00bb\u00bf/, "");
  return /^\s*<(!doctype\s+html|html[\s>])/i.test(start);
}

const LFS_POINTER = "version https://git-lfs";

/** A description of a file that is often found in place of a model's file; undefined for any other file. */
export function standIn(bytes: Uint8Array): string | undefined {
  if (isWebPage(bytes)) return "a web page: the server answers unknown addresses with a page";
  const start = String.fromCharCode(...bytes.subarray(0, LFS_POINTER.length));
  return start === LFS_POINTER ? "a pointer of Git LFS: git lfs pull fetches the file itself" : undefined;
}

/** Throws the errors of one file. */
interface Failure {
  throw(found: string, cause?: unknown, advice?: string): never;
}

function failureOf(source: FileSource, { file, expected = "a file that can be read" }: Reading): Failure {
  const address = nameOf(source);
  const input = address === undefined || address === file ? file : `${file} (${address})`;
  return {
    throw: (found, cause, advice = "") => {
      throw new ResourceError(input, found, expected + advice, cause === undefined ? {} : { cause });
    },
  };
}

/** Opens a location and reads the answer. The request ends with the reading, also if that fails or takes too long. */
async function request<Result>(
  location: UrlLike | string,
  { watch }: Reading,
  failure: Failure,
  read: (answer: Uint8Array | Response) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  watch?.signal?.addEventListener("abort", abort, { once: true });
  if (watch?.signal?.aborted) abort();
  try {
    return await read(await open(location, watch, controller.signal, failure));
  } finally {
    watch?.signal?.removeEventListener("abort", abort);
    abort();
  }
}

async function open(
  location: UrlLike | string,
  watch: Watch | undefined,
  signal: AbortSignal,
  failure: Failure,
): Promise<Uint8Array | Response> {
  if (hasCredentials(location)) failure.throw("an address with a user or a password, which fetch refuses");
  try {
    return await limitOf(watch).race(openResource(location, signal));
  } catch (cause) {
    const address = typeof location === "string" ? location : location.href;
    if (shown(address) === address) failure.throw(reasonOf(cause), cause, await adviceOn(cause, location));
    // The cause may show parts of the address that are secret.
    const reason = reasonOf(cause);
    return failure.throw(/[@?]|\/\//.test(reason) ? (codeOf(cause) ?? "no answer") : reason);
  }
}

/** The end of a message about a path that cannot be read. */
async function adviceOn(cause: unknown, location: UrlLike | string): Promise<string> {
  const { code } = cause as { readonly code?: unknown };
  if (code === "EISDIR") return "; a folder goes into the option files";
  return code === "ENOENT" && typeof location === "string" ? proposalBeside(location) : "";
}

/** The bytes of an answer that is the file itself. */
async function take(
  answer: Uint8Array | Response,
  reading: Reading,
  count: ByteCount,
  failure: Failure,
): Promise<Uint8Array> {
  const bytes = await received(answer, reading, count, failure);
  const other = standIn(bytes);
  if (other !== undefined) failure.throw(other);
  return bytes;
}

async function received(
  answer: Uint8Array | Response,
  { watch = {} }: Reading,
  count: ByteCount,
  failure: Failure,
): Promise<Uint8Array> {
  if (answer instanceof Uint8Array) return answer;
  if (answer.type === "opaque") failure.throw("a response whose bytes the browser hides (mode no-cors)");
  if (!answer.ok) failure.throw(`HTTP status ${answer.status}`);
  if (answer.bodyUsed) failure.throw("a response that has been read before");
  const reader = answer.body?.getReader();
  if (!reader) return NOTHING;
  const total = totalOf(answer.headers);
  const most = watch.max_file_bytes ?? MOST_FILE_BYTES;
  const limit = limitOf(watch);
  const refuse = (found: string): never => {
    reader.cancel().catch(() => undefined);
    return failure.throw(found, undefined, `, of at most ${most} bytes (option max_file_bytes)`);
  };
  if (total !== undefined && total > most) refuse(`an answer of ${total} bytes`);
  const pieces: Uint8Array[] = [];
  let loaded = 0;
  for (;;) {
    const { done, value } = await limit.race(reader.read()).catch((cause) => {
      reader.cancel().catch(() => undefined);
      return failure.throw(reasonOf(cause), cause);
    });
    if (done) break;
    pieces.push(value);
    loaded += value.length;
    if (loaded > most) refuse("more bytes");
    count(loaded, total === undefined ? undefined : Math.max(total, loaded));
  }
  return pieces.length === 1 ? ownBytes(pieces[0]) : joinBytes(pieces);
}

function limitOf(watch: Watch | undefined): TimeLimit {
  return watch?.limit ?? new TimeLimit(DEFAULT_LOAD_SECONDS);
}

/** The number of bytes that a server announces; undefined if it packs them, so that their number is another. */
function totalOf(headers: Headers): number | undefined {
  const isPacked = (headers.get("Content-Encoding") ?? "identity") !== "identity";
  const length = headers.get("Content-Length");
  return isPacked || length === null ? undefined : Number(length) || 0;
}
