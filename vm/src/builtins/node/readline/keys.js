// What is typed at a terminal, as 'keypress' events: text and a description of the key.
'use strict';

const kDecoder = Symbol('kDecoder');

/** Names by the last part of the sequences that terminals send. */
const names = {
  OP: 'f1', OQ: 'f2', OR: 'f3', OS: 'f4', '[P': 'f1', '[Q': 'f2', '[R': 'f3', '[S': 'f4', '[11~': 'f1', '[12~': 'f2', '[13~': 'f3',
  '[14~': 'f4', '[200~': 'paste-start', '[201~': 'paste-end', '[[A': 'f1', '[[B': 'f2', '[[C': 'f3', '[[D': 'f4', '[[E': 'f5',
  '[15~': 'f5', '[17~': 'f6', '[18~': 'f7', '[19~': 'f8', '[20~': 'f9', '[21~': 'f10', '[23~': 'f11', '[24~': 'f12', '[A': 'up',
  '[B': 'down', '[C': 'right', '[D': 'left', '[E': 'clear', '[F': 'end', '[H': 'home', OA: 'up', OB: 'down', OC: 'right', OD: 'left',
  OE: 'clear', OF: 'end', OH: 'home', '[1~': 'home', '[2~': 'insert', '[3~': 'delete', '[4~': 'end', '[5~': 'pageup', '[6~': 'pagedown',
  '[[5~': 'pageup', '[[6~': 'pagedown', '[7~': 'home', '[8~': 'end',
};
/** What some terminals send with a modifier. */
const shifted = {
  '[a': 'up', '[b': 'down', '[c': 'right', '[d': 'left', '[e': 'clear', '[2$': 'insert', '[3$': 'delete', '[5$': 'pageup', '[6$': 'pagedown',
  '[7$': 'home', '[8$': 'end', '[Z': 'tab',
};
const controlled = {
  Oa: 'up', Ob: 'down', Oc: 'right', Od: 'left', Oe: 'clear', '[2^': 'insert', '[3^': 'delete', '[5^': 'pageup', '[6^': 'pagedown', '[7^': 'home',
  '[8^': 'end',
};

const sequence = /^\x1b{1,2}(?:(O)(\d?)([A-Za-z])|(\[\[?)(?:(\d+)(?:;(\d+))?([~^$]|[A-Za-z])|([A-Za-z])))/;
/** A sequence that more is to come of. */
const beginning = /^\x1b{1,2}(?:O\d?|\[\[?(?:\d+(?:;\d*)?)?)?$/;

/** The next key of a text: its length, what is told of it, whether it is text. Undefined if more has to come. */
function next(text, isComplete) {
  const key = { sequence: '', name: undefined, ctrl: false, meta: false, shift: false };
  if (text[0] === '\x1b') {
    const match = sequence.exec(text);
    if (match) {
      const [whole, o, oModifier, oLetter, bracket, number, modifier, last, letter] = match;
      let code;
      let bits;
      if (o) {
        code = o + oLetter;
        bits = oModifier;
      } else if (letter) {
        code = bracket + letter;
      } else if (/[~^$]/.test(last)) {
        code = `${bracket}${number}${last}`;
        bits = modifier;
      } else {
        code = bracket + last;
        bits = modifier ?? number;
      }
      const flags = (bits || 1) - 1;
      Object.assign(key, { sequence: whole, ctrl: !!(flags & 4), meta: !!(flags & 10), shift: !!(flags & 1), code });
      if (names[code]) key.name = names[code];
      else if (shifted[code]) [key.name, key.shift] = [shifted[code], true];
      else if (controlled[code]) [key.name, key.ctrl] = [controlled[code], true];
      else key.name = 'undefined';
      return { length: whole.length, key, text: undefined };
    }
    if (!isComplete && beginning.test(text)) return undefined;
  }
  const isEscaped = text[0] === '\x1b' && text.length > 1;
  const rest = isEscaped ? text.slice(1) : text;
  const char = String.fromCodePoint(rest.codePointAt(0));
  const whole = (isEscaped ? '\x1b' : '') + char;
  key.sequence = whole;
  if (char === '\r') {
    key.name = 'return';
    key.meta = isEscaped;
  } else if (char === '\n') {
    key.name = 'enter';
    key.meta = isEscaped;
  } else if (char === '\t') {
    key.name = 'tab';
    key.meta = isEscaped;
  } else if (char === '\b' || char === '\x7f') {
    key.name = 'backspace';
    key.meta = isEscaped;
  } else if (char === '\x1b') {
    key.name = 'escape';
    key.meta = isEscaped;
  } else if (char === ' ') {
    key.name = 'space';
    key.meta = isEscaped;
  } else if (!isEscaped && char <= '\x1a') {
    key.name = String.fromCharCode(char.charCodeAt(0) + 96);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(char)) {
    key.name = char.toLowerCase();
    key.shift = /^[A-Z]$/.test(char);
    key.meta = isEscaped;
  } else if (isEscaped) {
    key.meta = true;
  }
  return { length: whole.length, key, text: isEscaped ? undefined : whole };
}

/** Has a stream emit 'keypress' while somebody listens to that. */
function emitKeypressEvents(stream, reader = {}) {
  if (stream[kDecoder]) return;
  const { StringDecoder } = require('string_decoder');
  stream[kDecoder] = new StringDecoder('utf8');
  let rest = '';
  let timer = null;
  const tell = (isComplete) => {
    while (rest !== '') {
      const found = next(rest, isComplete);
      if (!found) return;
      rest = rest.slice(found.length);
      reader.isPasting = rest !== '';
      try {
        stream.emit('keypress', found.text, found.key);
      } catch (error) {
        rest = '';
        throw error;
      }
    }
    reader.isPasting = false;
  };
  const onData = (chunk) => {
    if (stream.listenerCount('keypress') === 0) {
      // Nobody listens any more.
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = stream[kDecoder].write(chunk);
    if (text === '') return;
    clearTimeout(timer);
    rest += text;
    tell(false);
    // An escape that is followed by nothing was the key.
    if (rest !== '') timer = setTimeout(tell, reader.escapeCodeTimeout ?? 500, true);
  };
  function onNewListener(event) {
    if (event !== 'keypress') return;
    stream.on('data', onData);
    stream.removeListener('newListener', onNewListener);
  }
  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

module.exports = { emitKeypressEvents };
