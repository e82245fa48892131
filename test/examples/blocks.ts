/** Finds the examples: the code blocks of the documents and the `@example` blocks of docstrings. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A piece of code in a document or in a docstring. */
export interface Block {
  /** The path from the repository's root, and the number of the first line of code. */
  readonly file: string;
  readonly line: number;
  /** The word after the fence: "ts", "sh", "text", … */
  readonly language: string;
  /** True if the block says `no-run`: it is only type-checked. */
  readonly isRun: boolean;
  /** True if it is an `@example`, which may leave out its imports. */
  readonly isDocstring: boolean;
  readonly code: string;
}

/** The paths of README.md, CONTRIBUTING.md, CHANGELOG.md and the documents in docs/, from the repository's root. */
export function documentFiles(): string[] {
  const docs = readdirSync(join(ROOT, "docs")).filter((file) => file.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docs.sort().map((file) => `docs/${file}`)];
}

/** All code blocks of the documents. */
export function documentBlocks(): Block[] {
  return documentFiles().flatMap((file) => blocksOfMarkdown(readFileSync(join(ROOT, file), "utf8"), file));
}

/** The `@example` blocks of all docstrings in src/. */
export function docstringBlocks(): Block[] {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  return sources
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .flatMap((file) => blocksOfSource(readFileSync(join(ROOT, "src", file), "utf8"), `src/${file}`));
}

/** The fenced code blocks of a Markdown text. */
export function blocksOfMarkdown(markdown: string, file: string): Block[] {
  const blocks: Block[] = [];
  const fences = /^```([^\n]*)\n([\s\S]*?)^```$/gm;
  for (const { 1: info, 2: code, index } of markdown.matchAll(fences)) {
    const [language = "", ...words] = info.trim().split(/\s+/);
    const line = lineAt(markdown, index) + 1;
    blocks.push({ file, line, language, isRun: !words.includes("no-run"), isDocstring: false, code });
  }
  return blocks;
}

/** The text after each `@example` up to the next tag or the docstring's end, without the leading asterisks. */
export function blocksOfSource(source: string, file: string): Block[] {
  const blocks: Block[] = [];
  for (const { 0: comment, index } of source.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const examples = /^[ \t]*\*[ \t]*@example[^\n]*\n((?:[ \t]*\*(?![/])(?![ \t]*@)[^\n]*\n?)*)/gm;
    for (const example of comment.matchAll(examples)) {
      const lines = example[1].split("\n").map((line) => line.replace(/^[ \t]*\* ?/, "").replace(/\*\/$/, ""));
      const code = lines.map((line) => (line.startsWith("```") ? "" : line)).join("\n");
      const line = lineAt(source, index + example.index) + 1;
      blocks.push({ file, line, language: "ts", isRun: !/```ts no-run/.test(example[1]), isDocstring: true, code });
    }
  }
  return blocks;
}

/** The number of the line that holds a position, from 1. */
function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
