/** Makes a tokenizer of the picked files, and shows the tokens of the text and their ids, word by word. */
import { AutoTokenizer } from "tohoku-tokenizers";

const [model, files, folder, status, text, tokens] = ["model", "files", "folder", "status", "text", "tokens"].map(
  (id) => document.getElementById(id),
);

let tokenizer;
let picked;
let loading = new AbortController();

/** Loads the tokenizer of the picked files; a load that is still under way is aborted. */
async function load() {
  if (!picked) return;
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  tokenizer = undefined;
  show();
  tell("Loading…");
  try {
    tokenizer = await AutoTokenizer.from_pretrained(model.value, {
      files: picked,
      signal,
      progress_callback: ({ file, progress }) => progress && tell(`Loading ${file}: ${Math.round(progress)} %`),
    });
    tell(`${tokenizer.vocab_size.toLocaleString("en")} ids in the vocabulary.`);
    show();
  } catch (error) {
    // Files that were picked later are being loaded.
    if (!signal.aborted) tell(error.message, true);
  }
}

function tell(message, isFailure = false) {
  status.textContent = message;
  status.classList.toggle("failed", isFailure);
}

function show() {
  tokens.replaceChildren();
  if (!tokenizer) return;
  const { input_ids, word_ids } = tokenizer(text.value, { return_word_ids: true });
  const names = tokenizer.convert_ids_to_tokens(input_ids);
  let word;
  input_ids.forEach((id, index) => {
    const isSpecial = word_ids[index] === null;
    if (isSpecial || word_ids[index] !== word_ids[index - 1]) {
      word = element("span", "word");
      tokens.append(word);
    }
    const token = element("span", isSpecial ? "token special" : "token", names[index]);
    token.append(element("span", "id", id));
    word.append(token);
  });
}

function element(name, className, content = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}

for (const [input, other] of [
  [files, folder],
  [folder, files],
]) {
  input.addEventListener("change", () => {
    if (input.files.length === 0) return;
    picked = input.files;
    // The browser empties the list of an input that is reset, but not this one.
    other.value = "";
    load();
  });
}
model.addEventListener("change", load);
text.addEventListener("input", show);
