/**
 * The settings in a text of lines `key = value`, as MeCab 0.996 reads its dicrc and mecabrc: a line that is empty or
 * begins with ; or # is skipped, spaces before a value and after a key are dropped, and the first line of a key counts.
 *
 * @param malformed makes the error for a line without an equals sign
 */
export function settingsIn(text: string, malformed: (line: string) => Error): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith(";") || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    if (equals < 0) throw malformed(line);
    const key = line.slice(0, equals).replace(SPACES_AT_END, "");
    if (!settings.has(key)) settings.set(key, line.slice(equals + 1).replace(SPACES_AT_START, ""));
  }
  return settings;
}

const SPACES_AT_START = /^[ \t\n\v\f\r]+/;
const SPACES_AT_END = /[ \t\n\v\f\r]+$/;
