function* simple(a) { const x = yield a; try { yield x } finally { cleanup() } return 1 }
function* delegates(a) { return yield* a }
async function sequence(a) { const x = await a; for await (const y of x) { if (y) return y } }
async function* both(a = 1) { yield a; yield* a; return a }
const arrow = async (x) => await x;
