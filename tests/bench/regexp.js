// A scanner for a small language and a log analyser, both made of regular expressions.
// test: 1 60
"use strict";

const TOKEN =
  /(?<space>\s+|\/\/[^\n]*)|(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<name>[A-Za-z_$][\w$]*)|(?<string>"(?:[^"\\]|\\.)*")|(?<operator>=>|[-+*\/<>=!]=?|[(){}\[\];,.?:])/y;
const KEYWORDS = new Set(["let", "if", "else", "while", "return", "function"]);

function* scan(source) {
  TOKEN.lastIndex = 0;
  let line = 1;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new SyntaxError(`line ${line}: unexpected ${source[at]}`);
    const { space, number, name, string } = match.groups;
    if (space !== undefined) line += (space.match(/\n/g) ?? []).length;
    else if (number !== undefined) yield { kind: "number", value: Number(number), line };
    else if (name !== undefined) yield { kind: KEYWORDS.has(name) ? "keyword" : "name", value: name, line };
    else if (string !== undefined) yield { kind: "string", value: string.slice(1, -1).replace(/\\(.)/g, "$1"), line };
    else yield { kind: "operator", value: match[0], line };
  }
}

const source = (i) => `
// function number ${i}
function area_${i}(width, height) {
  let scale = ${i}.5e-1;
  if (width <= ${i * 3} != false) { return "too \\"narrow\\"" + width; } else { scale = scale * 2; }
  while (height > 0) { height = height - 1; }
  return [width * height, x => x + scale, a.b.c ? 1 : 2];
}
`;

const logLine = (i) => {
  const day = String(1 + (i % 28)).padStart(2, "0");
  const path = ["/", "/index.html", `/item/${i}`, "/search?q=a+b&page=2"][i % 4];
  return `10.0.${i % 7}.${i % 251} - - [${day}/Nov/2024:10:${String(i % 60).padStart(2, "0")}:00] "GET ${path} HTTP/1.1" ${i % 11 ? 200 : 404} ${i * 13}`;
};

const LOG = /^(\d+(?:\.\d+){3}) \S+ \S+ \[([^\]]+)\] "(GET|POST) ([^ "]*) HTTP\/1\.[01]" (\d{3}) (\d+)$/;

function analyse(lines) {
  const statistics = { hosts: new Set(), notFound: 0, bytes: 0, items: 0, parameters: new Map() };
  for (const line of lines) {
    const match = LOG.exec(line);
    if (!match) throw new Error(`no log line: ${line}`);
    const [, host, , , path, status, size] = match;
    statistics.hosts.add(host);
    if (status === "404") statistics.notFound++;
    statistics.bytes += Number(size);
    if (/^\/item\/\d+$/.test(path)) statistics.items++;
    for (const [, key, value] of path.matchAll(/[?&](\w+)=([^&]*)/g)) {
      statistics.parameters.set(key, decodePlus(value));
    }
  }
  return statistics;
}

const decodePlus = (text) => text.replace(/\+/g, " ").replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

function run(size) {
  let program = "";
  for (let i = 0; i < size; i++) program += source(i);
  const counts = {};
  let numbers = 0;
  let lastLine = 0;
  for (const { kind, value, line } of scan(program)) {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind === "number") numbers += value;
    lastLine = line;
  }
  const lines = Array.from({ length: size * 8 }, (_, i) => logLine(i));
  const statistics = analyse(lines);
  const kebab = program.replace(/_(\d+)/g, "-$1").split(/\s*[;{}]\s*/).length;
  const swapped = lines.join("\n").replace(/(\d+)\/(\w+)\/(\d+)/g, "$3-$2-$1").length;
  return { counts, numbers, lastLine, statistics, kebab, swapped };
}

function check({ counts, numbers, lastLine, statistics, kebab, swapped }, size) {
  if (counts.keyword !== size * 7) throw new Error(`${counts.keyword} keywords`);
  if (counts.string !== size) throw new Error(`${counts.string} strings`);
  if (lastLine !== size * 8) throw new Error(`last line ${lastLine}`);
  if (statistics.items !== size * 2) throw new Error(`${statistics.items} items`);
  if (statistics.parameters.get("q") !== "a b") throw new Error("parameter q");
  const kinds = Object.entries(counts).map(([kind, count]) => `${kind}=${count}`);
  return `${kinds.join(" ")} numbers ${numbers.toFixed(2)} hosts ${statistics.hosts.size} bytes ${statistics.bytes} missing ${statistics.notFound} kebab ${kebab} swapped ${swapped}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 5, size = 150] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`regexp ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
