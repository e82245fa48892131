/** Answers each message, in a worker to its page, in a service worker to the page that asks. */
import { answers } from "./answers.mjs";

self.onmessage = async ({ source }) => (source ?? self).postMessage(await answers());
