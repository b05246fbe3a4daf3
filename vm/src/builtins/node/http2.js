// node:http2: HTTP/2, clients and servers (RFC 9113, RFC 7541).
'use strict';

const { constants } = require('internal/http2/constants');
const { connect } = require('internal/http2/client');
const { createServer, createSecureServer, performServerHandshake } = require('internal/http2/server');
const { getDefaultSettings, getPackedSettings, getUnpackedSettings } = require('internal/http2/settings');
const { kSensitive } = require('internal/http2/headers');
const { Http2ServerRequest } = require('internal/http2/compat_request');
const { Http2ServerResponse } = require('internal/http2/compat_response');

module.exports = {
  connect, constants, createServer, createSecureServer, getDefaultSettings, getPackedSettings, getUnpackedSettings, performServerHandshake,
  sensitiveHeaders: kSensitive, Http2ServerRequest, Http2ServerResponse,
};
