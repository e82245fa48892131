import { type Language, say } from "./language.js";

const SHOWN_MILLISECONDS = 1200;

/** Copies a text, which the button that asked for it says for a moment. */
export async function copyText(text: string, button: HTMLElement, language: Language): Promise<void> {
  await navigator.clipboard.writeText(text);
  const copied = say(language, "copied");
  const { textContent } = button;
  if (textContent === copied) return;
  button.textContent = copied;
  setTimeout(() => {
    button.textContent = textContent;
  }, SHOWN_MILLISECONDS);
}
