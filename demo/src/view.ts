import { type Analysis, type Block, type Cell, spanOf, type Token } from "./analysis.js";

/** The number of blocks that are drawn at a time, when they come into view. */
const BLOCKS_PER_PART = 120;

/** Draws the tokens of a text. Parts that are far from the visible ones are drawn when they come near. */
export function tokensView(analysis: Analysis, others: ReadonlySet<string> | undefined, cut: string): HTMLElement {
  const view = element("div", "tokens");
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        const first = Number((target as HTMLElement).dataset.first);
        target.replaceChildren(...draw(first));
        target.classList.remove("waiting");
      }
    },
    { rootMargin: "600px" },
  );
  let tokenCount = 0;
  const firstTokens = analysis.blocks.map((block) => {
    const first = tokenCount;
    tokenCount += block.reduce((sum, { tokens }) => sum + tokens.length, 0);
    return first;
  });
  const draw = (first: number): HTMLElement[] =>
    analysis.blocks.slice(first, first + BLOCKS_PER_PART).map((block, at) => {
      const isCut = analysis.maximum !== undefined && firstTokens[first + at] >= analysis.maximum;
      const isFirstCut = isCut && firstTokens[first + at - 1] < (analysis.maximum ?? 0);
      return blockView(block, analysis.text, others, { isCut, note: isFirstCut ? cut : "" });
    });
  for (let first = 0; first < analysis.blocks.length; first += BLOCKS_PER_PART) {
    const part = element("div", "part");
    part.dataset.first = String(first);
    if (first === 0) part.append(...draw(first));
    else {
      part.classList.add("waiting");
      watcher.observe(part);
    }
    view.append(part);
  }
  return view;
}

function blockView(
  block: Block,
  text: string,
  others: ReadonlySet<string> | undefined,
  { isCut, note }: { readonly isCut: boolean; readonly note: string },
): HTMLElement {
  const view = element("div", "block");
  if (isCut) view.classList.add("cut");
  if (note !== "") view.dataset.note = note;
  for (const cell of block) view.append(cellView(cell, text, others));
  return view;
}

function cellView(cell: Cell, text: string, others: ReadonlySet<string> | undefined): HTMLElement {
  const { start, end, tokens } = cell;
  const view = element("div", "cell");
  view.dataset.start = String(start);
  view.dataset.end = String(end);
  view.title = `${start}–${end}`;
  const source = element("span", "source");
  source.textContent = text.slice(start, end).replace(/\n/g, "⏎") || "\u00a0";
  view.append(source);
  const row = element("div", "row");
  for (const token of tokens) row.append(tokenView(token, others && !token.isSpecial && !others.has(spanOf(cell))));
  view.append(row);
  return view;
}

function tokenView({ text, id, isUnknown, isSpecial, isChanged }: Token, isDifferent = false): HTMLElement {
  const view = element("div", "token");
  const classes = { unknown: isUnknown, special: isSpecial, changed: isChanged, different: isDifferent };
  for (const [name, is] of Object.entries(classes)) view.classList.toggle(name, is);
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

export function element(tag: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
