// node:http2: its constants; sessions are a clear error.
'use strict';

const unavailable = require('internal/unavailable')('http2', 'hearth speaks HTTP/1.1 only');

const statuses = Object.entries(require('http').STATUS_CODES).map(([code, text]) => [`HTTP_STATUS_${text.toUpperCase().replace(/['()]/g, '').replace(/[^A-Z0-9]+/g, '_')}`, Number(code)]);
const methods = require('http').METHODS.map((name) => [`HTTP2_METHOD_${name.replace(/-/g, '_')}`, name]);
const headers = [
  'accept', 'accept-encoding', 'accept-language', 'accept-ranges', 'age', 'allow', 'authorization', 'cache-control', 'connection', 'content-disposition',
  'content-encoding', 'content-language', 'content-length', 'content-location', 'content-range', 'content-security-policy', 'content-type', 'cookie',
  'date', 'etag', 'expect', 'expires', 'forwarded', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since',
  'keep-alive', 'last-modified', 'link', 'location', 'origin', 'pragma', 'proxy-authenticate', 'proxy-authorization', 'range', 'referer', 'retry-after',
  'server', 'set-cookie', 'strict-transport-security', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'upgrade-insecure-requests', 'user-agent', 'vary',
  'via', 'www-authenticate', 'x-content-type-options', 'x-forwarded-for', 'x-frame-options', 'x-xss-protection',
].map((name) => [`HTTP2_HEADER_${name.toUpperCase().replace(/-/g, '_')}`, name]);

const constants = {
  NGHTTP2_NO_ERROR: 0, NGHTTP2_PROTOCOL_ERROR: 1, NGHTTP2_INTERNAL_ERROR: 2, NGHTTP2_FLOW_CONTROL_ERROR: 3, NGHTTP2_SETTINGS_TIMEOUT: 4,
  NGHTTP2_STREAM_CLOSED: 5, NGHTTP2_FRAME_SIZE_ERROR: 6, NGHTTP2_REFUSED_STREAM: 7, NGHTTP2_CANCEL: 8, NGHTTP2_COMPRESSION_ERROR: 9,
  NGHTTP2_CONNECT_ERROR: 10, NGHTTP2_ENHANCE_YOUR_CALM: 11, NGHTTP2_INADEQUATE_SECURITY: 12, NGHTTP2_HTTP_1_1_REQUIRED: 13,
  NGHTTP2_DEFAULT_WEIGHT: 16, NGHTTP2_SESSION_SERVER: 0, NGHTTP2_SESSION_CLIENT: 1, DEFAULT_SETTINGS_HEADER_TABLE_SIZE: 4096,
  DEFAULT_SETTINGS_ENABLE_PUSH: 1, DEFAULT_SETTINGS_INITIAL_WINDOW_SIZE: 65535, DEFAULT_SETTINGS_MAX_FRAME_SIZE: 16384, MAX_MAX_FRAME_SIZE: 16777215,
  MIN_MAX_FRAME_SIZE: 16384, MAX_INITIAL_WINDOW_SIZE: 2147483647, PADDING_STRATEGY_NONE: 0, PADDING_STRATEGY_ALIGNED: 1, PADDING_STRATEGY_MAX: 2,
  HTTP2_HEADER_STATUS: ':status', HTTP2_HEADER_METHOD: ':method', HTTP2_HEADER_AUTHORITY: ':authority', HTTP2_HEADER_SCHEME: ':scheme',
  HTTP2_HEADER_PATH: ':path', HTTP2_HEADER_PROTOCOL: ':protocol', ...Object.fromEntries([...headers, ...methods, ...statuses]),
};
module.exports = {
  ...unavailable.all('connect', 'createServer', 'createSecureServer', 'performServerHandshake', 'getPackedSettings', 'getUnpackedSettings', 'Http2ServerRequest', 'Http2ServerResponse'),
  constants,
  getDefaultSettings: () => ({
    headerTableSize: 4096, enablePush: true, initialWindowSize: 65535, maxFrameSize: 16384, maxConcurrentStreams: 4294967295, maxHeaderListSize: 65535,
    maxHeaderSize: 65535, enableConnectProtocol: false,
  }),
  sensitiveHeaders: Symbol('sensitiveHeaders'),
};
