const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";

/**
 * Replaces the section between the two markers of a document.
 *
 * @param file the document's name for the error message
 * @throws Error if the document does not have each marker once and in order
 */
export function withSection(document: string, section: string, file: string): string {
  const [before, rest, ...more] = document.split(START);
  const [, after, ...others] = (rest ?? "").split(END);
  if (after === undefined || more.length > 0 || others.length > 0 || before.includes(END)) {
    throw new Error(`${file}: expected ${START} and, after it, ${END}, once each`);
  }
  return `${before}${START}\n${section}\n${END}${after}`;
}
