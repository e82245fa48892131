import { picture, rounded, text, WIDTH } from "./svg.js";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Text to the right of the bar. */
  readonly note: string;
  readonly isOurs: boolean;
}

const TOP = 38;
const ROW = 26;
const THICKNESS = 16;
const LEFT = 300;
const NOTE_WIDTH = 170;

/** Draws horizontal bars in the given order; the longest takes the whole width. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const longest = Math.max(...bars.map(({ value }) => value));
  const content = bars.flatMap(({ label, value, note, isOurs }, row) => {
    const y = TOP + row * ROW;
    const width = (value / longest) * (WIDTH - LEFT - NOTE_WIDTH);
    const size = `x="${LEFT}" y="${y}" width="${rounded(width)}" height="${THICKNESS}"`;
    const bar = `<rect class="${isOurs ? "a" : "b"}" ${size} rx="2"/>`;
    return [text(LEFT - 10, y + 13, label, "", "end"), bar, text(LEFT + width + 8, y + 13, note, "f")];
  });
  return picture(title, TOP + bars.length * ROW + 8, content);
}
