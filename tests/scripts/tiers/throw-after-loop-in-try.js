// Loop code is entered inside of a try block and throws after it, in the finally block:
// the handler of the loop head must not run that again.
let finals = 0;
const fail = () => {
  throw new TypeError();
};
function leaveInFinally(n) {
  try {
    for (let i = 0; i < n; i++) {}
  } finally {
    finals++;
    fail();
  }
}
function throwAfterCatch(n) {
  try {
    for (let i = 0; i < n; i++) {}
  } catch (e) {
    return "caught by the wrong handler";
  }
  return fail();
}
const results = new Map();
for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 100000, 100000, 100000]) {
  for (const f of [leaveInFinally, throwAfterCatch]) {
    let result;
    try {
      result = f(n);
    } catch (e) {
      result = `${f.name}: ${e.name}`;
    }
    results.set(result, (results.get(result) ?? 0) + 1);
  }
}
console.log(finals, [...results].join("; "));
