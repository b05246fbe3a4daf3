// The TZ variable is assigned, defined and deleted while the program runs.
// node: 26
// gc-stress: 61
const summer = new Date(1530000000000), winter = new Date(1545000000000);
const show = (label) => console.log(label, summer.getHours(), winter.getTimezoneOffset(), `${summer}`, `${winter}`, new Date(2018, 6, 1).toISOString(), Date.parse('2018-03-25 02:30'));
const zoneOf = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const zone of ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Etc/GMT+5', 'XYZ-3', 'UTC+3', 'Nowhere/Land', '', ':Europe/Paris', 'europe/berlin', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Pacific/Auckland', 'America/Sao_Paulo', 'Europe/Dublin']) {
  process.env.TZ = zone;
  show(JSON.stringify(zone));
}
for (const zone of ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo']) {
  process.env.TZ = zone;
  console.log(zoneOf(), summer.toLocaleString('en-US'), summer.toLocaleTimeString('en-US', { timeZoneName: 'short' }));
}
Object.assign(process.env, { TZ: 'Asia/Tokyo' });
show('assigned');
Object.defineProperty(process.env, 'TZ', { value: 'Europe/Rome', configurable: true, writable: true, enumerable: true });
show('defined');
console.log(process.env.TZ, Object.keys(process.env).includes('TZ'), 'TZ' in process.env, JSON.parse(JSON.stringify(process.env)).TZ);
console.log(require('child_process').execFileSync('sh', ['-c', 'echo $TZ'], { encoding: 'utf8' }));
console.log(delete process.env.TZ, 'TZ' in process.env, delete process.env.TZ);
process.env.NUMBER = 5;
process.env.NOTHING = undefined;
console.log(typeof process.env.NUMBER, process.env.NOTHING, { ...process.env }.NUMBER);
for (const f of [() => { process.env.S = Symbol('s'); }, () => { process.env[Symbol('s')] = 1; }]) {
  try { f(); } catch (e) { console.log(e.name, e.message); }
}
