// State machines and actors.
import { createMachine, createActor, assign, fromPromise, setup, getInitialSnapshot, getNextSnapshot } from 'xstate';

const machine = setup({
  actors: { fetch: fromPromise(async ({ input }) => { if (input.n > 1) throw new Error('too many'); return `got ${input.n}`; }) },
  guards: { few: ({ context }) => context.n < 3 },
}).createMachine({
  id: 'm', initial: 'idle', context: { n: 0, log: [] },
  states: {
    idle: { entry: assign({ log: ({ context }) => [...context.log, 'idle'] }), on: { GO: { target: 'busy', guard: 'few' }, '*': { actions: assign({ n: 10 }) } } },
    busy: { invoke: { src: 'fetch', input: ({ context }) => ({ n: context.n }), onDone: { target: 'idle', actions: assign({ n: ({ context }) => context.n + 1, log: ({ context, event }) => [...context.log, event.output] }) }, onError: { target: 'failed', actions: assign({ log: ({ context, event }) => [...context.log, event.error.message] }) } } },
    failed: { type: 'parallel', states: { a: { initial: 'x', states: { x: { on: { N: 'y' } }, y: {} } }, b: { initial: 'p', states: { p: { on: { N: 'q' } }, q: { type: 'final' } } } } },
  },
});
const actor = createActor(machine);
const seen = [];
actor.subscribe((s) => seen.push(s.value));
actor.start();
for (let i = 0; i < 3; i++) { actor.send({ type: 'GO' }); await new Promise((r) => setTimeout(r, 2)); }
actor.send({ type: 'N' });
console.log(seen, actor.getSnapshot().context, actor.getSnapshot().matches({ failed: { a: 'y' } }), actor.getSnapshot().can({ type: 'N' }));
const light = createMachine({ initial: 'green', states: { green: { on: { T: 'red' } }, red: { on: { T: 'green' } } } });
let s = getInitialSnapshot(light);
for (let i = 0; i < 301; i++) s = getNextSnapshot(light, s, { type: 'T' });
console.log(s.value, JSON.stringify(actor.getPersistedSnapshot().value));
