// gc-stress: 61
// Objects of one literal share the pattern, and nothing else: properties, lastIndex, compile, freezing, prototypes.
"use strict";
function make() {
  return /(a)(b)?/gi;
}
class Words extends RegExp {
  count = 0;
  exec(text) {
    this.count++;
    return super.exec(text);
  }
}
function once(i) {
  const one = make();
  const two = make();
  if (one === two) throw new Error("one object");
  one.lastIndex = i % 3;
  one.extra = i;
  one[0] = "zero";
  const match = one.exec("xabab");
  let text = `${match && match.index} ${one.lastIndex} ${two.lastIndex} ${two.extra}`;
  if (i % 5 === 0) {
    two.compile("b+", "g");
    text += ` ${two.source} ${two.flags} ${one.source} ${one.flags} ${two.exec("abb")[0]}`;
  }
  if (i % 7 === 0) {
    Object.freeze(two);
    try {
      two.test("ab");
    } catch (error) {
      text += ` ${error.constructor.name}`;
    }
    text += ` ${Object.isFrozen(two)} ${two.lastIndex}`;
  }
  if (i % 11 === 0) {
    delete one.extra;
    Object.setPrototypeOf(one, Words.prototype);
    one.count = 0;
    one.lastIndex = 0;
    text += ` ${one.test("ab")} ${one.count} ${Object.keys(one)}`;
  }
  const words = new Words("\\w+", "y");
  words.test("some words");
  return `${text} ${words.count} ${words.lastIndex} ${Object.keys(words)} ${words instanceof RegExp}`;
}
const seen = new Map();
for (let i = 0; i < 2310; i++) {
  const text = once(i);
  seen.set(text, (seen.get(text) ?? 0) + 1);
}
for (const [text, count] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(count, text);
const kept = [];
for (let i = 0; i < 3000; i++) kept.push(/x+/y);
kept.forEach((pattern, i) => (pattern.lastIndex = i % 4));
console.log(kept.filter((pattern) => pattern.test("xxxx")).length, kept.reduce((sum, pattern) => sum + pattern.lastIndex, 0));
console.log(Reflect.ownKeys(/a/), Object.getOwnPropertyDescriptor(/a/, "lastIndex"), structuredClone(/b/gu), JSON.stringify(/c/));
