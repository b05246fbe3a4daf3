// Observables, computed values and reactions.
import { observable, computed, autorun, action, reaction, makeAutoObservable, makeObservable, runInAction, toJS, isObservable, when, configure, flow, observe, intercept, trace } from 'mobx';

class Todo { id = 1; text = 'x'; done = false; constructor(text) { makeAutoObservable(this); this.text = text; } toggle() { this.done = !this.done; } get label() { return `${this.done ? '+' : '-'}${this.text}`; } }
class Store { list = []; get open() { return this.list.filter((t) => !t.done).length; } add(t) { this.list.push(new Todo(t)); } *load() { const v = yield Promise.resolve('loaded'); this.add(v); } constructor() { makeAutoObservable(this); } }
const store = new Store();
const stop = autorun(() => console.log('open', store.open, store.list.map((t) => t.label).join()));
store.add('a'); store.add('b'); store.list[0].toggle();
runInAction(() => { store.add('c'); store.list[1].toggle(); });
await store.load();
stop();
const map = observable.map({ a: 1 }), box = observable.box(3), object = observable({ n: { m: [1, 2] } });
reaction(() => map.get('b'), (v, before) => console.log('reaction', v, before));
map.set('b', 2);
intercept(box, (c) => { c.newValue *= 2; return c; });
box.set(5);
console.log(box.get(), toJS(object), isObservable(object.n.m), [...map], String(map), computed(() => box.get() + 1).get());
when(() => object.n.m.length > 2, () => console.log('when'));
action(() => object.n.m.push(3))();
observe(object, (change) => console.log(change.type, change.name));
runInAction(() => { object.extra = 1; delete object.extra; });
let n = 0;
const total = computed(() => { n++; return store.list.reduce((s, t) => s + t.text.length, 0); });
autorun(() => total.get());
for (let i = 0; i < 500; i++) runInAction(() => { store.list[i % 4].text += 'y'; });
console.log(n, total.get());
