// Paths as URLs of files, and back, for either kind of system (node:url).
'use strict';

const native = require('native');
const { coded, invalidArgument, invalidValue, checkString } = require('internal/errors');

const isForWindows = (options) => options?.windows ?? process.platform === 'win32';
const HOSTNAME = 6;

/** Objects that are URLs to all appearances, those of other realms and of polyfills, count; what url.parse gives does not. */
function isURL(value) {
  if (value === null || typeof value !== 'object') return false;
  const isOfParse = value.auth !== undefined || value.path !== undefined;
  return !isOfParse && Boolean(value.href) && Boolean(value.protocol);
}

// Whatever a program has made of the global.
const parsed = (text) => new (require('url').URL)(text);

const toUnicode = (domain) => native.domainToUnicode(domain);
const toASCII = (domain) => native.parseUrl(`ws://${domain}`, undefined)?.[HOSTNAME] ?? '';

const wrongPath = (reason, input) => Object.assign(coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', `File URL path ${reason}`), { input });

/** The URL of a file that an argument is. */
function fileUrlOf(input) {
  const url = typeof input === 'string' ? parsed(input) : input;
  if (!isURL(url)) throw invalidArgument('path', 'of type string or an instance of URL', input);
  if (url.protocol !== 'file:') throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  return url;
}

function refuseHost({ hostname }) {
  if (hostname !== '') throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', `File URL host must be "localhost" or empty on ${process.platform}`);
}

/** A path of Windows, of the decoded pathname with its backslashes and the host's name. */
function ofWindows(url, path, host) {
  if (host !== '') return `\\\\${host}${path}`;
  if (!/^\\[a-z]:/i.test(path)) throw wrongPath('must be absolute', url);
  return path.slice(1);
}

function fileURLToPath(input, options) {
  const url = fileUrlOf(input);
  if (isForWindows(options)) {
    if (/%2f|%5c/i.test(url.pathname)) throw wrongPath('must not include encoded \\ or / characters', url);
    return ofWindows(url, decodeURIComponent(url.pathname.replaceAll('/', '\\')), toUnicode(url.hostname));
  }
  refuseHost(url);
  if (/%2f/i.test(url.pathname)) throw wrongPath('must not include encoded / characters', url);
  return decodeURIComponent(url.pathname);
}

/** The bytes of a path, which need not be characters: what is no escape stands for itself. */
function fileURLToPathBuffer(input, options) {
  const url = fileUrlOf(input);
  const unescaped = (text) => Buffer.from(text).latin1Slice().replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  if (isForWindows(options)) {
    const host = Buffer.from(toUnicode(url.hostname)).latin1Slice();
    return Buffer.from(ofWindows(url, unescaped(url.pathname.replaceAll('/', '\\')), host), 'latin1');
  }
  refuseHost(url);
  return Buffer.from(unescaped(url.pathname), 'latin1');
}

/** What a URL would read as something else, or trim. */
const escaped = (path) => path.replace(/[%?#[\]^|~ \t\n\r\\]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** Host and path of `\\host\share\…`, maybe with the prefix of long paths. */
function ofShare(path) {
  const start = path.startsWith('\\\\?\\UNC\\') ? 8 : 2;
  const end = path.indexOf('\\', start);
  if (end === -1) throw invalidValue('path', path, 'Missing UNC resource path');
  if (end === 2) throw invalidValue('path', path, 'Empty UNC servername');
  return [path.slice(start, end), path.slice(end)];
}

function pathToFileURL(path, options) {
  checkString(path, 'path');
  const forWindows = isForWindows(options);
  const { win32, posix } = require('path');
  const isShare = forWindows && path.startsWith('\\\\') && !/^\\\\\?\\(?!UNC\\)/.test(path);
  if (isShare) {
    const [host, rest] = ofShare(path);
    return parsed(`file://${host}${escaped(rest.replaceAll('\\', '/'))}`);
  }
  const given = forWindows ? path.replace(/^\\\\\?\\/, '') : path;
  let absolute = (forWindows ? win32 : posix).resolve(given);
  const ends = forWindows ? /[\\/]$/ : /\/$/;
  if (ends.test(given) && !ends.test(absolute)) absolute += forWindows ? '\\' : '/';
  return parsed(`file://${forWindows ? '/' : ''}${escaped(forWindows ? absolute.replaceAll('\\', '/') : absolute)}`);
}

module.exports = { isURL, toASCII, toUnicode, fileURLToPath, fileURLToPathBuffer, pathToFileURL };
