exports.early = "right early";
const left = require("./left");
exports.seen = left.early + "/" + left.late;
exports.late = "right late";
