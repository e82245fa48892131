import { type Analysis, type Block, type Cell, hasSpan, type Token } from "./analysis.js";
import { element } from "./element.js";

/** The number of blocks that are drawn at a time, when they come into view. */
const BLOCKS_PER_PART = 40;

/** The tokens of a text. Parts that are far from the visible ones are drawn when they come near. */
export class TokensView {
  readonly element = element("div", "tokens");
  #analysis: Analysis | undefined;
  #other: Analysis | undefined;
  #cut = "";
  /** For each block, the number of tokens before it. */
  #firstTokens: readonly number[] = [];
  readonly #watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.#draw(target as HTMLElement);
    },
    { rootMargin: "50px" },
  );

  /**
   * Shows other tokens. Parts that lie wholly before the first difference stay as they are.
   *
   * @param other the tokens to compare with
   * @param cut the words at the place where the model cuts
   * @param firstDifference the place in the text before which neither analysis has changed
   */
  update(analysis: Analysis, other: Analysis | undefined, cut: string, firstDifference: number): void {
    this.#analysis = analysis;
    this.#other = other;
    this.#cut = cut;
    let tokenCount = 0;
    this.#firstTokens = analysis.blocks.map((block) => {
      const first = tokenCount;
      tokenCount += block.reduce((sum, { tokens }) => sum + tokens.length, 0);
      return first;
    });
    const kept = this.#keptParts(analysis.blocks, firstDifference);
    for (const old of [...this.element.children].slice(kept)) {
      this.#watcher.unobserve(old);
      old.remove();
    }
    for (let first = kept * BLOCKS_PER_PART; first < analysis.blocks.length; first += BLOCKS_PER_PART) {
      const part = element("div", "part waiting");
      part.dataset.first = String(first);
      this.element.append(part);
      if (first === 0) this.#draw(part);
      else this.#watcher.observe(part);
    }
  }

  /** The number of parts at the beginning that stay as they are. Those that wait are drawn from what is shown now. */
  #keptParts(blocks: readonly Block[], firstDifference: number): number {
    const { length } = this.element.children;
    let kept = 0;
    while (kept < length) {
      const last = blocks[(kept + 1) * BLOCKS_PER_PART - 1];
      if (!last || endOf(last) >= firstDifference) break;
      kept++;
    }
    return kept;
  }

  #draw(part: HTMLElement): void {
    this.#watcher.unobserve(part);
    const { blocks = [], text = "", maximum = Number.POSITIVE_INFINITY } = this.#analysis ?? {};
    const first = Number(part.dataset.first);
    const views = blocks.slice(first, first + BLOCKS_PER_PART).map((block, at) => {
      const isCut = this.#firstTokens[first + at] >= maximum;
      const isFirstCut = isCut && this.#firstTokens[first + at - 1] < maximum;
      return blockView(block, text, this.#other, { isCut, note: isFirstCut ? this.#cut : "" });
    });
    part.replaceChildren(...views);
    part.classList.remove("waiting");
  }
}

/** The place in the text where a block ends; special tokens before a text end at 0. */
function endOf(block: Block): number {
  return block.reduce((end, cell) => Math.max(end, cell.end), 0);
}

function blockView(
  block: Block,
  text: string,
  other: Analysis | undefined,
  { isCut, note }: { readonly isCut: boolean; readonly note: string },
): HTMLElement {
  const view = element("div", "block");
  if (isCut) view.classList.add("cut");
  if (note !== "") view.dataset.note = note;
  for (const cell of block) view.append(cellView(cell, text, other));
  return view;
}

function cellView(cell: Cell, text: string, other: Analysis | undefined): HTMLElement {
  const { start, end, tokens } = cell;
  const view = element("div", "cell");
  view.dataset.start = String(start);
  view.dataset.end = String(end);
  view.title = `${start}–${end}`;
  const source = element("span", "source");
  source.textContent = text.slice(start, end).replace(/\n/g, "⏎") || "\u00a0";
  view.append(source);
  const row = element("div", "row");
  for (const token of tokens) row.append(tokenView(token, other && !token.isSpecial && !hasSpan(other, cell)));
  view.append(row);
  return view;
}

function tokenView({ text, id, isUnknown, isSpecial, isChanged }: Token, isDifferent = false): HTMLElement {
  const view = element("div", "token");
  const classes = { unknown: isUnknown, special: isSpecial, changed: isChanged, different: isDifferent };
  for (const [name, is] of Object.entries(classes)) if (is) view.classList.add(name);
  const piece = element("span", "piece");
  piece.textContent = text;
  const number = element("span", "id");
  number.textContent = String(id);
  view.append(piece, number);
  return view;
}

/** Lights up the cell under the pointer, and those of the same span in other views. */
export function lightUp(root: HTMLElement): void {
  root.addEventListener("pointerover", ({ target }) => {
    for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
    const cell = target instanceof Element ? target.closest<HTMLElement>(".cell") : null;
    if (!cell) return;
    const { start, end } = cell.dataset;
    for (const other of root.querySelectorAll<HTMLElement>(".cell")) {
      const overlaps = Number(other.dataset.start) < Number(end) && Number(other.dataset.end) > Number(start);
      if (other === cell || overlaps) other.classList.add("lit");
    }
  });
  root.addEventListener("pointerleave", () => {
    for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
  });
}
