import { answers } from "../../answers.mjs";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await answers());
}
