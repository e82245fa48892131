/**
 * Replaces a section of a document, between the comments `NAME:start` and `NAME:end`.
 *
 * @param name the section's name
 * @param file the document's name for the error message
 * @throws Error if the document does not have each marker once and in order
 */
export function withSection(document: string, name: string, section: string, file: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest, ...more] = document.split(start);
  const [, after, ...others] = (rest ?? "").split(end);
  if (after === undefined || more.length > 0 || others.length > 0 || before.includes(end)) {
    throw new Error(`${file}: expected ${start} and, after it, ${end}, once each`);
  }
  return `${before}${start}\n${section}\n${end}${after}`;
}
