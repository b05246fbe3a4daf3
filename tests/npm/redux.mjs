// A store with reducers and middleware.
import { createStore, combineReducers, applyMiddleware, compose, bindActionCreators } from 'redux';

const counter = (state = 0, action) => (action.type === 'inc' ? state + (action.by ?? 1) : state);
const todos = (state = [], action) => (action.type === 'add' ? [...state, { text: action.text, done: false }] : action.type === 'toggle' ? state.map((t, i) => (i === action.i ? { ...t, done: !t.done } : t)) : state);
const log = [];
const store = createStore(combineReducers({ counter, todos }), compose(applyMiddleware(({ getState, dispatch }) => (next) => (action) => { log.push(action.type ?? 'thunk'); return typeof action === 'function' ? action(dispatch, getState) : next(action); })));
const stop = store.subscribe(() => log.push(store.getState().counter));
const actions = bindActionCreators({ add: (text) => ({ type: 'add', text }), inc: (by) => ({ type: 'inc', by }) }, store.dispatch);
actions.add('a'); actions.inc(5); store.dispatch((d, get) => d({ type: 'inc', by: get().counter })); store.dispatch({ type: 'toggle', i: 0 });
stop();
console.log(store.getState(), log);
for (const bad of [() => store.dispatch(3), () => store.dispatch({}), () => createStore(), () => combineReducers({ x: () => undefined })({}, {})]) try { bad(); } catch (e) { console.log(e.message); }
for (let i = 0; i < 20000; i++) store.dispatch({ type: 'inc' });
console.log(store.getState().counter);
