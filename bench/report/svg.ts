const STYLE = [
  "text{font:13px system-ui,sans-serif;fill:#1f2328}.t{font-weight:600;font-size:15px}.f{fill:#59636e}",
  ".l{stroke:#d1d9e0;fill:none}.a{fill:#0969da}.b{fill:#afb8c1}",
  ".s0{stroke:#0969da;fill:none}.s1{stroke:#bc4c00;fill:none}.s2{stroke:#1a7f37;fill:none}",
  ".n0{fill:#0969da}.n1{fill:#bc4c00}.n2{fill:#1a7f37}",
  "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.f{fill:#9198a1}.l{stroke:#3d444d}.a{fill:#4493f8}.b{fill:#656c76}",
  ".s0{stroke:#4493f8}.s1{stroke:#f0883e}.s2{stroke:#3fb950}.n0{fill:#4493f8}.n1{fill:#f0883e}.n2{fill:#3fb950}}",
].join("");

export const WIDTH = 760;

/** Returns an SVG image for light and dark pages. @param title the heading, and the label for screen readers */
export function picture(title: string, height: number, content: readonly string[]): string {
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`;
  const opening = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title)}">`;
  return `${[opening, `<style>${STYLE}</style>`, text(10, 24, title, "t"), ...content, "</svg>"].join("\n")}\n`;
}

export function text(
  x: number,
  y: number,
  content: string,
  style = "",
  anchor: "start" | "middle" | "end" = "start",
): string {
  const attributes = `${style && ` class="${style}"`}${anchor === "start" ? "" : ` text-anchor="${anchor}"`}`;
  return `<text x="${rounded(x)}" y="${rounded(y)}"${attributes}>${escaped(content)}</text>`;
}

/** Rounds to a tenth of a pixel. */
export function rounded(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
