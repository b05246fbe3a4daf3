// navigator.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
log(navigator, navigator.userAgent === `Node.js/${parseInt(process.version.slice(1), 10)}`, navigator.language, navigator.languages, Object.isFrozen(navigator.languages));
log(navigator.hardwareConcurrency === require('os').availableParallelism(), navigator.platform, navigator instanceof Navigator);
refused(() => new Navigator(), () => typeof EventSource, () => Object.keys(globalThis).filter((name) => ['fetch', 'crypto', 'navigator', 'atob', 'Blob'].includes(name)).sort());
