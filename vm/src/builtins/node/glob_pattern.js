// Patterns of paths: `**`, braces, ranges, classes, groups.
//
// A pattern is a list of segments: a string, which names itself; a RegExp; or ANY_DEPTH. An empty string at the
// end asks for a folder, one at the beginning for the root.
'use strict';

const ANY_DEPTH = Symbol('**');

/** Numbers from one to another, or letters: of `1..3` and `a..e..2`; null if that is no range. */
function rangeOf(text) {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  const letters = /^([a-zA-Z])\.\.([a-zA-Z])(?:\.\.(-?\d+))?$/.exec(text);
  const [, from, to, by = '1'] = numbers ?? letters ?? [];
  if (from === undefined) return null;
  const first = numbers ? Number(from) : from.charCodeAt(0);
  const last = numbers ? Number(to) : to.charCodeAt(0);
  const step = Math.max(Math.abs(Number(by)), 1);
  const isPadded = numbers !== null && [from, to].some((end) => /^-?0\d/.test(end));
  const width = isPadded ? Math.max(from.length, to.length) : 0;
  const shown = (n) => {
    if (letters) return String.fromCharCode(n);
    return n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0');
  };
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  return Array.from({ length: count }, (_, i) => shown(first + Math.sign(last - first) * step * i));
}

/** The alternatives of what opens at `at`, and where it closes; null if it does not. `[open, between, close]`: by which characters. */
function alternativesAt(text, at, [open, between, close]) {
  const parts = [];
  let depth = 0;
  let begin = at + 1;
  for (let i = at; i < text.length; i++) {
    if (text[i] === open) depth++;
    else if (text[i] === between && depth === 1) {
      parts.push(text.slice(begin, i));
      begin = i + 1;
    } else if (text[i] === close && --depth === 0) {
      parts.push(text.slice(begin, i));
      return { parts, end: i + 1 };
    }
  }
  return null;
}

/** What a text with braces stands for. */
function expandBraces(text, from = 0) {
  for (let open = text.indexOf('{', from); open >= 0; open = text.indexOf('{', open + 1)) {
    const brace = text[open - 1] === '$' ? null : alternativesAt(text, open, '{,}');
    const choices = brace && (brace.parts.length > 1 ? brace.parts.flatMap((part) => expandBraces(part)) : rangeOf(brace.parts[0]));
    if (choices) {
      const rests = expandBraces(text.slice(brace.end));
      return choices.flatMap((choice) => rests.map((rest) => text.slice(0, open) + choice + rest));
    }
  }
  return [text];
}

const POSIX_CLASSES = {
  alnum: '\\p{L}\\p{Nl}\\p{Nd}', alpha: '\\p{L}\\p{Nl}', ascii: '\\x00-\\x7f', blank: '\\p{Zs}\\t', cntrl: '\\p{Cc}', digit: '\\p{Nd}',
  lower: '\\p{Ll}', print: '\\P{C}', punct: '\\p{P}', space: '\\p{Z}\\t\\r\\n\\v\\f', upper: '\\p{Lu}', word: '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}', xdigit: 'A-Fa-f0-9',
};
const quoted = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const quotedInClass = (c) => c.replace(/[\\\]^[-]/g, '\\$&');

/** The class that begins at `open`, as a source, and where it ends; null if it does not end. */
function classAt(text, open) {
  let i = open + 1;
  const isNegative = text[i] === '!' || text[i] === '^';
  if (isNegative) i++;
  const members = [];
  let needsUnicode = false;
  for (const begin = i; i < text.length; i++) {
    if (text[i] === ']' && i > begin) {
      if (members.length === 0) return { source: isNegative ? '[^/]' : '(?!)', end: i + 1 };
      // That of a single character names it, be it a dot at the beginning.
      const isOne = !isNegative && members.length === 1 && members[0].one !== undefined;
      const source = isOne ? quoted(members[0].one) : `[${isNegative ? '^/' : ''}${members.map((m) => m.source).join('')}]`;
      return { source, isOne, end: i + 1, needsUnicode };
    }
    const posix = /^\[:(\w+):\]/.exec(text.slice(i));
    if (posix && Object.hasOwn(POSIX_CLASSES, posix[1])) {
      members.push({ source: POSIX_CLASSES[posix[1]] });
      needsUnicode = true;
      i += posix[0].length - 1;
    } else if (text[i + 1] === '-' && i + 2 < text.length && text[i + 2] !== ']') {
      // A range the wrong way round has nobody in it.
      if (text[i] <= text[i + 2]) members.push({ source: `${quotedInClass(text[i])}-${quotedInClass(text[i + 2])}` });
      i += 2;
    } else {
      members.push({ source: quotedInClass(text[i]), one: text[i] });
    }
  }
  return null;
}

const REPEATED = { '?': '?', '*': '*', '+': '+', '@': '' };
const NO_DOT = '(?!\\.)';

/** A segment as the source of a RegExp. What is no name begins with no dot. `notes` is told what was found. */
function sourceOf(text, isBegin, notes) {
  let source = '';
  for (let i = 0; i < text.length;) {
    const guard = isBegin && i === 0 ? NO_DOT : '';
    const c = text[i];
    const group = '?*+@!'.includes(c) && text[i + 1] === '(' ? alternativesAt(text, i + 1, '(|)') : null;
    const set = c === '[' ? classAt(text, i) : null;
    if (group) {
      notes.isPattern = true;
      const inner = group.parts.map((part) => sourceOf(part, isBegin && i === 0 && c !== '!', notes)).join('|');
      if (c === '!') {
        const rest = sourceOf(text.slice(group.end), false, notes);
        return `${source}${guard}(?!(?:${inner})${rest}$)[^/]*?${rest}`;
      }
      source += `(?:${inner})${REPEATED[c]}`;
      i = group.end;
    } else if (set) {
      notes.isPattern = true;
      notes.needsUnicode ||= set.needsUnicode;
      source += (set.isOne ? '' : guard) + set.source;
      i = set.end;
    } else if (c === '*') {
      notes.isPattern = true;
      while (text[i] === '*' && text[i + 1] !== '(') i++;
      if (text[i] === '*') {
        source += guard;
        continue;
      }
      source += `${guard}[^/]${i === text.length && source === '' && isBegin ? '+?' : '*?'}`;
    } else if (c === '?') {
      notes.isPattern = true;
      source += `${guard}[^/]`;
      i++;
    } else {
      source += quoted(c);
      i++;
    }
  }
  return source;
}
function segmentOf(text) {
  if (text === '**') return ANY_DEPTH;
  const notes = { isPattern: false, needsUnicode: false };
  const source = sourceOf(text, true, notes);
  if (!notes.isPattern) return text;
  return new RegExp(`^(?!\\.{1,2}$)${source}$`, notes.needsUnicode ? 'u' : '');
}

/** Texts without `.`, without what `..` takes back, and with one `**` in a row. */
function simplified(texts) {
  const out = [];
  texts.forEach((text, i) => {
    const before = out.at(-1);
    if (text === '.' || (text === '' && i > 0 && i < texts.length - 1) || (text === '**' && before === '**')) return;
    if (text === '..' && before !== undefined && !['', '..', '**'].includes(before)) out.pop();
    else out.push(text);
  });
  return out;
}
/** The patterns that a text stands for. */
function patternsOf(text) {
  const plain = text.replaceAll('\\', '/');
  return [...new Set(expandBraces(plain))].map((one) => simplified(one.split('/')).map(segmentOf));
}
const takes = (segment, name) => (typeof segment === 'string' ? segment === name : segment !== ANY_DEPTH && segment.test(name));

/** Whether names are those of a pattern. `withBase`: what is below a folder is taken together with the folder. */
function isMatch(pattern, names, withBase, at = 0, from = 0) {
  if (at === pattern.length) return from === names.length || (from === names.length - 1 && names[from] === '');
  if (pattern[at] !== ANY_DEPTH) return from < names.length && takes(pattern[at], names[from]) && isMatch(pattern, names, withBase, at + 1, from + 1);
  if (at === pattern.length - 1) {
    return (withBase || from < names.length) && names.slice(from).every((name) => !name.startsWith('.'));
  }
  for (let i = from; i <= names.length; i++) {
    if (isMatch(pattern, names, withBase, at + 1, i)) return true;
    if (names[i]?.startsWith('.')) return false;
  }
  return false;
}
function matchesGlob(path, text) {
  const parts = path.split('/');
  // A dot at the beginning is a name of its own here.
  const names = parts[0] === '.' ? ['.', ...simplified(parts.slice(1))] : simplified(parts);
  return patternsOf(text).some((pattern) => isMatch(pattern, names, false));
}

module.exports = { ANY_DEPTH, expandBraces, isMatch, matchesGlob, patternsOf, takes };
