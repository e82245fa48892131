/** Answers a message, in a worker to its page, in a service worker to the page that asks. */
import { results } from "./run.mjs";

self.onmessage = (event) => {
  const answer = results().then((all) => (event.source ?? self).postMessage(all));
  // A browser ends a service worker that seems to be idle.
  event.waitUntil?.(answer);
};
