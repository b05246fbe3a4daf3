// A socket that speaks TLS over another: what is read from the other and written to it goes through a machine
// of states (`native.tls…`), which has no input and output of its own.
'use strict';

const native = require('native');
const net = require('net');
const { coded, checkFunction } = require('internal/errors');
const { createSecureContext, protocolsOf } = require('internal/tls/context');
const JSStreamSocket = require('internal/tls/stream_socket');
const { legacyObject } = require('internal/crypto/certificate');

const wrap = (bytes) => Object.setPrototypeOf(bytes, Buffer.prototype);

/** What the codes of certificates say. */
const REASONS = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_REVOKED: 'certificate revoked',
  CERT_SIGNATURE_FAILURE: 'certificate signature failure',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  INVALID_PURPOSE: 'unsuitable certificate purpose',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to verify the first certificate',
};
function errorOf([code, message]) {
  return Object.assign(new Error(REASONS[code] ?? message), { code });
}

class TLSSocket extends net.Socket {
  #raw;
  #session;
  #settings;
  #secure = false;
  #started = false;
  #waiting = [];
  #state = [];
  #timer = null;

  constructor(socket, options = {}) {
    super({ allowHalfOpen: options.allowHalfOpen ?? false, signal: options.signal, highWaterMark: options.highWaterMark });
    this.encrypted = true;
    this.authorized = false;
    this.authorizationError = null;
    this.alpnProtocol = null;
    this.servername = null;
    this.secureConnecting = true;
    this.ssl = this;
    this.#settings = options;
    const isForeign = socket && !(socket instanceof net.Socket);
    this._parentWrap = isForeign ? new JSStreamSocket(socket) : undefined;
    this.#raw = this._parentWrap ?? socket ?? new net.Socket({ allowHalfOpen: true });
    this._parent = this.#raw;
    this.server = options.server ?? null;
    if (options.isServer) {
      this.#session = native.tlsListen();
      const limit = options.handshakeTimeout ?? 120000;
      if (limit > 0) this.#timer = setTimeout(() => this.#fail(coded(Error, 'ERR_TLS_HANDSHAKE_TIMEOUT', 'TLS handshake timeout')), limit).unref();
    } else {
      const context = options.secureContext ?? createSecureContext(options);
      const name = options.servername ?? '';
      this.#session = native.tlsConnect(context.context, name, protocolsOf(options.ALPNProtocols), options.rejectUnauthorized !== false);
      if (name) this.servername = name;
    }
    this.#attach();
  }

  #attach() {
    const raw = this.#raw;
    if (raw.connecting) {
      this.connecting = true;
      raw.once('connect', () => {
        this.connecting = false;
        if (this.#started) this.#flush();
        this.emit('connect');
        this.emit('ready');
      });
    }
    raw.on('data', (chunk) => this.#feed(chunk));
    raw.on('end', () => {
      if (!this.#secure) this.#fail(this.#hungUp());
      else if (!this.readableEnded) this.push(null);
    });
    raw.on('error', (error) => this.#fail(error));
    raw.on('close', () => {
      if (!this.#secure) this.#fail(this.#hungUp());
      else this.destroy();
    });
    raw.on('timeout', () => this.emit('timeout'));
    for (const event of ['lookup', 'connectionAttempt', 'connectionAttemptFailed']) raw.on(event, (...args) => this.emit(event, ...args));
  }

  /** The other side is gone before both knew each other. */
  #hungUp() {
    if (this.#settings.isServer) return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const { path, host, port, localAddress } = this.#settings;
    return Object.assign(new Error('Client network socket disconnected before secure TLS connection was established'), { code: 'ECONNRESET', path, host, port, localAddress });
  }
  /** A client greets once it is told to, or has something to say. */
  _start() {
    if (this.#started) return;
    this.#started = true;
    if (!this.connecting) process.nextTick(() => this.#flush());
  }

  /** Sends what the machine has to say. */
  #flush(callback) {
    const bytes = native.tlsTake(this.#session);
    const raw = this.#raw;
    if (bytes === undefined || raw.destroyed || raw.writableEnded) {
      callback?.();
      return;
    }
    raw.write(wrap(bytes), callback);
  }

  #feed(chunk) {
    if (this.destroyed) return;
    this._unrefTimer();
    let failure = native.tlsFeed(this.#session, chunk);
    if (failure === undefined && this.#settings.isServer && !this.#secure) {
      const hello = native.tlsHello(this.#session);
      if (hello !== undefined) {
        this.#greet(...hello);
        return;
      }
    }
    this.#flush();
    this.#advance();
    if (this.destroyed) return;
    const plain = native.tlsRead(this.#session);
    if (plain === null) {
      if (!this.readableEnded) this.push(null);
    } else if (plain !== undefined && !this.push(wrap(plain))) {
      this.#raw.pause();
    }
    if (failure !== undefined) this.#fail(errorOf(failure));
  }

  /** A client has said whom it wants to speak to. */
  #greet(name, protocols) {
    this.servername = name;
    const { server } = this.#settings;
    const settings = this.#settings;
    const accept = (context) => {
      if (this.destroyed) return;
      let own = protocolsOf(settings.ALPNProtocols);
      if (typeof settings.ALPNCallback === 'function' && protocols.length > 0) {
        const chosen = settings.ALPNCallback.call(this, { servername: name || '', protocols });
        own = chosen === undefined ? ['\0'] : [chosen];
      }
      let failure;
      try {
        failure = native.tlsAccept(this.#session, context.context, own, !!settings.requestCert, settings.requestCert && settings.rejectUnauthorized !== false);
      } catch (error) {
        this.#fail(error);
        return;
      }
      this.#flush();
      if (failure !== undefined) this.#fail(errorOf(failure));
      else this.#feed(Buffer.alloc(0));
    };
    const fallback = () => accept(settings.secureContext ?? server?._contextFor(name) ?? createSecureContext(settings));
    if (typeof settings.SNICallback === 'function' && name) {
      settings.SNICallback.call(this, name, (error, context) => {
        if (error) this.#fail(error);
        else if (context) accept(context.context === undefined ? createSecureContext(context) : context);
        else fallback();
      });
    } else {
      fallback();
    }
  }

  /** Looks whether both sides know each other by now. */
  #advance() {
    if (this.#secure || this.destroyed) return;
    const state = native.tlsState(this.#session);
    if (state === undefined || !state[0]) return;
    this.#state = state;
    this.#secure = true;
    this.secureConnecting = false;
    clearTimeout(this.#timer);
    const [, , , protocol, finding, chain] = state;
    this.alpnProtocol = protocol ?? false;
    this.servername ??= false;
    if (this.#settings.isServer) {
      this.authorized = !!this.#settings.requestCert && chain.length > 0 && finding === undefined;
      if (this.#settings.requestCert && !this.authorized) this.authorizationError = finding ?? 'UNABLE_TO_GET_ISSUER_CERT';
      this.#goOn();
      this.emit('secure');
      return;
    }
    let error = finding === undefined ? undefined : errorOf([finding]);
    if (error === undefined) {
      const host = this.#settings.servername || this.#settings.host || 'localhost';
      const check = this.#settings.checkServerIdentity ?? require('tls').checkServerIdentity;
      error = check(host, this.getPeerCertificate(true));
    }
    if (error) {
      this.authorizationError = error.code || error.message;
      if (this.#settings.rejectUnauthorized !== false) {
        this.#waiting = [];
        this.destroy(error);
        return;
      }
    } else {
      this.authorized = true;
    }
    this.#goOn();
    this.emit('secure');
    this.emit('secureConnect');
  }
  #goOn() {
    for (const act of this.#waiting.splice(0)) act();
  }

  #fail(error) {
    if (this.destroyed) return;
    clearTimeout(this.#timer);
    this.#flush();
    if (!this.#secure && this.#settings.isServer && this.#settings.server) {
      this.#settings.server.emit('tlsClientError', error, this);
      this.destroy();
      return;
    }
    this.destroy(error);
  }

  _read() {
    this.#raw.resume();
  }
  _write(chunk, encoding, callback) {
    if (!this.#secure) {
      this._start();
      this.#waiting.push(() => this._write(chunk, encoding, callback));
      return;
    }
    this._unrefTimer();
    native.tlsWrite(this.#session, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    this.#flush(callback);
  }
  _final(callback) {
    if (!this.#secure && !this.destroyed) {
      this.#waiting.push(() => this._final(callback));
      return;
    }
    native.tlsEnd(this.#session);
    const bytes = native.tlsTake(this.#session);
    const raw = this.#raw;
    if (!raw.destroyed && !raw.writableEnded) {
      if (bytes === undefined) raw.end();
      else raw.end(wrap(bytes));
    }
    callback();
  }
  _destroy(error, callback) {
    clearTimeout(this.#timer);
    const raw = this.#raw;
    // What was said last is still to be sent.
    if (raw.writableLength > 0 && !raw.destroyed && !error) raw.destroySoon?.();
    else if (raw.writableLength > 0 && !raw.destroyed) raw.end(() => raw.destroy());
    else raw.destroy();
    super._destroy(error, callback);
  }

  // ---- what the socket below knows

  connect(...args) {
    this.connecting = true;
    this.#started = true;
    const [options, callback] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
    if (callback) this.once(this.#settings.isServer ? 'connect' : 'secureConnect', callback);
    const raw = this.#raw;
    raw.connect(options);
    raw.once('connect', () => {
      this.connecting = false;
      this.#flush();
      this.emit('connect');
      this.emit('ready');
    });
    return this;
  }
  get _handle() { return this.destroyed ? null : this; }
  get pending() { return this.connecting; }
  get localAddress() { return this.#raw?.localAddress; }
  get localFamily() { return this.#raw?.localFamily; }
  get localPort() { return this.#raw?.localPort; }
  get remoteAddress() { return this.#raw?.remoteAddress; }
  get remoteFamily() { return this.#raw?.remoteFamily; }
  get remotePort() { return this.#raw?.remotePort; }
  address() { return this.#raw.address(); }
  setNoDelay(...args) {
    this.#raw.setNoDelay?.(...args);
    return this;
  }
  setKeepAlive(...args) {
    this.#raw.setKeepAlive?.(...args);
    return this;
  }
  ref() {
    this.#raw.ref?.();
    return this;
  }
  unref() {
    this.#raw.unref?.();
    return this;
  }

  // ---- what was agreed upon

  getProtocol() { return this.#secure ? this.#state[1] : null; }
  getCipher() {
    const [, version, name] = this.#state;
    if (name === undefined) return undefined;
    return { name: opensslName(name), standardName: name, version: version === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1/SSLv3' };
  }
  getPeerCertificate(detailed) {
    const chain = this.#state[5] ?? [];
    if (chain.length === 0) return {};
    const list = chain.map((der) => legacyObject(wrap(der)));
    if (detailed) list.forEach((certificate, i) => { certificate.issuerCertificate = list[i + 1] ?? certificate; });
    return list[0];
  }
  getPeerX509Certificate() {
    const der = this.#state[5]?.[0];
    return der === undefined ? undefined : new (require('crypto').X509Certificate)(wrap(der));
  }
  getCertificate() { return {}; }
  getEphemeralKeyInfo() { return {}; }
  getFinished() { return undefined; }
  getPeerFinished() { return undefined; }
  getSession() { return undefined; }
  getTLSTicket() { return undefined; }
  getSharedSigalgs() { return []; }
  isSessionReused() { return false; }
  setSession() {}
  setServername(name) { this.servername = name; }
  setMaxSendFragment() { return true; }
  disableRenegotiation() {}
  enableTrace() {}
  renegotiate(options, callback) {
    const error = coded(Error, 'ERR_TLS_RENEGOTIATION_DISABLED', 'TLS session renegotiation disabled for this socket');
    if (callback) process.nextTick(callback, error);
    return false;
  }
  exportKeyingMaterial() {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'tls.TLSSocket.exportKeyingMaterial is unavailable: it was not asked for when keys were made');
  }
}

/** TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: ECDHE-RSA-AES128-GCM-SHA256. */
function opensslName(name) {
  if (!name.includes('_WITH_')) return name;
  return name.replace(/^TLS_/, '').replace('_WITH_', '_').replace(/AES_(\d+)/, 'AES$1').replace('CHACHA20_POLY1305_SHA256', 'CHACHA20_POLY1305').replaceAll('_', '-');
}

/** tls.connect: arguments as those of net.connect, with options behind. */
function connect(...args) {
  const [first, callback] = net._normalizeArgs(args);
  let options = { ...first };
  if (args[1] !== null && typeof args[1] === 'object') options = { ...options, ...args[1] };
  else if (args[2] !== null && typeof args[2] === 'object') options = { ...options, ...args[2] };
  const settings = {
    rejectUnauthorized: process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0',
    ...options,
  };
  settings.host ??= 'localhost';
  if (settings.checkServerIdentity !== undefined) checkFunction(settings.checkServerIdentity, 'options.checkServerIdentity');
  const raw = settings.socket ?? new net.Socket({ allowHalfOpen: true });
  if (!settings.socket) raw.connect({ ...settings, path: settings.path ?? undefined });
  const socket = new TLSSocket(raw, { ...settings, allowHalfOpen: settings.allowHalfOpen ?? false });
  if (callback) socket.once('secureConnect', callback);
  if (settings.timeout) socket.setTimeout(settings.timeout);
  socket._start();
  return socket;
}

module.exports = { TLSSocket, connect };
