// gc-stress: 211
'use strict';
// Versions and their ranges: private names, named groups, order by several keys, a cache.
class SemVer {
  static #re = /^v?(?<major>0|[1-9]\d*)\.(?<minor>0|[1-9]\d*)\.(?<patch>0|[1-9]\d*)(?:-(?<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+(?<build>[0-9A-Za-z-.]+))?$/;
  #raw;
  constructor(text) {
    const m = SemVer.#re.exec(text.trim());
    if (!m) throw new TypeError(`Invalid Version: ${text}`);
    this.#raw = text;
    ({ major: this.major, minor: this.minor, patch: this.patch } = Object.fromEntries(Object.entries(m.groups).slice(0, 3).map(([k, v]) => [k, +v])));
    this.prerelease = m.groups.pre?.split(".").map((id) => (/^\d+$/.test(id) ? +id : id)) ?? [];
    this.build = m.groups.build?.split(".") ?? [];
  }
  get raw() { return this.#raw; }
  static compareIds(a, b) {
    const an = typeof a === "number", bn = typeof b === "number";
    return a === b ? 0 : an && !bn ? -1 : bn && !an ? 1 : a < b ? -1 : 1;
  }
  compare(other) {
    for (const k of ["major", "minor", "patch"]) if (this[k] !== other[k]) return Math.sign(this[k] - other[k]);
    const [p, q] = [this.prerelease, other.prerelease];
    if (!p.length || !q.length) return Math.sign(q.length - p.length);
    for (let i = 0; ; i++) {
      if (p[i] === undefined && q[i] === undefined) return 0;
      if (q[i] === undefined) return 1;
      if (p[i] === undefined) return -1;
      const c = SemVer.compareIds(p[i], q[i]);
      if (c) return c;
    }
  }
  inc(what) {
    switch (what) {
      case "major": if (this.minor || this.patch || !this.prerelease.length) this.major++; this.minor = this.patch = 0; this.prerelease = []; break;
      case "minor": if (this.patch || !this.prerelease.length) this.minor++; this.patch = 0; this.prerelease.length = 0; break;
      case "patch": if (!this.prerelease.length) this.patch++; this.prerelease = []; break;
      case "pre": { let i = this.prerelease.length; while (--i >= 0) if (typeof this.prerelease[i] === "number") { this.prerelease[i]++; i = -2; } if (i === -1) this.prerelease.push(0); break; }
      default: throw new Error(`invalid increment argument: ${what}`);
    }
    return this;
  }
  toString() { return `${this.major}.${this.minor}.${this.patch}` + (this.prerelease.length ? "-" + this.prerelease.join(".") : ""); }
  [Symbol.toPrimitive](hint) { return hint === "number" ? this.major * 1e6 + this.minor * 1e3 + this.patch : this.toString(); }
}
const X = (x) => x === undefined || x === "" || x === "x" || x === "X" || x === "*";
const desugar = (c) => {
  const m = /^(\^|~>?|[<>]=?|=)?\s*v?([\dxX*]+)?(?:\.([\dxX*]+))?(?:\.([\dxX*]+))?(?:-([\w.-]+))?$/.exec(c);
  if (!m) throw new SyntaxError(`bad comparator ${JSON.stringify(c)}`);
  let [, op = "", M, n, p, pre] = m;
  const low = `${X(M) ? 0 : M}.${X(n) ? 0 : n}.${X(p) ? 0 : p}${pre ? "-" + pre : ""}`;
  if (X(M)) return op === "<" || op === ">" ? ["<0.0.0-0"] : [">=0.0.0"];
  switch (op) {
    case "^": return [`>=${low}`, +M || X(n) ? `<${+M + 1}.0.0-0` : +n || X(p) ? `<${M}.${+n + 1}.0-0` : `<${M}.${n}.${+p + 1}-0`];
    case "~": case "~>": return [`>=${low}`, X(n) ? `<${+M + 1}.0.0-0` : `<${M}.${+n + 1}.0-0`];
    case "": case "=": return X(n) ? [`>=${low}`, `<${+M + 1}.0.0-0`] : X(p) ? [`>=${low}`, `<${M}.${+n + 1}.0-0`] : [`=${low}`];
    case ">": return X(n) ? [`>=${+M + 1}.0.0`] : X(p) ? [`>=${M}.${+n + 1}.0`] : [`>${low}`];
    case "<=": return X(n) ? [`<${+M + 1}.0.0-0`] : X(p) ? [`<${M}.${+n + 1}.0-0`] : [`<=${low}`];
    default: return [`${op}${low}`];
  }
};
class Range {
  static #cache = new Map();
  static of(text) { return Range.#cache.get(text) ?? Range.#cache.set(text, new Range(text)).get(text); }
  constructor(text) {
    this.set = text.split("||").map((part) => {
      part = part.trim().replace(/^\s*(\S+)\s+-\s+(\S+)\s*$/, (_, a, b) => `>=${a.replace(/^[\dvx.]+$/, (t) => { const q = t.split("."); while (q.length < 3) q.push(0); return q.join("."); })} <=${b}`).replace(/([<>=~^]+)\s+/g, "$1");
      return (part ? part.split(/\s+/) : ["*"]).flatMap(desugar).map((t) => { const [, op, v] = /^([<>=]+)(.*)$/.exec(t); return { op, v: new SemVer(v) }; });
    });
  }
  test(version) {
    const v = typeof version === "string" ? new SemVer(version) : version;
    return this.set.some((all) => all.every(({ op, v: w }) => { const c = v.compare(w); return op === ">" ? c > 0 : op === ">=" ? c >= 0 : op === "<" ? c < 0 : op === "<=" ? c <= 0 : c === 0; })
      && (!v.prerelease.length || all.some(({ v: w }) => w.prerelease.length && ["major", "minor", "patch"].every((k) => v[k] === w[k]))));
  }
  toString() { return this.set.map((all) => all.map(({ op, v }) => op.replace(/^=$/, "") + v).join(" ")).join("||"); }
}
const versions = ["0.0.1", "0.1.0-alpha.1", "0.1.0", "0.2.3", "1.0.0-rc.1+build.5", "1.0.0", "1.2.3", "1.2.4-beta", "1.9.9", "2.0.0-0", "2.0.0", "3.1.4"];
const ranges = ["^1.2.3", "~1.2", "1.x || >=3", "*", "", ">=1.0.0-rc.0 <2", "0.1 - 1.2", "^0.1.0-alpha", "<=1", ">1", "~>0.2", "=1.0.0", "^0.0.1", "> 1.2 < 3"];
for (let round = 0; round < 4; round++) for (const r of ranges) { const range = Range.of(r); const all = versions.filter((v) => range.test(v)); if (!round) console.log(r.padEnd(20), "|", String(range), "|", ...all); }
console.log(versions.map((v) => new SemVer(v)).sort((a, b) => b.compare(a)).join(" "), +new SemVer("1.2.3"), `${new SemVer("1.2.3-x.y")}`);
for (const k of ["major", "minor", "patch", "pre", "huh"]) try { console.log(k, versions.map((v) => new SemVer(v).inc(k)).join(" ")); } catch (e) { console.log(e.message); }
for (const bad of ["1.2", "01.2.3", "1.2.3-", "a.b.c"]) try { new SemVer(bad); } catch ({ name, message }) { console.log(name, message); }
console.log(new SemVer("1.2.3-a.4"), Range.of("^1"));
