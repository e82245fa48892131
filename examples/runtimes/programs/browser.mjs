/** A real browser, which the variables BROWSER_KIND ("chrome" or "firefox") and BROWSER_PATH name. */
import puppeteer from "puppeteer-core";

const { BROWSER_KIND, BROWSER_PATH } = process.env;
const LONGEST_LOAD = 60_000;
// A machine for tests has often neither a user namespace nor much shared memory.
const ARGUMENTS = BROWSER_KIND === "chrome" ? ["--no-sandbox", "--disable-dev-shm-usage", "--disable-quic"] : [];

/** Starts the browser. */
export function openBrowser(options = {}) {
  return puppeteer.launch({ browser: BROWSER_KIND, executablePath: BROWSER_PATH, args: ARGUMENTS, ...options });
}

/**
 * Opens a page, and returns the text that it writes with console.log first.
 *
 * @throws Error for an error of the page before that
 */
export async function firstLine(page, url) {
  const messages = [];
  const line = new Promise((resolve, reject) => {
    page.on("console", (message) => {
      messages.push(message.text());
      if (message.type() === "log") resolve(message.text());
    });
    // Firefox reports as an error what a policy forbids, although the page goes on.
    page.on("pageerror", (error) => /^Content-Security-Policy/.test(error.message) || reject(error));
    const late = () => reject(new Error(`${url} wrote no line in time; it wrote ${messages.join("\n")}`));
    setTimeout(late, LONGEST_LOAD).unref();
  });
  // An error of the page may come before it is loaded.
  line.catch(() => {});
  await page.goto(url);
  return line;
}

/** The browser that all pages of this process share. It ends with the process. */
let shared;

/** Opens a page, and returns its first line. The process must end by process.exit(). */
export async function runPageInBrowser(url) {
  shared ??= openBrowser();
  const page = await (await shared).newPage();
  const line = await firstLine(page, url);
  await page.close();
  return line;
}
