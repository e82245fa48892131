import { isLanguage, type Language } from "./language.js";

/** The contents of a link to the page. */
export interface State {
  readonly text: string;
  readonly model: string;
  /** The model to compare with; empty for none. */
  readonly other: string;
  readonly language: Language;
}

const FIRST: State = {
  text: "東北大学の自然言語処理を、ﾌﾞﾗｳｻﾞで試す。",
  model: "bert-base-japanese-char-v3",
  other: "",
  language: "en",
};

/** The state of a link, or the first one. */
export function stateOf(hash: string, preferred: string): State {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const language = fields.get("language") ?? (preferred.startsWith("ja") ? "ja" : "en");
  return {
    text: fields.get("text") ?? FIRST.text,
    model: fields.get("model") ?? FIRST.model,
    other: fields.get("with") ?? FIRST.other,
    language: isLanguage(language) ? language : FIRST.language,
  };
}

/** The part of a link that holds a state. */
export function hashOf({ text, model, other, language }: State): string {
  const fields = new URLSearchParams({ model, ...(other && { with: other }), language, text });
  return `#${fields}`;
}
