/** The part of vitest that the tests of the goldens use, for a browser. */
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import { expect, use } from "chai";

export { afterAll, beforeAll, describe, it } from "@vitest/runner";

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) use(plugin);

export { expect };
