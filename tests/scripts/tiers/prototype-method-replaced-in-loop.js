// The method is replaced while the calling loop runs in its optimised code.
class Counter {
  constructor() {
    this.n = 0;
  }
  step() {
    this.n += 1;
  }
}
function run(counter, rounds, at) {
  for (let i = 0; i < rounds; i++) {
    if (i === at) {
      Counter.prototype.step = function () {
        this.n += 1000;
      };
    }
    counter.step();
  }
  return counter.n;
}
console.log(run(new Counter(), 5000, -1));
console.log(run(new Counter(), 5000, 4990));
console.log(run(new Counter(), 10, -1));
