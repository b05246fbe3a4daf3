// console.table: rows in a box.
'use strict';

const { inspect, types } = require('util');
const { widthOf } = require('internal/readline/width');
const { invalidArgument } = require('internal/errors');

const ITERATION = '(iteration index)';

/** The text of a cell: of what is in an object with more than two properties, nothing. */
function show(value) {
  const isLarge = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: isLarge ? -1 : 0 });
}

/** A box of columns, each with its header. */
function render(head, columns) {
  const height = Math.max(0, ...columns.map((column) => column.length));
  const cell = (column, i) => (Object.hasOwn(column, i) ? column[i] : '');
  const widths = head.map((title, at) => {
    let width = widthOf(title);
    for (let i = 0; i < height; i++) width = Math.max(width, widthOf(cell(columns[at], i)));
    return width + 2;
  });
  const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  const line = (texts) => `│${texts.map((text, at) => ` ${text}${' '.repeat(widths[at] - widthOf(text) - 1)}`).join('│')}│`;
  const lines = [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤')];
  for (let i = 0; i < height; i++) lines.push(line(columns.map((column) => cell(column, i))));
  return [...lines, rule('└', '┴', '┘')].join('\n');
}
const counted = (list) => list.map((_, i) => `${i}`);

/** Whether an iterator of a Map or Set gives pairs. */
const givesPairs = (iterator) => /^\[(?:Map|Set) Entries\]/.test(inspect(iterator, { maxArrayLength: 0 }));

/** The text of a table, undefined for what is no table. */
function table(data, only) {
  if (data === null || typeof data !== 'object') return undefined;
  if (only !== undefined && !Array.isArray(only)) throw invalidArgument('properties', 'an instance of Array', only);
  const iterates = types.isMapIterator(data) || types.isSetIterator(data);
  if (types.isMap(data) || (types.isMapIterator(data) && givesPairs(data))) {
    const entries = [...data];
    return render([ITERATION, 'Key', 'Values'], [counted(entries), entries.map(([key]) => show(key)), entries.map(([, value]) => show(value))]);
  }
  if (types.isSet(data) || iterates) {
    // Pairs of a set are shown one half after the other.
    const values = types.isSetIterator(data) && givesPairs(data) ? [...data].flat(1) : [...data];
    return render([ITERATION, 'Values'], [counted(values), values.map(show)]);
  }
  /** Cells by the name of their column, which orders columns as it orders properties. */
  const cells = { __proto__: null };
  const values = [];
  const rows = Object.keys(data);
  rows.forEach((name, i) => {
    const row = data[name];
    const isPrimitive = row === null || (typeof row !== 'object' && typeof row !== 'function');
    if (isPrimitive && only === undefined) {
      values[i] = show(row);
      return;
    }
    for (const column of only ?? Object.keys(row)) {
      cells[column] ??= [];
      cells[column][i] = !isPrimitive && Object.hasOwn(row, column) ? show(row[column]) : '';
    }
  });
  const head = ['(index)', ...Object.keys(cells)];
  const columns = [rows, ...Object.values(cells)];
  if (values.length > 0) {
    head.push('Values');
    columns.push(values);
  }
  return render(head, columns);
}

module.exports = { table };
