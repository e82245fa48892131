import { answers } from "../answers.mjs";

export default async function Page() {
  return <pre>{JSON.stringify(await answers())}</pre>;
}
