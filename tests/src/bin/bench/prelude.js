// Gives a bare shell what the benchmark programs take for granted: process, require.
(() => {
  const shell = globalThis;
  const args = shell.scriptArgs ?? shell.arguments ?? [];
  const write = shell.std ? (text) => { shell.std.out.puts(text); shell.std.out.flush(); }
    : shell.putstr ? (text) => shell.putstr(text)
    : (() => {
        // Only whole lines can be printed, so text waits for the end of its line.
        let waiting = "";
        return (text) => {
          const lines = (waiting + text).split("\n");
          waiting = lines.pop();
          for (const line of lines) shell.print(line);
        };
      })();
  shell.performance ??= { now: shell.preciseTime ? () => shell.preciseTime() * 1000 : () => Date.now() };
  shell.console ??= { log: (...values) => shell.print(values.join(" ")) };
  const own = args.filter((argument) => !argument.endsWith(".js"));
  shell.process = {
    argv: ["shell", "script.js", ...own],
    stdout: { write },
    exit: () => { throw new Error("exit"); },
    hrtime: (since = [0, 0]) => {
      const now = shell.performance.now();
      const seconds = Math.floor(now / 1000);
      let nanoseconds = Math.floor((now - seconds * 1000) * 1e6) - since[1];
      let rest = seconds - since[0];
      if (nanoseconds < 0) {
        nanoseconds += 1e9;
        rest--;
      }
      return [rest, nanoseconds];
    },
  };
  const load = (path) => (shell.std ? shell.std.loadFile(path) : (shell.readFile ?? shell.read)(path));
  const modules = new Map();
  shell.require = (name) => {
    const path = name.endsWith(".js") ? name : `${name}.js`;
    if (!modules.has(path)) {
      const module = { exports: {} };
      modules.set(path, module);
      new Function("module", "exports", "require", load(path))(module, module.exports, shell.require);
    }
    return modules.get(path).exports;
  };
})();
