// Everything happens within one call, so only OSR can optimise it.
let total = 0;
for (let i = 0; i < 60; i++) {
  for (let j = 0; j < 60; j++) {
    let row = 0;
    for (let k = 0; k < 10; k++) row += (i ^ j) + k;
    total += row;
    if (j === 59 && i % 20 === 0) total += 0.5;
  }
}
console.log(total);
outer: for (let i = 0; ; i++) {
  for (let j = 0; j < 1000; j++) {
    if (i * 1000 + j === 4567) {
      console.log(i, j);
      break outer;
    }
    if (j === 900) continue outer;
  }
}
