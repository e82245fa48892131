/** Modules of Node that the goldens are made with, and not read. */
module.exports = {};
