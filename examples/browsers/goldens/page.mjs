/** Writes the results of the place that the address names: the page itself, a worker, or a service worker. */
import { results } from "./run.mjs";

const { searchParams } = new URL(location.href);
const show = (all) => console.log(JSON.stringify(all));

async function worker(kind) {
  if (kind === "worker") return new Worker("worker.js", { type: "module" });
  navigator.serviceWorker.startMessages();
  const { installing, active } = await navigator.serviceWorker.register("worker.js", { type: "module" });
  return installing ?? active;
}

const kind = searchParams.get("kind");
if (kind === "page") results().then(show, reportError);
else {
  navigator.serviceWorker.onmessage = ({ data }) => show(data);
  worker(kind).then((one) => {
    one.onmessage = ({ data }) => show(data);
    one.onerror = ({ message }) => reportError(new Error(message));
    one.postMessage("results");
  }, reportError);
}
