// Whether options of requests and servers are what they must be.
'use strict';

const { invalidArgument, outOfRange } = require('internal/errors');

const SAFE = Number.MAX_SAFE_INTEGER;
function boolean(options, name) {
  const value = options[name];
  if (value !== undefined && typeof value !== 'boolean') throw invalidArgument(`options.${name}`, 'of type boolean', value);
}
function number(value, name) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
}
function natural(options, name) {
  const value = options[name];
  if (value === undefined) return;
  number(value, name);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > SAFE) throw outOfRange(name, `>= 0 && <= ${SAFE}`, value);
}

function checkRequest(options) {
  boolean(options, 'insecureHTTPParser');
  natural(options, 'maxHeaderSize');
  boolean(options, 'joinDuplicateHeaders');
  const { timeout, headers } = options;
  if (timeout !== undefined) {
    number(timeout, 'timeout');
    if (!(timeout >= 0 && Number.isFinite(timeout))) throw outOfRange('timeout', 'a non-negative finite number', timeout);
  }
  if (headers && !Array.isArray(headers) && Array.isArray(headers.host)) throw invalidArgument('options.headers.host', 'of type string', headers.host);
}

const TIMES = ['requestTimeout', 'headersTimeout', 'keepAliveTimeout', 'keepAliveTimeoutBuffer', 'connectionsCheckingInterval'];
const FLAGS = ['insecureHTTPParser', 'requireHostHeader', 'joinDuplicateHeaders', 'rejectNonStandardBodyWrites', 'optimizeEmptyRequests'];
function checkServer(options) {
  natural(options, 'maxHeaderSize');
  for (const name of FLAGS) boolean(options, name);
  for (const name of TIMES) natural(options, name);
  if (options.highWaterMark !== undefined) number(options.highWaterMark, 'options.highWaterMark');
  if (options.shouldUpgradeCallback !== undefined) {
    if (typeof options.shouldUpgradeCallback !== 'function') throw invalidArgument('options.shouldUpgradeCallback', 'of type function', options.shouldUpgradeCallback);
  }
  const { requestTimeout = 300000, headersTimeout } = options;
  if (requestTimeout > 0 && headersTimeout > requestTimeout) throw outOfRange('headersTimeout', '<= requestTimeout', headersTimeout);
}

module.exports = { checkRequest, checkServer };
