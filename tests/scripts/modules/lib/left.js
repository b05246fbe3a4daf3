exports.early = "left early";
const right = require("./right");
exports.seen = right.early + "/" + right.late;
exports.late = "left late";
