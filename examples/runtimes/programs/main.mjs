/** As an ES module: writes the answers as one line of JSON. */
import { answers } from "./answers.mjs";

answers().then((all) => console.log(JSON.stringify(all)));
