// Lines from streams and from a terminal: what keys do, and what is sent to the terminal for it.
const readline = require('readline');
const { PassThrough, Readable, Writable } = require('stream');

const log = (...args) => console.log(...args.map((arg) => (typeof arg === 'string' ? JSON.stringify(arg) : arg)));
const pause = (ms = 3) => new Promise((resolve) => setTimeout(resolve, ms));

async function session(name, keys, options = {}) {
  log('---', name);
  const input = new PassThrough();
  let out = '';
  const output = new Writable({ write: (chunk, encoding, done) => { out += chunk; done(); } });
  Object.assign(output, { columns: 20, isTTY: true });
  // However slow this process is, a line feed belongs to the return before it.
  const rl = readline.createInterface({ input, output, terminal: true, prompt: 'P> ', crlfDelay: Infinity, ...options });
  for (const event of ['line', 'close', 'SIGINT']) rl.on(event, (line) => log(event, line));
  rl.on('history', (history) => log('history', JSON.stringify(history)));
  rl.prompt();
  for (const key of keys) {
    input.write(key);
    await pause(key === '\x1b' ? 600 : 3);
    log(key, rl.line, rl.cursor, out);
    out = '';
  }
  log(JSON.stringify(rl.getCursorPos()));
  if (!rl.closed) rl.close();
  log(out);
}

async function lines(...chunks) {
  const rl = readline.createInterface({ input: Readable.from(chunks.map((chunk) => Buffer.from(chunk))) });
  const got = [];
  for await (const line of rl) got.push(line);
  log(JSON.stringify(got));
}

(async () => {
  await lines('one\r\ntwo\n\nfour');
  await lines('a\r', '\nb\rc', 'd\n');
  await lines();
  await session('plain', ['h', 'el', 'lo', '\r', 'two\nthree\r\n']);
  await session('edit', [
    'hello world', '\x1b[D', '\x7f', 'X', '\x01', 'S', '\x05', 'E', '\x17', '\x0b', '\x02', '\x15', '\x19', '\x1bb', '\x1bf', '\x1b[H', '\x1b[3~', '\x1b[F',
    '\x1f', '\x1f', '\x1e', '\r',
  ]);
  await session('wrap', ['0123456789', '0123456789abc', '\x1b[D', '\x7f', '\x01', '\r']);
  await session('history', ['one\r', 'two\r', '\x1b[A', '\x1b[A', '\x1b[B', '\x1b[B', 'o', '\x1b[A', '\r']);
  await session('wide', ['日本', '\x1b[D', 'x', '\x7f', '😀', '\x7f', '\r']);
  await session('control', ['abc', '\x03', '\x0c', '\x04', '\x08']);
  await session('complete', ['a', '\t', '\t', 'p\t', '\r'], {
    completer: (line) => [['apple', 'apply', 'avocado'].filter((word) => word.startsWith(line)), line],
  });
  await session('escape', ['ab', '\x1b', '\x1b[1;5D', '\x1b[1;5C', '\x1bOH', '\x1b\x7f', '\x04']);

  const input = new PassThrough();
  readline.emitKeypressEvents(input);
  input.on('keypress', (text, key) => log('key', text, JSON.stringify(key)));
  for (const key of [
    'a', 'A', '\x01', '\x1b[A', '\x1b[1;2A', '\x1b[15;5~', '\x1bOP', '\x1ba', '\x1bA', '\t', '\x1b[Z', ' ', 'é', '😀', '\x7f', '\x1b\x1b[A', '\x1b[[A',
    '\x1b[2^', '5', '\x1b[200~', '\r', '\x1b[99~', '!', '\x1b!',
  ]) {
    input.write(key);
    await pause();
  }

  let sent = '';
  const terminal = new Writable({ write: (chunk, encoding, done) => { sent += chunk; done(); } });
  readline.cursorTo(terminal, 1);
  readline.cursorTo(terminal, 1, 2);
  readline.moveCursor(terminal, -1, 3);
  for (const direction of [-1, 0, 1]) readline.clearLine(terminal, direction);
  readline.clearScreenDown(terminal, () => log('done'));
  log(sent);
  for (const wrong of [() => readline.cursorTo(terminal, NaN), () => readline.cursorTo(terminal, 'a', 1), () => readline.clearLine(terminal, 1, 1)]) {
    try {
      wrong();
    } catch (error) {
      log(error.code);
    }
  }
  const closed = readline.createInterface({ input: new PassThrough() });
  closed.close();
  try {
    closed.question('x', () => {});
  } catch (error) {
    log(error.code);
  }
  const asked = new PassThrough();
  const rl = require('readline/promises').createInterface({ input: asked });
  setTimeout(() => asked.write('answer\n'), 5);
  log(await rl.question('?'));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5);
  await rl.question('?', { signal: stop.signal }).catch((error) => log(error.name, error.code));
  rl.close();
})();
