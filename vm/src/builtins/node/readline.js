// node:readline and node:readline/promises.
'use strict';

const terminal = require('internal/readline/terminal');
const { emitKeypressEvents } = require('internal/readline/keys');
const { Interface, PromiseInterface } = require('internal/readline/line_reader');

module.exports = {
  Interface,
  clearLine: terminal.clearLine,
  clearScreenDown: terminal.clearScreenDown,
  createInterface: (input, output, completer, isTerminal) => new Interface(input, output, completer, isTerminal),
  cursorTo: terminal.cursorTo,
  emitKeypressEvents,
  moveCursor: terminal.moveCursor,
  promises: {
    Interface: PromiseInterface,
    Readline: terminal.Readline,
    createInterface: (input, output, completer, isTerminal) => new PromiseInterface(input, output, completer, isTerminal),
  },
};
