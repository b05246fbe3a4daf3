// node: 26
// Graphemes, words and sentences.
const show = (granularity, text, locale = "en") => {
  const segments = new Intl.Segmenter(locale, { granularity }).segment(text);
  console.log(granularity, JSON.stringify([...segments].map(({ segment, index, isWordLike }) => [segment, index, isWordLike])));
};
show("grapheme", "ae\u0301\u{1F469}\u200D\u{1F680}\r\n\u{1F1E9}\u{1F1EA}!");
show("grapheme", "");
show("grapheme", "\uD800x\uDC00");
show("word", "Hello, world! It's 3.14 o'clock.");
show("word", "Größe über Straße");
show("word", "吾輩は猫", "ja");
show("sentence", "Hello there. How are you? I am fine... Well.");
const segments = new Intl.Segmenter("en", { granularity: "word" }).segment("one two");
console.log(segments.containing(4), segments.containing(3), segments.containing(7), segments.containing(-1), segments.containing());
const iterator = segments[Symbol.iterator]();
console.log(iterator.next(), iterator[Symbol.toStringTag], iterator[Symbol.iterator]() === iterator);
console.log(new Intl.Segmenter().resolvedOptions().granularity);
let count = 0;
for (const _ of new Intl.Segmenter().segment("x".repeat(500))) count++;
console.log(count);
