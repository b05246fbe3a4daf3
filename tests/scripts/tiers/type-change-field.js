class Cell {
  constructor(value) {
    this.value = value;
  }
  get() {
    return this.value;
  }
}
function total(cells) {
  let sum = 0;
  for (let i = 0; i < cells.length; i++) sum += cells[i].get();
  return sum;
}
const cells = Array.from({ length: 50 }, (_, i) => new Cell(i));
let t = 0;
for (let i = 0; i < 200; i++) t = total(cells);
console.log(t);
cells[25].value = 0.5;
console.log(total(cells));
cells[49].value = "x";
console.log(total(cells));
cells[49].value = undefined;
console.log(total(cells));
cells[49] = new Cell({ valueOf: () => 1000 });
console.log(total(cells));
for (let i = 0; i < 200; i++) t = total(cells);
console.log(t);
