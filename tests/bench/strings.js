// String building, slicing, splitting, searching, padding and wrapping.
// test: 1 40
"use strict";

const WORDS = "the quick brown fox jumps over a lazy dog while seven wizards brew potions für Ärzte and 雪 falls".split(" ");

function makeText(size) {
  let state = 17;
  const paragraphs = [];
  for (let p = 0; p < size; p++) {
    let paragraph = "";
    const count = 12 + (p % 9);
    for (let w = 0; w < count; w++) {
      state = (state * 75 + 74) % 65537;
      const word = WORDS[state % WORDS.length];
      paragraph += w === 0 ? word[0].toUpperCase() + word.slice(1) : ` ${word}`;
      if (w % 6 === 5 && w + 1 < count) paragraph += ",";
    }
    paragraphs.push(`${paragraph}.`);
  }
  return paragraphs.join("\n");
}

function wrap(text, width) {
  const lines = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

const centre = (line, width) => {
  const space = width - line.length;
  return " ".repeat(space >> 1) + line + " ".repeat(space - (space >> 1));
};

function caesar(text, shift) {
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 97 && c <= 122) result += String.fromCharCode(((c - 97 + shift + 26) % 26) + 97);
    else if (c >= 65 && c <= 90) result += String.fromCharCode(((c - 65 + shift + 26) % 26) + 65);
    else result += text[i];
  }
  return result;
}

function editDistance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      current[j] = same ? previous[j - 1] : 1 + Math.min(previous[j - 1], previous[j], current[j - 1]);
    }
    previous = current;
  }
  return previous[b.length];
}

const isPalindrome = (text) => {
  for (let i = 0, j = text.length - 1; i < j; i++, j--) if (text[i] !== text[j]) return false;
  return true;
};

const countOf = (text, part) => {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count++;
  return count;
};

function run(size) {
  const text = makeText(size);
  const lines = wrap(text, 40);
  const page = lines.map((line) => `|${centre(line, 40)}|`).join("\n");
  const secret = caesar(text, 3);
  const words = text.toLowerCase().split("\n").join(" ").split(" ");
  const titled = words.map((word) => word.charAt(0).toUpperCase() + word.substring(1)).join("");
  const table = lines.slice(0, 20).map((line, i) => `${String(i).padStart(4, "0")}:${line.trimEnd().padEnd(44, ".")}`);
  let distance = 0;
  for (let i = 1; i < Math.min(lines.length, 24); i++) distance += editDistance(lines[i - 1], lines[i]);
  const mirror = text.slice(0, 200);
  return {
    text,
    lines,
    page,
    plain: caesar(secret, -3),
    foxes: countOf(text, "fox"),
    palindrome: isPalindrome(mirror + [...mirror].reverse().join("")),
    titled: titled.length,
    table,
    distance,
  };
}

function check({ text, lines, page, plain, foxes, palindrome, titled, table, distance }) {
  if (plain !== text) throw new Error("the cipher lost something");
  if (!palindrome) throw new Error("not a palindrome");
  if (lines.some((line) => line.length > 40)) throw new Error("a line is too long");
  if (page.split("\n").some((line) => line.length !== 42)) throw new Error("the page is ragged");
  if (!table.every((row) => row.length === 49)) throw new Error("the table is ragged");
  if (foxes !== text.split("fox").length - 1) throw new Error(`${foxes} foxes`);
  return `text ${text.length} lines ${lines.length} foxes ${foxes} titled ${titled} distance ${distance}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 6, size = 400] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`strings ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
