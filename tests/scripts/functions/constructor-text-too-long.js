// The text of a function is a string, which has a greatest length.
const long = "f".repeat(2 ** 25);
try {
  new Function(...Array(64).fill(long), "1");
} catch (error) {
  console.log(error.name, error.message);
}
