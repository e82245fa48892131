import { NATURAL, OBJECT, type OptionKind } from "../base/options.js";
import type { SignalLike } from "../base/web-types.js";
import type { TimeLimit } from "./time-limit.js";

/** One step in loading a file, in the shape of transformers.js's events. */
export interface ProgressEvent {
  /**
   * "initiate": the search for the file starts; "download": the download starts; "progress": a piece came; "done": the
   * file is loaded, or does not exist.
   */
  readonly status: "initiate" | "download" | "progress" | "done";
  /** The model's name, as the caller gave it; the dictionary's, if it is loaded alone. */
  readonly name: string;
  readonly file: string;
  /** For "progress": the bytes so far. For "done": the file's bytes; undefined if it does not exist or came from the cache. */
  readonly loaded?: number;
  /** For "progress" and "done": all bytes, as far as the server reports them. */
  readonly total?: number;
  /** For "progress": percent, 0 to 100. */
  readonly progress?: number;
}

/** A function that is called for each step of loading a model's files. */
export type ProgressCallback = (event: ProgressEvent) => void;

/** The most bytes of a file that comes from a server, unless a caller allows another number. */
export const MOST_FILE_BYTES = 2 ** 29;

/** A caller's part in a load: the receiver of its progress, the signal that stops it, and its bounds. */
export interface Watch {
  /** The model's name in events. */
  readonly name?: string;
  readonly progress_callback?: ProgressCallback | undefined;
  readonly signal?: SignalLike | undefined;
  /** The most bytes of a file that comes from a server; default {@link MOST_FILE_BYTES}. */
  readonly max_file_bytes?: number | undefined;
  /** The time by which files of servers must be there; default {@link DEFAULT_LOAD_SECONDS} from the call on. */
  readonly limit?: TimeLimit | undefined;
}

/** Receives the number of bytes so far, and of all bytes; the latter is undefined if nobody knows it. */
export type ByteCount = (loaded: number, total: number | undefined) => void;

/**
 * Reads a file and reports each step. It rejects with the signal's reason as soon as the signal is aborted.
 *
 * @param file the file's name in events
 * @param read reads the file and counts its bytes; undefined means that it does not exist
 */
export async function watched<Bytes extends Uint8Array | undefined>(
  file: string,
  { name = file, progress_callback, signal }: Watch,
  read: (count: ByteCount) => Promise<Bytes>,
): Promise<Bytes> {
  signal?.throwIfAborted();
  progress_callback?.({ status: "initiate", name, file });
  let isDownload = false;
  const count: ByteCount = (loaded, total) => {
    if (!progress_callback || signal?.aborted) return;
    if (!isDownload) progress_callback({ status: "download", name, file });
    isDownload = true;
    const known = total === undefined ? {} : { total, progress: total === 0 ? 100 : (100 * loaded) / total };
    progress_callback({ status: "progress", name, file, loaded, ...known });
  };
  const bytes = await untilAborted(read(count), signal);
  const size = bytes && { loaded: bytes.length, total: bytes.length };
  progress_callback?.({ status: "done", name, file, ...size });
  return bytes;
}

/** The result of some work; rejects with the signal's reason as soon as it is aborted, even if the work goes on. */
export function untilAborted<Result>(work: Promise<Result>, signal: SignalLike | undefined): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** A bound for the bytes of a file. */
export const FILE_BOUND: OptionKind = {
  allows: (value) => NATURAL.allows(value) && value !== 0,
  expected: "a whole number of bytes from 1 on",
};

/** An AbortSignal, also one of another realm or of a polyfill. */
export const SIGNAL: OptionKind = {
  allows: (value) => OBJECT.allows(value) && "aborted" in (value as object) && "addEventListener" in (value as object),
  expected: "an AbortSignal, the signal of an AbortController",
};
