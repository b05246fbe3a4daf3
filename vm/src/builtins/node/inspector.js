// node:inspector: there is none. Programs that ask whether it is active are told so.
'use strict';

const EventEmitter = require('events');
const { coded } = require('internal/errors');
const unavailable = require('internal/unavailable')('inspector', 'hearth has no inspector');

class Session extends EventEmitter {
  connect() {
    throw unavailable.error('Session.connect');
  }
  connectToMainThread() {
    throw unavailable.error('Session.connectToMainThread');
  }
  post() {
    throw coded(Error, 'ERR_INSPECTOR_NOT_CONNECTED', 'Session is not connected');
  }
  disconnect() {}
}
const inspector = {
  ...unavailable.all('open', 'waitForDebugger'), close() {}, url: () => undefined, console: globalThis.console, Session,
  Network: {}, NetworkResources: {}, DOMStorage: {},
};
inspector.promises = { ...inspector, Session: class extends Session {} };
module.exports = inspector;
