function churn(n) {
  const o = {};
  let found = 0;
  for (let i = 0; i < n; i++) {
    o["k" + (i % 10)] = i;
    if (i % 3 === 0) delete o["k" + (i % 7)];
    if ("k5" in o) found++;
  }
  return `${found} ${Object.keys(o).join()} ${Object.values(o).join()}`;
}
console.log(churn(10));
console.log(churn(5000));
