// gc-stress: 50000
// Each level of a recursion to the end of the stack catches an error and makes another:
// a stack trace must not cost as much as the stack is deep.
function unwind(missing) {
  let depth = 0;
  let caught = 0;
  function descend() {
    try {
      depth++;
      return descend();
    } catch (error) {
      caught++;
      return missing();
    }
  }
  try {
    descend();
  } catch (error) {
    console.log(depth > 1000, caught > 1000, error.name, error.stack.split("\n").length <= 11);
  }
}
unwind();

// The innermost frames are shown, whichever code they run in.
function inner(n) {
  if (n === 0) return new Error("here").stack.split("\n").slice(1).map((line) => line.trim().split(" ")[1]);
  return [n].map(() => inner(n - 1))[0];
}
let names;
for (let i = 0; i < 500; i++) names = inner(3);
console.log(names.filter((name) => name === "inner").length);
