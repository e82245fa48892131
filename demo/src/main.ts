import { MeCab } from "tohoku-tokenizers/mecab";
import { normalizeNfkc } from "tohoku-tokenizers/normalize";
import { type Analysis, analyze, firstDifference } from "./analysis.js";
import { copyText } from "./copy-text.js";
import { element } from "./element.js";
import { type Language, say, type Word } from "./language.js";
import { LatticePicture } from "./lattice-picture.js";
import { Loader } from "./loader.js";
import { BUILT_IN, dictionaryOf, isOfBytes, OTHERS, OWN } from "./models.js";
import { ResultView } from "./result-view.js";
import { hashOf, type State, stateOf } from "./state.js";
import { lightUp } from "./tokens-view.js";

/** A longer text's lattice would not fit on a page. */
const LONGEST_LATTICE = 40;
const find = <Kind extends HTMLElement>(selector: string): Kind => document.querySelector(selector) as Kind;
const text = find<HTMLTextAreaElement>("#text");
const model = find<HTMLSelectElement>("#model");
const other = find<HTMLSelectElement>("#other");
const files = find<HTMLInputElement>("#files");
const status = find("#status");
const results = find("#results");
const lattice = find<HTMLDetailsElement>("#lattice");
const picture = new LatticePicture(find("#lattice .picture"), find("#lattice .note"));
const loader = new Loader();
/** The views of the models that are shown. */
let views: readonly ResultView[] = [];
let state: State = stateOf(location.hash, navigator.language);
/** The number of the newest work: what an older one finds is no longer shown. */
let newest = 0;

function change(values: Partial<State>): void {
  state = { ...state, ...values };
  history.replaceState(null, "", hashOf(state));
  void show();
}

/** Writes all words of the page in its language. */
function speak(language: Language): void {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll<HTMLElement>("[data-say]")) {
    one.textContent = say(language, one.dataset.say as Word);
  }
  const button = find("#language");
  button.textContent = language === "ja" ? "English" : "日本語";
  button.lang = language === "ja" ? "en" : "ja";
  fillChoices(language);
}

function fillChoices(language: Language): void {
  const groups = () => [
    groupOf(
      say(language, "builtIn"),
      BUILT_IN.map(({ name }) => name),
    ),
    groupOf(
      say(language, "needs"),
      OTHERS.map(({ name }) => name),
    ),
  ];
  model.replaceChildren(...groups(), optionOf(OWN, say(language, "own")));
  other.replaceChildren(optionOf("", say(language, "none")), ...groups(), optionOf(OWN, say(language, "own")));
  model.value = state.model;
  other.value = state.other;
}

function groupOf(label: string, names: readonly string[]): HTMLOptGroupElement {
  const group = document.createElement("optgroup");
  group.label = label;
  group.append(...names.map((name) => optionOf(name, name)));
  return group;
}

function optionOf(value: string, label: string): HTMLOptionElement {
  const option = document.createElement("option");
  option.value = value;
  option.textContent = label;
  return option;
}

/** Shows the tokens of the text for the models that are chosen. */
async function show(): Promise<void> {
  const work = ++newest;
  const names = state.other === "" ? [state.model] : [state.model, state.other];
  try {
    const analyses: Analysis[] = [];
    for (const name of names) {
      const tokenizer = await loader.load(name, (loaded, total) => showProgress(name, loaded, total));
      analyses.push(await analyze(tokenizer, state.text, isOfBytes(name)));
    }
    if (work !== newest) return;
    status.replaceChildren();
    showResults(names, analyses);
    await showLattice(work);
  } catch (error) {
    if (work === newest) showFailure(error);
  }
}

function showProgress(name: string, loaded: number, total: number | undefined): void {
  const bar = document.createElement("progress");
  if (total !== undefined) {
    bar.max = total;
    bar.value = loaded;
  }
  bar.setAttribute("aria-label", `${say(state.language, "loading")} ${name}`);
  status.replaceChildren(`${say(state.language, "loading")} ${name} `, bar);
}

function showFailure(error: unknown): void {
  const what = element("p", "failure");
  what.textContent = say(state.language, "failed");
  const reason = element("code", "");
  reason.textContent = error instanceof Error ? error.message : String(error);
  status.replaceChildren(what, reason);
  results.replaceChildren();
  views = [];
  lattice.hidden = true;
}

function showResults(names: readonly string[], analyses: readonly Analysis[]): void {
  const { language } = state;
  const isSame = names.length === views.length && views.every((view, at) => view.name === names[at]);
  if (!isSame || views[0].language !== language) {
    views = names.map((name) => new ResultView(name, language));
    results.replaceChildren(...views.map((view) => view.element));
  }
  const unchanged = Math.min(...views.map((view, at) => firstDifference(view.analysis, analyses[at])));
  for (const [at, view] of views.entries()) view.update(analyses[at], analyses[1 - at], unchanged);
}

async function showLattice(work: number): Promise<void> {
  const dictionary = dictionaryOf(state.model);
  // This is what the models with MeCab give it.
  const line = normalizeNfkc(state.text.split("\n")[0]);
  lattice.hidden = dictionary === undefined || line === "" || line.length > LONGEST_LATTICE;
  if (lattice.hidden || !lattice.open || dictionary === undefined) return;
  const mecab = await MeCab.load(dictionary);
  if (work !== newest) return;
  picture.show(mecab, line, state.language);
}

async function take(list: FileList | null | undefined): Promise<void> {
  if (!list || list.length === 0) return;
  try {
    const name = await loader.take([...list], state.model);
    model.value = name;
    change({ model: name });
  } catch (error) {
    newest++;
    showFailure(error);
  }
}

text.value = state.text;
text.addEventListener("input", () => change({ text: text.value }));
model.addEventListener("change", () => change({ model: model.value }));
other.addEventListener("change", () => change({ other: other.value }));
files.addEventListener("change", () => {
  void take(files.files);
  // The same file may be chosen again, for another model.
  files.value = "";
});
lattice.addEventListener("toggle", () => void showLattice(newest));
find("#link").addEventListener("click", ({ currentTarget }) => {
  void copyText(location.href, currentTarget as HTMLElement, state.language);
});
find("#language").addEventListener("click", () => {
  const language = state.language === "ja" ? "en" : "ja";
  state = { ...state, language };
  speak(language);
  change({ language });
});
for (const kind of ["dragover", "dragleave", "drop"] as const) {
  document.body.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dragging", kind === "dragover");
    if (kind === "drop") void take(event.dataTransfer?.files);
  });
}
window.addEventListener("hashchange", () => {
  state = stateOf(location.hash, navigator.language);
  text.value = state.text;
  speak(state.language);
  void show();
});
// If a browser forbids it, the page still works with a network.
navigator.serviceWorker?.register("service-worker.js").catch(() => undefined);
lightUp(results);
speak(state.language);
void show();
