/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag fragment */
const fragment = 'fragment';
function h(tag: any, props: any, ...children: any[]) { return { tag, props, children }; }
const a: number = 3;
console.log(JSON.stringify(<div id="x" {...{ b: 1 }}>text {a}<></></div>));
