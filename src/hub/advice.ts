import { HubEnvironment } from "./environment.js";

const WITHOUT_HUB =
  "without it: files: FOLDER with the model's files, HF_ENDPOINT for a mirror, HF_HUB_OFFLINE=1 with a filled cache, " +
  "or bert-base-japanese-char-v3, which is in the package";

/**
 * The next steps for a user whose hub is out of reach, in the words of an error's `expected`, in Node.
 *
 * @param code the code of Node's error
 */
export function adviceFor(url: URL, code: string | undefined): string {
  const environment = new HubEnvironment();
  const steps = [certificateAdvice(code, environment), proxyAdvice(url, environment), WITHOUT_HUB];
  return steps.filter((step) => step !== undefined).join("; ");
}

/** The codes for a certificate of an unknown issuer, as a company's network puts before those of the world. */
const UNKNOWN_ISSUER = /SELF_SIGNED_CERT|^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/;

function certificateAdvice(code: string | undefined, environment: HubEnvironment): string | undefined {
  if (code === undefined || !UNKNOWN_ISSUER.test(code)) return undefined;
  return environment.get("NODE_EXTRA_CA_CERTS") === undefined
    ? "NODE_EXTRA_CA_CERTS=FILE if the network has a certificate of its own"
    : "the certificate of the network in the file of NODE_EXTRA_CA_CERTS";
}

/** The proxy of the environment is named only by its variable: its address may hold a password. */
function proxyAdvice(url: URL, environment: HubEnvironment): string | undefined {
  // Bun and Deno obey the variables without being asked to.
  if ("Bun" in globalThis || "Deno" in globalThis) return undefined;
  const names = url.protocol === "https:" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"];
  const name = names.find((variable) => environment.get(variable) !== undefined);
  if (name === undefined || bypassesProxy(url, environment)) return undefined;
  return environment.get("NODE_USE_ENV_PROXY") === "1"
    ? `the proxy in ${name} must let the request pass`
    : `${name} is set, but Node obeys it only with NODE_USE_ENV_PROXY=1, from Node 22.21 on`;
}

function bypassesProxy({ hostname, host }: URL, environment: HubEnvironment): boolean {
  const list = environment.get("no_proxy") ?? environment.get("NO_PROXY") ?? "";
  return list.split(/[\s,]+/).some((entry) => {
    const name = entry.toLowerCase().replace(/^\*?\./, "");
    return name === "*" || (name !== "" && (name === hostname || name === host || hostname.endsWith(`.${name}`)));
  });
}
