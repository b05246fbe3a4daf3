// A store without a view.
import { createStore } from 'zustand/vanilla';
import { subscribeWithSelector, combine } from 'zustand/middleware';

const store = createStore(subscribeWithSelector((set, get) => ({ n: 0, deep: { v: 1 }, inc: (by = 1) => set((s) => ({ n: s.n + by })), twice: () => get().inc(get().n) })));
store.subscribe((s) => s.n, (n, before) => console.log(n, before), { fireImmediately: true });
store.getState().inc(3); store.getState().twice(); store.setState({ deep: { v: 2 } });
console.log(store.getState(), store.getInitialState().n, createStore(combine({ a: 1 }, (set) => ({ up: () => set({ a: 2 }) }))).getState());
