// What programs use of readline's Interface that is older than its documentation.
'use strict';
const readline = require('node:readline');
const { PassThrough } = require('node:stream');
for (const terminal of [false, true]) {
  const output = new PassThrough();
  let written = '';
  output.on('data', (data) => (written += data));
  const rl = readline.createInterface({ input: new PassThrough(), output, terminal });
  rl.on('line', (line) => console.log('line', line));
  rl.setPrompt('? ');
  console.log(terminal, JSON.stringify(rl._getDisplayPos('ab\ncde')), rl.isCompletionEnabled, rl._sawKeyPress);
  if (!terminal) {
    rl._normalWrite('one\ntwo\n');
    rl.close();
    continue;
  }
  rl._insertString('hello wide world');
  console.log(JSON.stringify(rl._getCursorPos()));
  rl._wordLeft();
  rl._deleteWordLeft();
  console.log(rl.line, rl.cursor);
  rl._wordRight();
  rl._deleteLeft();
  rl._moveCursor(-3);
  rl._deleteRight();
  console.log(rl.line, rl.cursor);
  rl._deleteLineRight();
  console.log(rl.line);
  rl._deleteLineLeft();
  console.log(JSON.stringify(rl.line));
  rl._insertString('last');
  rl._line();
  rl.close();
}
for (const name of ['_getCursorPos', '_getDisplayPos', '_deleteLeft', '_deleteRight', '_deleteLineLeft', '_deleteLineRight', '_deleteWordLeft', '_deleteWordRight',
  '_wordLeft', '_wordRight', '_normalWrite', '_refreshLine', '_insertString', '_ttyWrite', '_addHistory', '_line', 'clearLine']) {
  console.log(name, typeof readline.Interface.prototype[name]);
}
