/**
 * `npm run browsers -- [--all] [NAME…]`: opens pages in real browsers, Chromium and Firefox, and compares their ids and
 * words with the goldens: the pages of examples and of examples/runtimes, and examples/browsers, which need a browser.
 * Without names it takes those that are not marked as slow.
 *
 * The environment variables CHROMIUM and FIREFOX name the programs; else they are looked for on the path. Where there is
 * none, the command says so and does nothing.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { chosen, type Example, examplesIn, type Host, ROOT, Runner, readExample } from "./examples.js";

/** The playground. */
const DEMO = join(ROOT, "demo");
/** The program that opens pages. It drives Firefox by WebDriver BiDi and brings no browser. */
const DEPENDENCIES = { "puppeteer-core": "25.16.0" };

const BROWSERS = [
  {
    name: "Chromium",
    kind: "chrome",
    variable: "CHROMIUM",
    programs: ["chromium", "chromium-browser", "google-chrome"],
  },
  { name: "Firefox", kind: "firefox", variable: "FIREFOX", programs: ["firefox", "firefox-esr"] },
];

/** The browsers of this machine. */
function hosts(): Host[] {
  return BROWSERS.flatMap(({ name, kind, variable, programs }) => {
    const path = process.env[variable] ?? programs.map(pathOf).find(Boolean);
    return path
      ? [{ name, variables: { BROWSER_KIND: kind, BROWSER_PATH: path, FIXTURES: join(ROOT, "fixtures") } }]
      : [];
  });
}

/** The path of a program; undefined if it is not there. */
function pathOf(program: string): string | undefined {
  try {
    return execFileSync("sh", ["-c", 'command -v "$0"', program], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** The examples that a browser can run, and their folders. */
function pages(): Map<string, Example & { readonly folder: string }> {
  const found = ["examples", "examples/runtimes", "examples/browsers"].flatMap((folder) =>
    [...examplesIn(join(ROOT, folder))].map(([name, example]) => {
      const page = {
        ...example,
        page: example.page ?? folder === "examples/browsers",
        folder: join(ROOT, folder, name),
      };
      return [name, page] as const;
    }),
  );
  found.push(["demo", { ...readExample(DEMO), page: true, folder: DEMO }]);
  return new Map(found.filter(([, { page }]) => page));
}

async function main(args: readonly string[]): Promise<void> {
  const examples = chosen(pages(), args);
  const browsers = hosts();
  for (const { name, variable } of BROWSERS) {
    if (browsers.some((browser) => browser.name === name)) continue;
    console.log(`skipped ${name}: it is not on the path; install it, or name its program in ${variable}`);
  }
  if (browsers.length === 0) return;
  const runner = await Runner.create(DEPENDENCIES);
  for (const [name, { folder, ...example }] of examples) {
    const fit = browsers.filter((browser) => example.browsers?.includes(browser.name) ?? true);
    if (fit.length > 0) await runner.run(folder, name, example, fit);
  }
  runner.end();
}

await main(process.argv.slice(2));
