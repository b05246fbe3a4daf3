function search(grid, x) {
  let visits = 0;
  found: {
    rows: for (const row of grid) {
      for (const cell of row) {
        visits++;
        if (cell < 0) continue rows;
        if (cell === x) break found;
      }
    }
    return `none ${visits}`;
  }
  return `found ${visits}`;
}
const grid = Array.from({ length: 30 }, (_, y) => Array.from({ length: 30 }, (_, x) => y * 30 + x));
for (let i = 0; i < 40; i++) search(grid, i * 20);
console.log(search(grid, 899), search(grid, 900));
grid[10][5] = -1;
console.log(search(grid, 899), search(grid, "899"), search([[0.5, 1]], 1));
