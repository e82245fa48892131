import { latticeSvg, type MeCab } from "tohoku-tokenizers/mecab";
import { element } from "./element.js";
import { type Language, say } from "./language.js";

/** The lattice of a text, where a click on a word forces the path through it. */
export class LatticePicture {
  readonly #figure: HTMLElement;
  readonly #note: HTMLElement;
  #drawing: { readonly mecab: MeCab; readonly text: string; readonly language: Language } | undefined;

  /**
   * @param figure takes the picture
   * @param note takes what the path costs
   */
  constructor(figure: HTMLElement, note: HTMLElement) {
    this.#figure = figure;
    this.#note = note;
    figure.addEventListener("click", ({ target }) => this.#choose(target));
    figure.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      // A space would scroll the page.
      if (this.#choose(event.target)) event.preventDefault();
    });
  }

  show(mecab: MeCab, text: string, language: Language): void {
    this.#drawing = { mecab, text, language };
    this.#draw(undefined);
  }

  /** Forces the path through the word of an element. Returns false if it is not one of a word. */
  #choose(target: EventTarget | null): boolean {
    const box = target instanceof Element ? target.closest<SVGGElement>("[role=button]") : null;
    if (!box) return false;
    const through = Number(box.dataset.node);
    this.#draw(through);
    this.#figure.querySelector<SVGGElement>(`[data-node="${through}"]`)?.focus();
    return true;
  }

  #draw(through: number | undefined): void {
    if (!this.#drawing) return;
    const { mecab, text } = this.#drawing;
    const free = mecab.lattice(text);
    const nodes = through === undefined ? free : mecab.lattice(text, { through });
    this.#figure.innerHTML = latticeSvg(text, nodes);
    const picture = this.#figure.firstElementChild;
    // An image has no buttons.
    picture?.setAttribute("role", "group");
    for (let index = 1; index < nodes.length - 1; index++) {
      const box = this.#figure.querySelector<SVGGElement>(`[data-node="${index}"]`);
      box?.setAttribute("role", "button");
      box?.setAttribute("tabindex", "0");
      box?.setAttribute("aria-pressed", String(index === through));
    }
    this.#explain(nodes[through ?? 0].surface, (nodes.at(-1)?.totalCost ?? 0) - (free.at(-1)?.totalCost ?? 0), through);
  }

  #explain(word: string, more: number, through: number | undefined): void {
    const language = this.#drawing?.language ?? "en";
    if (through === undefined) {
      this.#note.textContent = say(language, "forceHint");
      return;
    }
    const cost = say(language, more === 0 ? "costsSame" : "costsMore");
    const back = element("button", "") as HTMLButtonElement;
    back.type = "button";
    back.textContent = say(language, "bestPath");
    back.addEventListener("click", () => this.#draw(undefined));
    this.#note.replaceChildren(`${cost.replace("{word}", word).replace("{cost}", String(more))} `, back);
  }
}
