import type { Analysis } from "./analysis.js";

/** The texts that a person can copy from an analysis. */
export type Copy = "ids" | "json" | "python" | "typescript";

/** The ids, the tokens as JSON, or a program that gives them. */
export function copyOf(kind: Copy, model: string, { text, ids, blocks }: Analysis): string {
  const given = JSON.stringify(text);
  switch (kind) {
    case "ids":
      return ids.join(" ");
    case "json": {
      const tokens = blocks.flatMap((block) =>
        block.flatMap(({ start, end, tokens: all }) =>
          all.map((token) => ({ token: token.text, id: token.id, start, end })),
        ),
      );
      return JSON.stringify({ model, text, tokens }, null, 2);
    }
    case "python":
      return [
        "from transformers import AutoTokenizer",
        "",
        `tokenizer = AutoTokenizer.from_pretrained("tohoku-nlp/${model}")`,
        `print(tokenizer.encode(${given}))  # [${ids.join(", ")}]`,
        "",
      ].join("\n");
    case "typescript":
      return [
        'import { AutoTokenizer } from "tohoku-tokenizers";',
        "",
        `const tokenizer = await AutoTokenizer.from_pretrained("tohoku-nlp/${model}");`,
        `console.log(tokenizer.encode(${given})); // [${ids.join(", ")}]`,
        "",
      ].join("\n");
  }
}
