// Renders components to text.
import { h, Fragment, createContext } from 'preact';
import { useState, useContext, useMemo } from 'preact/hooks';
import { render } from 'preact-render-to-string';

const Context = createContext('none');
const Leaf = ({ n }) => { const [s] = useState(n * 2); const c = useContext(Context); return h('i', { class: c, style: { marginTop: n } }, s, useMemo(() => `<${n}>`, [n])); };
console.log(render(h(Context.Provider, { value: 'ctx' }, h('div', { onClick() {}, hidden: true, 'aria-x': 'y' }, [1, 2, 3].map((n) => h(Leaf, { n, key: n })), h(Fragment, null, 'text', null, false, 0)))));
console.log(render(h('ul', null, Array.from({ length: 5 }, (_, i) => h('li', null, i))), {}, { pretty: true }));
