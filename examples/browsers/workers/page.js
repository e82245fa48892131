/** Writes the answers of the worker that the address names. */
const kind = new URLSearchParams(location.search).get("kind");
const type = kind.startsWith("module") ? "module" : "classic";
const script = `${type}.js`;

async function worker() {
  if (kind.endsWith("-worker")) return new Worker(script, { type });
  navigator.serviceWorker.startMessages();
  const { installing, active } = await navigator.serviceWorker.register(script, { type, scope: `./?kind=${kind}` });
  return installing ?? active;
}

const show = ({ data }) => console.log(JSON.stringify(data));
navigator.serviceWorker.onmessage = show;
worker().then((one) => {
  one.onmessage = show;
  one.onerror = ({ message }) => reportError(new Error(message));
  one.postMessage("answers");
}, reportError);
