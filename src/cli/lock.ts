import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { ResourceError } from "../base/errors.js";
import { notWritable } from "./output.js";

/**
 * Takes a lock, so that two processes do not write the same file. The lock of a process that was killed has no effect.
 *
 * @param path the path of the lock, a file with the number of the process
 * @returns a function that gives the lock back
 * @throws ResourceError if a running process has the lock, or if the file cannot be written
 */
export function takeLock(path: string): () => void {
  const owner = ownerOf(path);
  if (owner !== undefined && owner !== process.pid && isRunning(owner)) {
    throw new ResourceError("--output", `process ${owner} at work on it`, `one run at a time; else delete ${path}`);
  }
  try {
    writeFileSync(path, String(process.pid));
  } catch (cause) {
    throw notWritable(path, cause);
  }
  return () => rmSync(path, { force: true });
}

function ownerOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
