// Interface: lines that are read from a stream, typed at a terminal or not.
'use strict';

const EventEmitter = require('events');
const { coded, invalidArgument, invalidValue, checkString } = require('internal/errors');
const { onAbort, checkSignal } = require('internal/streams/abort');
const { abortedBy } = require('internal/streams/errors');

const lineEnding = /\r\n|\n|\r(?!\n)|\u2028|\u2029/;
const otherEnding = /[\r\u2028\u2029]/;
const LEAST_CRLF_DELAY = 100;
const MANY_LINES = 1024;

const kQuestion = Symbol('kQuestion');

function usedAfterClose() {
  return coded(Error, 'ERR_USE_AFTER_CLOSE', 'readline was closed');
}

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  EventEmitter.call(this);
  const options = input?.input ? input : { input, output, completer, terminal };
  const { crlfDelay, prompt = '> ', signal, tabSize = 8, escapeCodeTimeout = 500 } = options;
  if (options.input === undefined || options.input === null || typeof options.input.on !== 'function') {
    throw invalidArgument('input', 'an instance of Stream', options.input);
  }
  if (options.completer !== undefined && options.completer !== null && typeof options.completer !== 'function') throw invalidValue('completer', options.completer);
  if (!(typeof escapeCodeTimeout === 'number' && Number.isFinite(escapeCodeTimeout))) throw invalidValue('input.escapeCodeTimeout', escapeCodeTimeout);
  checkSignal(signal, 'options.signal');

  this.input = options.input;
  this.output = options.output;
  this.terminal = options.terminal === undefined || options.terminal === null ? !!this.output?.isTTY : !!options.terminal;
  this.line = '';
  this.closed = false;
  this.paused = false;
  this.isPasting = false;
  this.isCompletionEnabled = true;
  this._sawKeyPress = false;
  this._previousKey = null;
  this.crlfDelay = crlfDelay ? Math.max(LEAST_CRLF_DELAY, crlfDelay) : LEAST_CRLF_DELAY;
  this.escapeCodeTimeout = escapeCodeTimeout;
  this.tabSize = tabSize;
  this.completer = options.completer ?? undefined;
  this[kQuestion] = null;
  this._sawReturnAt = 0;
  this.setPrompt(prompt);

  const onError = (error) => this.emit('error', error);
  this.input.on('error', onError);
  if (this.terminal) require('internal/readline/editor').attach(this, options);
  else readLines(this);
  this.once('close', () => this.input.removeListener('error', onError));
  if (signal) {
    const close = () => this.close();
    if (signal.aborted) process.nextTick(close);
    else this.once('close', onAbort(signal, close));
  }
  this.input.resume();
}
Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Interface, EventEmitter);

/** Lines of what is not typed. */
function readLines(reader) {
  const { input } = reader;
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder('utf8');
  let rest = null;
  const onData = (chunk) => {
    let text = decoder.write(chunk);
    if (text === '') return;
    // The second half of an ending that came in two parts.
    if (reader._sawReturnAt && Date.now() - reader._sawReturnAt <= reader.crlfDelay && text[0] === '\n') text = text.slice(1);
    reader._sawReturnAt = 0;
    if (text === '') return;
    const all = rest === null ? text : rest + text;
    const lines = all.split(otherEnding.test(text) || otherEnding.test(rest ?? '') ? lineEnding : '\n');
    if (text.endsWith('\r')) reader._sawReturnAt = Date.now();
    rest = lines.pop() || null;
    for (const line of lines) reader._onLine(line);
  };
  const onEnd = () => {
    if (rest !== null && rest !== '') reader._onLine(rest);
    rest = null;
    reader.close();
  };
  input.on('data', onData);
  input.on('end', onEnd);
  reader.once('close', () => {
    input.removeListener('data', onData);
    input.removeListener('end', onEnd);
  });
}

Object.defineProperty(Interface.prototype, 'columns', {
  configurable: true,
  enumerable: true,
  get() {
    return this.output?.columns || Infinity;
  },
});

Object.assign(Interface.prototype, {
  getPrompt() {
    return this._prompt;
  },
  setPrompt(prompt) {
    this._prompt = prompt;
  },
  prompt(preserveCursor) {
    if (this.closed) throw usedAfterClose();
    if (this.paused) this.resume();
    if (this.terminal && process.env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },
  question(query, givenOptions, givenCallback) {
    const callback = typeof givenOptions === 'function' ? givenOptions : givenCallback;
    const signal = typeof givenOptions === 'function' ? undefined : givenOptions?.signal;
    if (signal) {
      checkSignal(signal, 'options.signal');
      if (signal.aborted) return;
      const forget = onAbort(signal, () => this._cancelQuestion());
      if (typeof callback === 'function') {
        this._ask(query, (answer) => {
          forget();
          callback(answer);
        });
      }
      return;
    }
    if (typeof callback === 'function') this._ask(query, callback);
  },
  _ask(query, callback) {
    if (this.closed) throw usedAfterClose();
    if (this[kQuestion]) {
      this.prompt();
      return;
    }
    this[kQuestion] = { callback, prompt: this._prompt };
    this.setPrompt(query);
    this.prompt();
  },
  _cancelQuestion() {
    if (!this[kQuestion]) return;
    this.setPrompt(this[kQuestion].prompt);
    this[kQuestion] = null;
    if (this.terminal) this.clearLine();
  },
  _onLine(line) {
    const question = this[kQuestion];
    if (!question) {
      this.emit('line', line);
      return;
    }
    this[kQuestion] = null;
    this.setPrompt(question.prompt);
    question.callback(line);
  },
  _writeToOutput(text) {
    checkString(text, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(text);
  },
  _setRawMode(on) {
    const before = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(on);
    return before;
  },
  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  },
  pause() {
    if (this.closed) throw usedAfterClose();
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  },
  resume() {
    if (this.closed) throw usedAfterClose();
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  },
  /** As if it had been typed. */
  write(data, key) {
    if (this.closed) throw usedAfterClose();
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data, key);
    else this._normalWrite(data);
  },
  getCursorPos() {
    return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor ?? 0));
  },
  /** Columns and rows that a text takes. */
  _getDisplayPos(text) {
    return require('internal/readline/editor').positionOf(this, text);
  },
  /** Takes what was read of an input that is no terminal. */
  _normalWrite(data) {
    if (data !== undefined) this.input.emit('data', typeof data === 'string' ? Buffer.from(data) : data);
  },
  [Symbol.asyncIterator]() {
    return (this._iterator ??= linesOf(this));
  },
  [Symbol.dispose]() {
    this.close();
  },
});
Interface.prototype._questionCancel = Interface.prototype._cancelQuestion;

/** Lines as they come, none of which is lost between two requests. */
function linesOf(reader) {
  let lines = [];
  /** Those before it have been given. */
  let next = 0;
  const waiting = [];
  let failure = null;
  let isDone = reader.closed;
  const onLine = (line) => {
    if (waiting.length) {
      waiting.shift().resolve({ value: line, done: false });
      return;
    }
    lines.push(line);
    if (lines.length - next > MANY_LINES && !reader.closed) reader.pause();
  };
  const finish = () => {
    isDone = true;
    reader.removeListener('line', onLine);
    for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
  };
  const onError = (error) => {
    if (waiting.length) waiting.shift().reject(error);
    else failure = error;
    finish();
  };
  reader.on('line', onLine);
  reader.on('close', finish);
  reader.on('error', onError);
  return {
    next() {
      if (next < lines.length) {
        const value = lines[next++];
        if (next === lines.length) {
          lines = [];
          next = 0;
          if (reader.paused && !reader.closed) reader.resume();
        }
        return Promise.resolve({ value, done: false });
      }
      if (failure) {
        const error = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (isDone) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      finish();
      reader.removeListener('close', finish);
      reader.removeListener('error', onError);
      reader.close();
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(error) {
      onError(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The form whose `question` is a promise. */
class PromiseInterface extends Interface {
  question(query, options) {
    const signal = options?.signal;
    return new Promise((resolve, reject) => {
      if (signal) {
        checkSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(abortedBy(signal));
          return;
        }
      }
      const forget = signal && onAbort(signal, () => {
        this._cancelQuestion();
        reject(abortedBy(signal));
      });
      try {
        this._ask(query, (answer) => {
          forget?.();
          resolve(answer);
        });
      } catch (error) {
        reject(error);
      }
    });
  }
}
Object.defineProperty(PromiseInterface, 'name', { value: 'Interface' });

Interface.prototype._getCursorPos = Interface.prototype.getCursorPos;

// What edits a line comes with the editor, which what is no terminal has a use for only if it asks.
for (const name of [
  '_refreshLine', '_insertString', '_tabComplete', '_wordLeft', '_wordRight', '_deleteLeft', '_deleteRight', '_deleteWordLeft', '_deleteWordRight',
  '_deleteLineLeft', '_deleteLineRight', '_line', '_addHistory', '_historyNext', '_historyPrev', '_moveCursor', '_ttyWrite', 'clearLine',
]) {
  Interface.prototype[name] = function (...args) {
    require('internal/readline/editor').prepare(this);
    return this[name](...args);
  };
}

Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = function question(query, options) {
  return PromiseInterface.prototype.question.call(this, query, options);
};

module.exports = { Interface, PromiseInterface };
