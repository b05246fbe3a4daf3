// A time limit within another: whoever's time is up first is told, and what is within an outer limit does not catch it.
const vm = require("vm");
const run = (code, timeout) => vm.runInNewContext(code, {}, { timeout });
const within = (inner, outer) => {
  const code = `let told; try { run('for(;;);', ${inner}) } catch (error) { told = 'inner: ' + error.message } told`;
  try {
    return vm.runInNewContext(code, { run }, { timeout: outer });
  } catch (error) {
    return `outer: ${error.code} ${error.message}`;
  }
};
console.log(within(60000, 40));
console.log(within(40, 60000));
console.log(run("1 + 1", 60000), within(30, 60000));
