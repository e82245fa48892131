import { HubError } from "../base/errors.js";
import { proposal } from "../base/nearest.js";
import { MODELS } from "./catalog.js";

/**
 * Adds the catalog's knowledge to an error of the hub: the published model that an unknown name probably means, or a
 * model that needs no hub.
 */
export async function withHubAdvice<Result>(name: string, loading: Promise<Result>): Promise<Result> {
  try {
    return await loading;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const { input, value, expected, reason, statusCode, retryAfter, cause } = error;
    const advice = adviceFor(name, error);
    if (advice === "") throw error;
    throw new HubError(input, value, expected + advice, { reason, statusCode, retryAfter, cause });
  }
}

function adviceFor(name: string, { reason }: HubError): string {
  if (reason === "repository-not-found") return proposal(name, namesLike(name));
  if (reason !== "unreachable" && reason !== "offline") return "";
  const builtIn = MODELS.find((model) => model.builtIn)?.name;
  return builtIn === undefined ? "" : `; ${builtIn} is in the package and needs no hub`;
}

/** The names of the published models, without an organisation if the name has none. */
function namesLike(name: string): string[] {
  return MODELS.map((model) => (name.includes("/") ? `tohoku-nlp/${model.name}` : model.name));
}
