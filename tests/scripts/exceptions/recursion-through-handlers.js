// As deep as the interpreter goes: each level throws and goes on in its handler.
// (The stack of node is smaller.)
// node: 1000
"use strict";
let caught = 0;
function down(n) {
  if (n === 0) return 0;
  try {
    throw n;
  } catch (error) {
    caught++;
    return down(error - 1) + 1;
  }
}
for (let i = 0; i < 400; i++) down(5);
console.log(down(20000), caught);
