const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";

/** A README with other text between its two markers. @throws Error where it has not one of each, in their order */
export function withSection(readme: string, section: string): string {
  const [before, rest, ...more] = readme.split(START);
  const [, after, ...others] = (rest ?? "").split(END);
  if (after === undefined || more.length > 0 || others.length > 0 || before.includes(END)) {
    throw new Error(`README.md: expected one ${START} and one ${END} behind it`);
  }
  return `${before}${START}\n${section}\n${END}${after}`;
}
