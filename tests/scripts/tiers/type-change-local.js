// A local is a small integer for long, then a double, then a string.
function mix(n) {
  let x = 0;
  for (let i = 0; i < n; i++) {
    if (i < 3000) x = x + 1;
    else if (i < 6000) x = x + 0.25;
    else if (i === 6000) x = `${x}:`;
    else if (i % 1000 === 0) x = x + i;
  }
  return x;
}
console.log(mix(10));
console.log(mix(3000));
console.log(mix(6000));
console.log(mix(9001));
console.log(mix(9001) === mix(9001));
