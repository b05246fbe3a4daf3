// Settings of connections (RFC 9113, section 6.5): as objects, and packed.
'use strict';

const { invalidArgument } = require('internal/errors');
const { failure, settingOutOfRange, settingOfWrongType } = require('internal/http2/errors');

const MAX_UINT32 = 2 ** 32 - 1;
const MAX_CUSTOM = 10;

/** Number of each setting, its default, its range; those without a range are boolean. */
const TABLE = [
  { name: 'headerTableSize', id: 1, initial: 4096, min: 0, max: MAX_UINT32 },
  { name: 'enablePush', id: 2, initial: true },
  { name: 'maxConcurrentStreams', id: 3, initial: MAX_UINT32, min: 0, max: MAX_UINT32 },
  { name: 'initialWindowSize', id: 4, initial: 65535, min: 0, max: 2 ** 31 - 1 },
  { name: 'maxFrameSize', id: 5, initial: 16384, min: 16384, max: 2 ** 24 - 1 },
  { name: 'maxHeaderListSize', id: 6, initial: 65535, min: 0, max: MAX_UINT32 },
  { name: 'enableConnectProtocol', id: 8, initial: false },
];
const BY_ID = new Map(TABLE.map((row) => [row.id, row]));
/** The order in which objects of settings have them. */
const SHOWN = ['headerTableSize', 'enablePush', 'initialWindowSize', 'maxFrameSize', 'maxConcurrentStreams', 'maxHeaderListSize', 'maxHeaderSize', 'enableConnectProtocol'];
/** The order in which they are checked. */
const CHECKED = ['headerTableSize', 'initialWindowSize', 'maxFrameSize', 'maxConcurrentStreams', 'maxHeaderListSize'];

function checkObject(value, name, expected = 'of type object') {
  if (value !== undefined && (value === null || typeof value !== 'object' || Array.isArray(value))) throw invalidArgument(name, expected, value);
}
function checkRange(name, value, min, max) {
  if (value !== undefined && (typeof value !== 'number' || value < min || value > max)) throw settingOutOfRange(name, value, min, max);
}

/** Throws if an object is none of settings. */
function check(settings) {
  if (settings === undefined) return;
  checkObject(settings.customSettings, 'customSettings', 'of type number');
  if (settings.customSettings) {
    const entries = Object.entries(settings.customSettings);
    if (entries.length > MAX_CUSTOM) throw failure('TOO_MANY_CUSTOM_SETTINGS');
    for (const [id, value] of entries) {
      checkRange('customSettings:id', Number(id), 0, 0xffff);
      checkRange('customSettings:value', Number(value), 0, MAX_UINT32);
    }
  }
  for (const name of CHECKED) {
    const { min, max } = TABLE.find((row) => row.name === name);
    checkRange(name, settings[name], min, max);
  }
  checkRange('maxHeaderSize', settings.maxHeaderSize, 0, MAX_UINT32);
  for (const name of ['enablePush', 'enableConnectProtocol']) {
    if (settings[name] !== undefined && typeof settings[name] !== 'boolean') throw settingOfWrongType(name, settings[name]);
  }
}

/** Settings as a list of pairs of number and value. */
function entriesOf(settings) {
  const values = new Map();
  const custom = new Map();
  if (settings.customSettings !== null && typeof settings.customSettings === 'object') {
    for (const [key, value] of Object.entries(settings.customSettings)) {
      if (typeof value !== 'number') continue;
      const id = Number(key);
      if (!(id > 0 && id <= 0xffff)) throw settingOutOfRange('Range Error', id, 0, 0xffff);
      if (!(value > 0 && value <= MAX_UINT32)) throw settingOutOfRange('Range Error', value, 0, MAX_UINT32);
      (BY_ID.has(id) ? values : custom).set(id, value);
    }
  }
  for (const { name, id, min } of TABLE) {
    const value = settings[name];
    if (min === undefined ? typeof value === 'boolean' : typeof value === 'number') values.set(id, Number(value));
  }
  if (typeof settings.maxHeaderSize === 'number') {
    if (settings.maxHeaderSize !== settings.maxHeaderListSize) process.emitWarning('settings.maxHeaderSize overwrite settings.maxHeaderListSize');
    values.set(6, settings.maxHeaderSize);
  }
  const entries = [];
  for (const { id } of TABLE) if (values.has(id)) entries.push([id, values.get(id)]);
  entries.push(...custom);
  return entries;
}

function packed(entries) {
  const bytes = Buffer.allocUnsafe(entries.length * 6);
  entries.forEach(([id, value], i) => {
    bytes.writeUInt16BE(id, i * 6);
    bytes.writeUInt32BE(value, i * 6 + 2);
  });
  return bytes;
}

function getPackedSettings(settings) {
  checkObject(settings, 'settings');
  check(settings);
  return packed(entriesOf({ ...settings }));
}

function getUnpackedSettings(given, options = {}) {
  if (!ArrayBuffer.isView(given) || given.length === undefined) throw invalidArgument('buf', 'an instance of Buffer or TypedArray', given);
  if (given.length % 6 !== 0) throw failure('INVALID_PACKED_SETTINGS_LENGTH');
  // Elements are taken for octets, of whatever type they are.
  const bytes = Buffer.from(given);
  const settings = {};
  for (let at = 0; at < bytes.length; at += 6) {
    const id = bytes.readUInt16BE(at);
    const value = bytes.readUInt32BE(at + 2);
    const row = BY_ID.get(id);
    if (row === undefined) (settings.customSettings ??= {})[id] = value;
    else if (id === 6) settings.maxHeaderSize = value;
    if (row !== undefined) settings[row.name] = row.min === undefined ? value !== 0 : value;
  }
  if (options?.validate) check(settings);
  return settings;
}

/** The values that one side of a connection goes by. */
class Settings {
  #values = new Map(TABLE.map(({ id, initial }) => [id, Number(initial)]));
  /** Settings of programs' own, by number. */
  #custom = new Map();
  get(id) { return this.#values.get(id); }
  static isCustom(id) { return !BY_ID.has(id); }
  set(id, value) {
    if (BY_ID.has(id)) this.#values.set(id, value);
    else this.#custom.set(id, value);
  }
  toObject() { return this.#fill({}, SHOWN); }
  /** Those of the start: an object without a prototype, with `maxHeaderSize` first. */
  toDefaults() {
    return this.#fill(Object.create(null), SHOWN.toSpliced(5, 2, 'maxHeaderSize', 'maxHeaderListSize'));
  }
  #fill(shown, names) {
    for (const name of names) {
      const row = TABLE.find((each) => each.name === (name === 'maxHeaderSize' ? 'maxHeaderListSize' : name));
      const value = this.#values.get(row.id);
      shown[name] = row.min === undefined ? value !== 0 : value;
    }
    if (this.#custom.size > 0) shown.customSettings = Object.fromEntries(this.#custom);
    return shown;
  }
}

module.exports = {
  Settings, MAX_CUSTOM, check, checkObject, entriesOf, packed, getPackedSettings, getUnpackedSettings, getDefaultSettings: () => new Settings().toDefaults(),
};
