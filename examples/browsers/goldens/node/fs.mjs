/** The files that {@link fill} was given, under absolute paths. */
const files = new Map();

export function fill(given) {
  for (const [path, bytes] of given) files.set(path, bytes);
}

const pathOf = (place) => (place instanceof URL ? decodeURIComponent(place.pathname) : place);

export function readFileSync(place, encoding) {
  const bytes = files.get(pathOf(place));
  if (!bytes) throw new Error(`no file ${pathOf(place)}`);
  return encoding === undefined ? Buffer.from(bytes) : new TextDecoder().decode(bytes);
}

export function existsSync(place) {
  const path = pathOf(place);
  return files.has(path) || [...files.keys()].some((file) => file.startsWith(`${path}/`));
}

export function readdirSync(place) {
  const folder = `${pathOf(place).replace(/\/$/, "")}/`;
  return [...files.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
}
