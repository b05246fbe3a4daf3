/** @jsxRuntime classic @jsx h */
const h = (...list) => list;
console.log(JSON.stringify(<p class="c">hi</p>));
