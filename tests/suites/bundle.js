// Makes one file of each program of a benchmark suite, for engines without a driver's shell.
//
//   node bundle.js SUITE OUT ITERATIONS      SUITE: a checkout of JetStream 3 or of Octane
//
// A program is a script, not a module: it finds no `module`, and `this` is the global object.
//
// Which files belong to a program, and how it is run, is read from the suite's own driver;
// nothing of a suite is kept here. A bundle prints what its program prints and its result, and
// no times. The last line of output is the list of programs: name, bundle (or none), tags.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");

const [suite, out, iterations] = process.argv.slice(2);
const read = (file) => {
  const whole = path.join(suite, file);
  if (fs.existsSync(whole)) return file.endsWith(".z") ? zlib.inflateSync(fs.readFileSync(whole)) : fs.readFileSync(whole);
  if (fs.existsSync(`${whole}.z`)) return zlib.inflateSync(fs.readFileSync(`${whole}.z`));
  throw new Error(`${file} is not there`);
};
const text = (file, wide) => read(file).toString(wide && read(file)[0] === 0xff ? "utf16le" : "utf8");

// What programs expect of a shell. Times count milliseconds that nobody measures, so that
// nothing depends on them; the modes compare what is printed.
const prelude = (files) => `
const Buffer = require("node:buffer").Buffer;
globalThis.self = globalThis;
globalThis.load = () => {};
globalThis.print = (...values) => console.log(...values);
globalThis.alert = globalThis.print;
{
  let now = 0;
  globalThis.performance = { now: () => (now += 0.25), mark: (name) => ({ name }), measure() {}, timeOrigin: 0 };
  Date.now = () => 1_700_000_000_000 + (now += 1);
  let seed = 42;
  Math.random = () => {
    seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (seed >>> 0) / 2 ** 32;
  };
}
const suiteFiles = ${JSON.stringify(files)};
globalThis.read = (name, how) => {
  if (!(name in suiteFiles)) throw new Error("no file " + name);
  const bytes = Buffer.from(suiteFiles[name], "base64");
  return how === "binary" ? bytes : bytes.toString("utf8");
};
globalThis.readFile = globalThis.read;
globalThis.top = {
  currentResolve() { console.log("done"); },
  currentReject(error) { console.log("failed: " + error); process.exitCode = 1; },
};
`;

// The file of a program: scripts one after the other.
const write = (name, files, scripts) => {
  // Two functions: a script may declare a name that the outer one hides.
  const body = `(function (module, exports, require) {\n(function () {\n${scripts.join("\n;\n")}\n}).call(globalThis);\n})();\n`;
  fs.writeFileSync(path.join(out, `${name}.js`), prelude(files) + body);
  return `${name}.js`;
};

function jetStream() {
  const driver = text("JetStreamDriver.js");
  const parameters = {
    developerMode: false, testList: [], testIterationCount: Number(iterations), testWorstCaseCount: 0, prefetchResources: false,
    testIterationCountMap: {}, testWorstCaseCountMap: {}, groupDetails: false,
  };
  // Up to the point where the driver begins to choose and run programs.
  const end = driver.indexOf("const benchmarksByName");
  const quiet = { ...console, assert() {}, warn() {}, log() {} };
  const make = new Function("JetStreamParams", "isInBrowser", "isD8", "isSpiderMonkey", "load", "console", "performance",
    `${driver.slice(0, end)}\nreturn { BENCHMARKS, ShellScripts, GroupedBenchmark };`);
  const { BENCHMARKS, ShellScripts, GroupedBenchmark } =
    make.call({}, parameters, false, false, false, () => {}, quiet, { now: () => 0, mark() {}, measure() {} });
  const programs = [];
  const add = (benchmark, tags) => {
    if (benchmark instanceof GroupedBenchmark) {
      for (const inner of benchmark.benchmarks) add(inner, tags);
      return;
    }
    const program = { name: benchmark.name, tags: [...tags] };
    programs.push(program);
    try {
      const preloads = benchmark.preloadEntries;
      const scripts = new ShellScripts(preloads.map(([name, resource]) => ({ name, resource, blobURLOrPath: resource })));
      if (benchmark._deterministicRandom) scripts.addDeterministicRandom();
      if (benchmark._exposeBrowserTest) scripts.addBrowserTest();
      if (benchmark.prerunCode) scripts.add(benchmark.prerunCode);
      for (const file of benchmark.files) scripts.add(text(file, benchmark.allowUtf16));
      scripts.add(benchmark.runnerCode);
      const files = Object.fromEntries(preloads.map(([, resource]) => [resource, read(resource).toString("base64")]));
      program.bundle = write(benchmark.name, files, scripts.scripts);
    } catch (error) {
      program.why = String(error.message);
    }
  };
  for (const benchmark of BENCHMARKS) add(benchmark, benchmark.tags);
  return programs;
}

// Octane's programs are scripts that register a suite; their files are named by the order of
// `load` in its run.js.
function octane() {
  const loads = [...text("run.js").matchAll(/load\(base_dir \+ '([^']+)'\)/g)].map((match) => match[1]);
  const base = text("base.js");
  const files = loads.filter((file) => file !== "base.js");
  // A program that is in two files is two that begin alike, or one and its data.
  const groups = new Map();
  for (const file of files) {
    const name = file.replace(/\.js$/, "").replace(/-(part\d|data|input|compiler)$/, "").replace(/^typescript.*/, "typescript").replace(/^zlib.*/, "zlib");
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return [...groups].map(([name, parts]) => {
    const run = `
for (const suite of BenchmarkSuite.suites) {
  for (const benchmark of suite.benchmarks) {
    BenchmarkSuite.ResetRNG();
    benchmark.Setup();
    for (let i = 0; i < ${iterations}; i++) benchmark.run();
    benchmark.TearDown();
    console.log(suite.name + " " + benchmark.name + ": done");
  }
}`;
    try {
      return { name, bundle: write(name, {}, [base, ...parts.map((part) => text(part)), run]), tags: ["default", "js"] };
    } catch (error) {
      return { name, why: error.message, tags: ["default", "js"] };
    }
  });
}

fs.mkdirSync(out, { recursive: true });
const isJetStream = fs.existsSync(path.join(suite, "JetStreamDriver.js"));
console.log(JSON.stringify(isJetStream ? jetStream() : octane()));
