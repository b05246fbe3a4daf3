// Renders components to text.
import React, { createElement as h, useState, useMemo, useContext, createContext, Suspense, memo, forwardRef, useReducer, useId } from 'react';
import { renderToStaticMarkup, renderToString } from 'react-dom/server.edge';

const Theme = createContext('light');
const Item = memo(({ item, index }) => { const theme = useContext(Theme); const id = useId(); return h('li', { className: `${theme} item`, key: index, 'data-id': id, style: { marginTop: index, WebkitFlex: 1 } }, item, index % 2 ? null : h('b', null, '<', index, '>')); });
function List({ items }) { const [n] = useState(() => items.length); const sorted = useMemo(() => [...items].sort(), [items]); const [s] = useReducer((x) => x, 'r'); return h(React.Fragment, null, h('h1', { onClick() {} }, 'n = ', n, s), h('ul', { hidden: false, tabIndex: 1 }, sorted.map((item, index) => h(Item, { item, index, key: item })))); }
const Input = forwardRef((props, ref) => h('input', { ...props, ref, disabled: true, defaultValue: '"v"' }));
class Old extends React.Component { state = { x: 1 }; static getDerivedStateFromProps(p) { return { y: p.z }; } render() { return h('p', { dangerouslySetInnerHTML: { __html: `<i>${this.state.x}${this.state.y}</i>` } }); } }
const app = h(Theme.Provider, { value: 'dark' }, h(List, { items: ['c', 'a & b', 'd'] }), h(Old, { z: 2 }), h(Input, { value: undefined, 'aria-label': 'x' }), h(Suspense, { fallback: 'wait' }, h('textarea', { defaultValue: 'text' })), h('svg', { viewBox: '0 0 1 1', xlinkHref: '#a' }), true, null, 0);
console.log(renderToStaticMarkup(app));
console.log(renderToString(app));
console.log(React.Children.toArray(app.props.children).length, React.isValidElement(app));
try { renderToString(h(() => { throw new Error('in render'); })); } catch (e) { console.log(e.message); }
let length = 0;
for (let i = 0; i < 150; i++) length += renderToString(h(List, { items: Array.from({ length: 30 }, (_, k) => `item ${k * i}`) })).length;
console.log(length);
