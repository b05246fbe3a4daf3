// The errors of node:http2.
'use strict';

const { coded } = require('internal/errors');

/** By code behind ERR_HTTP2_, the class (Error if there is none) and the message. */
const TABLE = {
  ALTSVC_INVALID_ORIGIN: [TypeError, 'HTTP/2 ALTSVC frames require a valid origin'],
  ALTSVC_LENGTH: [TypeError, 'HTTP/2 ALTSVC frames are limited to 16382 bytes'],
  CONNECT_AUTHORITY: [Error, ':authority header is required for CONNECT requests'],
  CONNECT_PATH: [Error, 'The :path header is forbidden for CONNECT requests'],
  CONNECT_SCHEME: [Error, 'The :scheme header is forbidden for CONNECT requests'],
  GOAWAY_SESSION: [Error, 'New streams cannot be created after receiving a GOAWAY'],
  HEADERS_AFTER_RESPOND: [Error, 'Cannot specify additional headers after response initiated'],
  HEADERS_SENT: [Error, 'Response has already been initiated.'],
  HEADER_SINGLE_VALUE: [TypeError, (name) => `Header field "${name}" must only have a single value`],
  INFO_STATUS_NOT_ALLOWED: [RangeError, 'Informational status codes cannot be used'],
  INVALID_CONNECTION_HEADERS: [TypeError, (name) => `HTTP/1 Connection specific headers are forbidden: "${name}"`],
  INVALID_HEADER_VALUE: [TypeError, (value, name) => `Invalid value "${value}" for header "${name}"`],
  INVALID_INFO_STATUS: [RangeError, (status) => `Invalid informational status code: ${status}`],
  INVALID_ORIGIN: [TypeError, 'HTTP/2 ORIGIN frames require a valid origin'],
  INVALID_PACKED_SETTINGS_LENGTH: [RangeError, 'Packed settings length must be a multiple of six'],
  INVALID_PSEUDOHEADER: [TypeError, (name) => `"${name}" is an invalid pseudoheader or is used incorrectly`],
  INVALID_SESSION: [Error, 'The session has been destroyed'],
  INVALID_SETTING_VALUE: [TypeError, (name, value) => `Invalid value for setting "${name}": ${value}`],
  INVALID_STREAM: [Error, 'The stream has been destroyed'],
  MAX_PENDING_SETTINGS_ACK: [Error, 'Maximum number of pending settings acknowledgements'],
  NESTED_PUSH: [Error, 'A push stream cannot initiate another push stream.'],
  NO_MEM: [Error, 'Out of memory'],
  NO_SOCKET_MANIPULATION: [Error, 'HTTP/2 sockets should not be directly manipulated (e.g. read and written)'],
  ORIGIN_LENGTH: [TypeError, 'HTTP/2 ORIGIN frames are limited to 16382 bytes'],
  OUT_OF_STREAMS: [Error, 'No stream ID is available because maximum stream ID has been reached'],
  PAYLOAD_FORBIDDEN: [Error, (status) => `Responses with ${status} status must not have a payload`],
  PING_CANCEL: [Error, 'HTTP2 ping cancelled'],
  PING_LENGTH: [RangeError, 'HTTP2 ping payload must be 8 bytes'],
  PSEUDOHEADER_NOT_ALLOWED: [TypeError, 'Cannot set HTTP/2 pseudo-headers'],
  PUSH_DISABLED: [Error, 'HTTP/2 client has disabled push streams'],
  SEND_FILE: [Error, 'Directories cannot be sent'],
  SEND_FILE_NOSEEK: [Error, 'Offset or length can only be specified for regular files'],
  SESSION_ERROR: [Error, (code) => `Session closed with error code ${code}`],
  SETTINGS_CANCEL: [Error, 'HTTP2 session settings canceled'],
  SOCKET_BOUND: [Error, 'The socket is already bound to an Http2Session'],
  SOCKET_UNBOUND: [Error, 'The socket has been disconnected from the Http2Session'],
  STATUS_101: [Error, 'HTTP status code 101 (Switching Protocols) is forbidden in HTTP/2'],
  STATUS_INVALID: [RangeError, (status) => `Invalid status code: ${status}`],
  STREAM_CANCEL: [Error, (cause) => `The pending stream has been canceled${cause === undefined ? '' : ` (caused by: ${cause.message})`}`],
  STREAM_ERROR: [Error, (code) => `Stream closed with error code ${code}`],
  STREAM_SELF_DEPENDENCY: [Error, 'A stream cannot depend on itself'],
  TOO_MANY_CUSTOM_SETTINGS: [Error, 'Number of custom settings exceeds MAX_ADDITIONAL_SETTINGS'],
  TOO_MANY_INVALID_FRAMES: [Error, 'Too many invalid HTTP/2 frames'],
  TOO_MANY_ORIGINS: [Error, (count) => `The server sent more ORIGIN frames than the allowed number of ${count}`],
  TRAILERS_ALREADY_SENT: [Error, 'Trailing headers have already been sent'],
  TRAILERS_NOT_READY: [Error, 'Trailing headers cannot be sent until after the wantTrailers event is emitted'],
  UNSUPPORTED_PROTOCOL: [Error, (protocol) => `protocol "${protocol}" is unsupported.`],
};

/** The error `ERR_HTTP2_${name}`. */
function failure(name, ...args) {
  const [Base, message] = TABLE[name];
  const error = coded(Base, `ERR_HTTP2_${name}`, typeof message === 'function' ? message(...args) : message);
  if (name === 'STREAM_CANCEL' && args[0] !== undefined) error.cause = args[0];
  return error;
}
/** A setting that is no number in its range. */
const settingOutOfRange = (name, value, min, max) =>
  Object.assign(coded(RangeError, 'ERR_HTTP2_INVALID_SETTING_VALUE', `Invalid value for setting "${name}": ${value}`), { actual: value, min, max });
const settingOfWrongType = (name, value) => Object.assign(failure('INVALID_SETTING_VALUE', name, value), { actual: value });

/** What is wrong with a connection, by the numbers that programs know from `errno`. */
const OF_PROTOCOL = {
  PROTO: [-505, 'Protocol error'],
  STREAM_ID_NOT_AVAILABLE: [-509, 'No more Stream ID available'],
  STREAM_CLOSED: [-510, 'Stream was already closed or invalid'],
  INVALID_STREAM_STATE: [-514, 'Invalid stream state'],
  FRAME_SIZE: [-522, 'The length of the frame is invalid'],
  HEADER_COMP: [-523, 'Header compression/decompression error'],
  FLOW_CONTROL: [-524, 'Flow control error'],
  INTERNAL: [-534, 'Internal error'],
  SETTINGS_EXPECTED: [-536, 'When a local endpoint expects to receive SETTINGS frame, it receives an other type of frame'],
  TOO_MANY_SETTINGS: [-537, 'SETTINGS frame contained more than the maximum allowed entries'],
  CALLBACK_FAILURE: [-902, 'The user callback function failed'],
  BAD_CLIENT_MAGIC: [-903, 'Received bad client magic byte string'],
  FLOODED: [-904, 'Flooding was detected in this HTTP/2 session, and it must be closed'],
  TOO_MANY_CONTINUATIONS: [-905, 'Too many CONTINUATION frames following a HEADER frame'],
};
/** The error with which a session ends that the other side has broken. `code` instead of the general one. */
function protocolError(name, code = 'ERR_HTTP2_ERROR') {
  const [errno, message] = OF_PROTOCOL[name];
  const text = code === 'ERR_HTTP2_ERROR' ? message : TABLE[code.slice('ERR_HTTP2_'.length)][1];
  return Object.assign(coded(Error, code, text), { errno });
}

module.exports = { failure, protocolError, settingOutOfRange, settingOfWrongType };
