import { namesIn } from "#platform";
import { proposal } from "../base/nearest.js";

/** The end of an error's `expected` that proposes a file or folder beside a missing one; empty if none is near. */
export async function proposalBeside(path: string): Promise<string> {
  const [, parent = "", name] = /^(.*[/\\])?([^/\\]*)$/s.exec(path.replace(/[/\\]+$/, "")) ?? [];
  if (!name) return "";
  return proposal(name, await namesIn(parent === "" ? "." : parent)).replace("did you mean ", `did you mean ${parent}`);
}
