// The line that is typed at a terminal: where the cursor is, what keys do, what is shown.
'use strict';

const { cursorTo, moveCursor, clearScreenDown } = require('internal/readline/terminal');
const { invalidArgument, outOfRange } = require('internal/errors');
const { emitKeypressEvents } = require('internal/readline/keys');
const { Interface } = require('internal/readline/line_reader');
const { widthOf, isWide } = require('internal/readline/width');

const HISTORY_SIZE = 30;
const MOST_UNDONE = 2048;
const MOST_KILLED = 32;
const lineEnding = /\r\n|\n|\r(?!\n)/;

/** What editing needs to know of a reader. */
function prepare(reader, options = {}) {
  if (reader._kills) return;
  const { history, historySize = HISTORY_SIZE, removeHistoryDuplicates = false } = options;
  if (history !== undefined && !Array.isArray(history)) throw invalidArgument('history', 'an instance of Array', history);
  if (typeof historySize !== 'number') throw invalidArgument('historySize', 'of type number', historySize);
  if (!(historySize >= 0)) throw outOfRange('historySize', '>= 0', historySize);
  Object.assign(reader, { cursor: 0, history: history ?? [], historyIndex: -1, historySize, removeHistoryDuplicates, prevRows: 0 });
  Object.defineProperties(reader, {
    _kills: { value: [] },
    _killIndex: { value: 0, writable: true },
    _undone: { value: [], writable: true },
    _done: { value: [], writable: true },
    _search: { value: null, writable: true },
    _sentPrompt: { value: false, writable: true },
  });
}

function attach(reader, options) {
  prepare(reader, options);
  const { input, output } = reader;
  emitKeypressEvents(input, reader);
  const onKeypress = (text, key) => {
    reader._ttyWrite(text, key);
    // Keys that have no text, but come with some, have to be shown where they are.
    if (key?.sequence) {
      const code = key.sequence.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) reader._refreshLine();
    }
  };
  const onEnd = () => {
    if (reader.line.length > 0) reader.emit('line', reader.line);
    reader.close();
  };
  const onResize = () => reader._refreshLine();
  input.on('keypress', onKeypress);
  input.on('end', onEnd);
  reader._setRawMode(true);
  output?.on?.('resize', onResize);
  reader.once('close', () => {
    input.removeListener('keypress', onKeypress);
    input.removeListener('end', onEnd);
    output?.removeListener?.('resize', onResize);
  });
}

/** Row and column after a text, where lines are as long as the terminal is wide. */
function positionOf(reader, text) {
  const { columns } = reader;
  let [rows, offset] = [0, 0];
  for (const char of require('util').stripVTControlCharacters(text)) {
    if (char === '\n') {
      rows += Math.ceil(offset / columns) || 1;
      offset = 0;
    } else if (char === '\t') {
      offset += reader.tabSize - (offset % reader.tabSize);
    } else {
      const width = widthOf(char, true);
      // A wide character does not fit into the last column.
      if (width === 2 && isWide(char.codePointAt(0)) && (offset + 1) % columns === 0) offset++;
      offset += width;
    }
  }
  return { cols: offset % columns, rows: rows + (offset - (offset % columns)) / columns };
}

const charBefore = (text, at) => (at <= 0 ? 0 : [...text.slice(Math.max(0, at - 2), at)].at(-1).length);
const charAfter = (text, at) => (at >= text.length ? 0 : String.fromCodePoint(text.codePointAt(at)).length);
const wordBefore = (text) => /(?:[^\w\s]+|\w+|)\s*$/.exec(text)[0].length;
const wordAfter = (text) => /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(text)?.[0].length ?? 0;

Object.assign(Interface.prototype, {
  _refreshLine() {
    const shown = this._prompt + this.line;
    const end = positionOf(this, shown);
    const cursor = this.getCursorPos();
    const { output } = this;
    if (!output) return;
    if (this.prevRows > 0) moveCursor(output, 0, -this.prevRows);
    cursorTo(output, 0);
    clearScreenDown(output);
    this._writeToOutput(shown);
    // Else the terminal stays on the line that is full.
    if (end.cols === 0) this._writeToOutput(' ');
    cursorTo(output, cursor.cols);
    if (end.rows > cursor.rows) moveCursor(output, 0, -(end.rows - cursor.rows));
    this.prevRows = cursor.rows;
  },
  _insertString(text) {
    this._remember();
    if (this.cursor < this.line.length) {
      this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
      this.cursor += text.length;
      this._refreshLine();
      return;
    }
    // The terminal wraps it by itself.
    this.line += text;
    this.cursor += text.length;
    this._writeToOutput(text);
  },
  _moveCursor(by) {
    if (by === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + by, 0), this.line.length);
    const after = this.getCursorPos();
    if (before.rows === after.rows) {
      moveCursor(this.output, after.cols - before.cols, 0);
    } else {
      this._refreshLine();
    }
  },
  _remember() {
    this._done.push({ line: this.line, cursor: this.cursor });
    this._undone = [];
    if (this._done.length > MOST_UNDONE) this._done.shift();
  },
  _swap(from, to) {
    if (from.length === 0) return;
    to.push({ line: this.line, cursor: this.cursor });
    Object.assign(this, from.pop());
    this._refreshLine();
  },
  /** Takes a part out of the line. */
  _cut(start, end, isKilled) {
    if (start >= end && !isKilled) return;
    this._remember();
    const cut = this.line.slice(start, end);
    this.line = this.line.slice(0, start) + this.line.slice(end);
    this.cursor = start;
    if (isKilled && cut !== '' && cut !== this._kills[0]) {
      this._kills.unshift(cut);
      this._killIndex = 0;
      if (this._kills.length > MOST_KILLED) this._kills.pop();
    }
    this._refreshLine();
  },
  clearLine() {
    this._moveCursor(Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  },
  _addHistory() {
    if (this.line.length === 0 || this.historySize === 0) return this.line;
    if (this.line.trim().length === 0) return this.line;
    if (this.history.length === 0 || this.history[0] !== this.line) {
      if (this.removeHistoryDuplicates) {
        const at = this.history.indexOf(this.line);
        if (at !== -1) this.history.splice(at, 1);
      }
      this.history.unshift(this.line);
      if (this.history.length > this.historySize) this.history.pop();
    }
    this.historyIndex = -1;
    const line = this.history[0];
    this.emit('history', this.history);
    return line;
  },
  _historyPrev() {
    if (this.historyIndex >= this.history.length || this.history.length === 0) return;
    this._remember();
    const search = this._search ?? '';
    let at = this.historyIndex + 1;
    while (at < this.history.length && (!this.history[at].startsWith(search) || this.line === this.history[at])) at++;
    this.line = at === this.history.length ? search : this.history[at];
    this.historyIndex = at;
    this.cursor = this.line.length;
    this._refreshLine();
  },
  _historyNext() {
    if (this.historyIndex < 0) return;
    this._remember();
    const search = this._search ?? '';
    let at = this.historyIndex - 1;
    while (at >= 0 && (!this.history[at].startsWith(search) || this.line === this.history[at])) at--;
    this.line = at < 0 ? search : this.history[at];
    this.historyIndex = at;
    this.cursor = this.line.length;
    this._refreshLine();
  },
  _line() {
    const line = this._addHistory();
    this._done = [];
    this._undone = [];
    this.clearLine();
    this._onLine(line);
  },
  _tabComplete(isRepeated) {
    this.pause();
    const before = this.line.slice(0, this.cursor);
    const done = (error, result) => {
      if (this.closed) return;
      this.resume();
      if (error) {
        this._writeToOutput(`Tab completion error: ${require('util').inspect(error)}`);
        return;
      }
      const [found, completed] = result;
      if (!found || found.length === 0) return;
      const prefix = commonPrefix(found.filter((item) => item !== ''));
      if (prefix.startsWith(completed) && prefix.length > completed.length) {
        this._insertString(prefix.slice(completed.length));
      } else if (!completed.startsWith(prefix)) {
        this.line = this.line.slice(0, this.cursor - completed.length) + prefix + this.line.slice(this.cursor);
        this.cursor += prefix.length - completed.length;
        this._refreshLine();
      } else if (isRepeated) {
        this._remember();
        this._showCompletions(found);
        this._refreshLine();
      }
    };
    if (this.completer.length === 2) {
      this.completer(before, done);
      return;
    }
    // The answer may be a promise.
    Promise.resolve().then(() => this.completer(before)).then((result) => done(null, result), (error) => done(error));
  },
  _showCompletions(found) {
    const width = Math.max(...found.map((item) => widthOf(item))) + 2;
    const perLine = Number.isFinite(this.columns) && width > 0 ? Math.max(1, Math.floor(this.columns / width)) : 1;
    let text = '\r\n';
    let gap = '';
    let inLine = 0;
    for (const item of found) {
      if (item === '') {
        text += '\r\n\r\n';
        gap = '';
        inLine = 0;
        continue;
      }
      text += gap + item;
      gap = ' '.repeat(width - widthOf(item));
      if (++inLine === perLine) {
        text += '\r\n';
        gap = '';
        inLine = 0;
      }
    }
    this._writeToOutput(`${text}${inLine > 0 ? '\r\n' : ''}\r\n`);
    this.prevRows = 0;
  },
  _yank() {
    if (this._kills.length > 0) this._insertString(this._kills[this._killIndex]);
  },
  _yankOlder() {
    const last = this._kills[this._killIndex];
    if (this._kills.length < 2 || this.line.slice(this.cursor - last.length, this.cursor) !== last) return;
    this._killIndex = (this._killIndex + 1) % this._kills.length;
    const older = this._kills[this._killIndex];
    const start = this.cursor - last.length;
    this.line = this.line.slice(0, start) + older + this.line.slice(this.cursor);
    this.cursor = start + older.length;
    this._refreshLine();
  },
  _interrupt() {
    if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
    else this.close();
  },
  _suspend() {
    if (this.listenerCount('SIGTSTP') > 0) {
      this.emit('SIGTSTP');
      return;
    }
    process.once('SIGCONT', () => {
      if (!this.paused) {
        this.pause();
        this.emit('SIGCONT');
      }
      this._setRawMode(true);
      this._refreshLine();
    });
    this._setRawMode(false);
    process.kill(process.pid, 'SIGTSTP');
  },

  /** A key was pressed. */
  _ttyWrite(text, givenKey) {
    const key = givenKey ?? {};
    const before = this._previousKey;
    this._previousKey = key;
    if (!key.meta || key.name !== 'y') this._killIndex = 0;
    // Going through the history looks for what was typed before.
    if ((key.name === 'up' || key.name === 'down') && !key.ctrl && !key.meta && !key.shift) {
      this._search ??= this.line.slice(0, this.cursor);
    } else if (this._search !== null) {
      this._search = null;
      if (this.history.length === this.historyIndex) this.historyIndex = -1;
    }
    if (typeof key.sequence === 'string') {
      if (key.sequence === '\x1f') return this._swap(this._done, this._undone);
      if (key.sequence === '\x1e') return this._swap(this._undone, this._done);
    }
    if (key.name === 'escape') return undefined;
    // The second half of an ending comes right after the first.
    if (key.name !== 'return' && key.name !== 'enter') this._sawReturnAt = 0;
    const command = key.ctrl && key.shift ? withBoth[key.name] : key.ctrl ? withControl[key.name] : key.meta ? withMeta[key.name] : plain[key.name];
    if (command) return command(this, before);
    if (key.ctrl || key.meta) return undefined;
    if (typeof text === 'string' && text) return this._type(text);
    if (text instanceof Uint8Array) return this._type(Buffer.from(text).toString());
    return undefined;
  },
  /** Text may have several lines, if it was pasted. */
  _type(text) {
    const lines = text.split(lineEnding);
    lines.forEach((line, i) => {
      if (i > 0) this._line();
      if (line !== '') this._insertString(line);
    });
  },
});

function commonPrefix(items) {
  let prefix = items[0] ?? '';
  for (const item of items) while (!item.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

const toStart = (r) => r._moveCursor(-Infinity);
const toEnd = (r) => r._moveCursor(Infinity);
const left = (r) => r._moveCursor(-charBefore(r.line, r.cursor));
const right = (r) => r._moveCursor(charAfter(r.line, r.cursor));
const wordLeft = (r) => r._moveCursor(-wordBefore(r.line.slice(0, r.cursor)));
const wordRight = (r) => r._moveCursor(wordAfter(r.line.slice(r.cursor)));
const deleteLeft = (r) => r._cut(r.cursor - charBefore(r.line, r.cursor), r.cursor);
const deleteRight = (r) => r._cut(r.cursor, r.cursor + charAfter(r.line, r.cursor));
const deleteWordLeft = (r) => r._cut(r.cursor - wordBefore(r.line.slice(0, r.cursor)), r.cursor);
const deleteWordRight = (r) => r._cut(r.cursor, r.cursor + wordAfter(r.line.slice(r.cursor)));
const deleteLineLeft = (r) => r._cut(0, r.cursor, true);
const deleteLineRight = (r) => r._cut(r.cursor, r.line.length, true);

const withBoth = { backspace: deleteLineLeft, delete: deleteLineRight };
const withControl = {
  c: (r) => r._interrupt(),
  h: deleteLeft,
  d(r) {
    if (r.cursor === 0 && r.line.length === 0) r.close();
    else if (r.cursor < r.line.length) deleteRight(r);
  },
  u: deleteLineLeft,
  k: deleteLineRight,
  a: toStart,
  e: toEnd,
  b: left,
  f: right,
  l(r) {
    cursorTo(r.output, 0, 0);
    clearScreenDown(r.output);
    r._refreshLine();
  },
  n: (r) => r._historyNext(),
  p: (r) => r._historyPrev(),
  y: (r) => r._yank(),
  z: (r) => r._suspend(),
  w: deleteWordLeft,
  backspace: deleteWordLeft,
  delete: deleteWordRight,
  left: wordLeft,
  right: wordRight,
  j: (r) => r._line(),
};
const withMeta = { b: wordLeft, f: wordRight, d: deleteWordRight, delete: deleteWordRight, backspace: deleteWordLeft, y: (r) => r._yankOlder() };
const plain = {
  return(r) {
    r._sawReturnAt = Date.now();
    r._line();
  },
  enter(r) {
    // The second half of an ending in two parts ends nothing.
    if (r._sawReturnAt === 0 || Date.now() - r._sawReturnAt > r.crlfDelay) r._line();
    r._sawReturnAt = 0;
  },
  backspace: deleteLeft,
  delete: deleteRight,
  left,
  right,
  home: toStart,
  end: toEnd,
  up: (r) => r._historyPrev(),
  down: (r) => r._historyNext(),
  tab(r, before) {
    if (typeof r.completer === 'function' && !r.isPasting) r._tabComplete(before?.name === 'tab');
    else r._insertString('\t');
  },
};

// As programs know them that extend the editor.
for (const [name, command] of Object.entries({
  _wordLeft: wordLeft, _wordRight: wordRight,
  _deleteLeft: deleteLeft, _deleteRight: deleteRight,
  _deleteWordLeft: deleteWordLeft, _deleteWordRight: deleteWordRight,
  _deleteLineLeft: deleteLineLeft, _deleteLineRight: deleteLineRight,
})) {
  Interface.prototype[name] = function () {
    command(this);
  };
}

module.exports = { attach, prepare, positionOf };
