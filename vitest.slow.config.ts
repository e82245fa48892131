import base from "./vitest.config.js";

/** The tests that take too long for `npm test`. */
export default { ...base, test: { ...base.test, include: ["test/**/*.slow.ts"] } };
