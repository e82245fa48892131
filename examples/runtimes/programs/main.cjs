/** In CommonJS: writes the answers as one line of JSON. */
const { answers } = require("./answers.cjs");

answers().then((all) => console.log(JSON.stringify(all)));
