import type { Analysis } from "./analysis.js";
import { type Copy, copyOf } from "./copies.js";
import { copyText } from "./copy-text.js";
import { element } from "./element.js";
import { type Language, say, type Word } from "./language.js";
import { dictionaryOf, OWN } from "./models.js";
import { TokensView } from "./tokens-view.js";

const COPIES: readonly (readonly [Copy, Word])[] = [
  ["ids", "copyIds"],
  ["json", "copyJson"],
  ["python", "copyPython"],
  ["typescript", "copyTypeScript"],
];

/** The result of a model for the text: counts, copies and tokens. */
export class ResultView {
  readonly element = element("article", "result");
  readonly #facts = element("p", "facts");
  readonly #tokens = new TokensView();
  #analysis: Analysis | undefined;

  constructor(
    readonly name: string,
    readonly language: Language,
  ) {
    const title = element("h2", "");
    title.textContent = name === OWN ? say(language, "own") : name;
    this.element.append(title, this.#facts, this.#copies(), this.#tokens.element);
  }

  get analysis(): Analysis | undefined {
    return this.#analysis;
  }

  /**
   * @param other the analysis to compare with
   * @param firstDifference the place in the text before which nothing has changed
   */
  update(analysis: Analysis, other: Analysis | undefined, firstDifference: number): void {
    this.#analysis = analysis;
    const { ids, maximum } = analysis;
    this.#facts.textContent = this.#factsOf(analysis).join(" · ");
    this.#facts.classList.toggle("over", maximum !== undefined && ids.length > maximum);
    this.#tokens.update(analysis, other, say(this.language, "cut"), firstDifference);
  }

  #factsOf({ ids, wordCount, unknownCount, maximum }: Analysis): string[] {
    const { language, name } = this;
    const facts = [`${ids.length} ${say(language, "ids")}`];
    if (maximum !== undefined) facts[0] += `, ${say(language, "maximum")} ${maximum}`;
    // Models without MeCab have no words of their own.
    const hasWords = wordCount > 0 && (name === OWN || dictionaryOf(name) !== undefined);
    if (hasWords) facts.push(`${wordCount} ${say(language, "words")}`);
    if (unknownCount > 0) facts.push(`${unknownCount} ${say(language, "unknown")}`);
    return facts;
  }

  #copies(): HTMLElement {
    const view = element("div", "copies");
    view.append(`${say(this.language, "copy")} `);
    for (const [kind, word] of COPIES) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = say(this.language, word);
      button.addEventListener("click", () => {
        if (this.#analysis) void copyText(copyOf(kind, this.name, this.#analysis), button, this.language);
      });
      view.append(button);
    }
    return view;
  }
}
