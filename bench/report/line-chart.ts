import { picture, rounded, text, WIDTH } from "./svg.js";

export interface Line {
  readonly label: string;
  /** Points in ascending order of x; each x is a power of ten. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const LEFT = 60;
const RIGHT = 130;
const TOP = 60;
const HEIGHT = 240;
const TICKS = 4;

/** Draws lines over a logarithmic x axis and a y axis from 0. @param units caption with the units of y and x */
export function lineChart(title: string, units: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const exponents = points.map(({ x }) => Math.log10(x));
  const first = Math.min(...exponents);
  const last = Math.max(...exponents);
  const step = tickStep(Math.max(...points.map(({ y }) => y)));
  const across = (x: number): number => LEFT + ((Math.log10(x) - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const up = (y: number): number => TOP + HEIGHT - (y / (step * TICKS)) * HEIGHT;

  const ticks = Array.from({ length: TICKS + 1 }, (_, tick) => tick * step).flatMap((y) => [
    `<path class="l" d="M${LEFT} ${rounded(up(y))}H${WIDTH - RIGHT}"/>`,
    text(LEFT - 8, up(y) + 4, String(y), "f", "end"),
  ]);
  const feet = [...new Set(points.map(({ x }) => x))].map((x) =>
    text(across(x), TOP + HEIGHT + 20, x.toLocaleString("en"), "f", "middle"),
  );
  const curves = lines.map(({ points: own }, line) => {
    const path = own.map(({ x, y }) => `${rounded(across(x))} ${rounded(up(y))}`).join("L");
    return `<path class="s${line}" stroke-width="2" d="M${path}"/>`;
  });
  const keys = lines.map(({ label }, line) => text(WIDTH - RIGHT + 14, TOP + 10 + 20 * line, label, `n${line}`));
  const content = [text(10, TOP - 14, units, "f"), ...ticks, ...feet, ...curves, ...keys];
  return picture(title, TOP + HEIGHT + 32, content);
}

/** Returns 1, 2, 5 or 10 times a power of ten, such that the ticks reach the highest value. */
function tickStep(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / TICKS));
  const factor = [1, 2, 5].find((each) => each * power * TICKS >= highest) ?? 10;
  return factor * power;
}
