// Components of URLs in their normal forms, and what is left out taken from a base
// (https://urlpattern.spec.whatwg.org/#canon-processing-for-init).
'use strict';

const { escapePattern } = require('internal/url_pattern/component');

const PORTS = { http: '80', https: '443', ws: '80', wss: '443', ftp: '21', file: '' };
const invalid = () => new TypeError('invalid component');
const dummy = () => new URL('http://dummy.test');
const setter = (name) => (value) => {
  const url = dummy();
  url[name] = value;
  return url[name];
};

const canonical = {
  protocol: (value) => new URL(`${value}://dummy.test`).protocol.slice(0, -1),
  username: setter('username'),
  password: setter('password'),
  hostname(value) {
    if (/[\s#/:<>?@[\]\\^|]/.test(value)) throw invalid();
    return new URL(`http://${value}`).hostname;
  },
  ipv6(value) {
    if (!/^[0-9a-f[\]:]*$/i.test(value)) throw invalid();
    return value.toLowerCase();
  },
  port(value) {
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) throw invalid();
    return `${Number(value)}`;
  },
  pathname(value) {
    const isAbsolute = value.startsWith('/');
    const path = setter('pathname')(isAbsolute ? value : `/-${value}`);
    return isAbsolute ? path : path.slice(2);
  },
  opaque: (value) => new URL(`data:${value}`).pathname,
  search: (value) => setter('search')(value).slice(1),
  hash: (value) => setter('hash')(value).slice(1),
};

const names = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];

function isAbsolutePath(path, isPattern) {
  if (path.startsWith('/')) return true;
  return isPattern && (path.startsWith('\\/') || path.startsWith('{/'));
}

/** The components that a dictionary has; those of a pattern are not brought into normal form yet. */
function process(init, isPattern) {
  const result = isPattern ? {} : Object.fromEntries(names.map((name) => [name, '']));
  const ofBase = (text) => (isPattern ? escapePattern(text) : text);
  const lacks = (...list) => list.every((name) => init[name] === undefined);
  let base = null;
  if (init.baseURL !== undefined) {
    base = new URL(init.baseURL);
    if (lacks('protocol')) result.protocol = ofBase(base.protocol.slice(0, -1));
    if (!isPattern && lacks('protocol', 'hostname', 'port', 'username')) result.username = base.username;
    if (!isPattern && lacks('protocol', 'hostname', 'port', 'username', 'password')) result.password = base.password;
    if (lacks('protocol', 'hostname')) result.hostname = ofBase(base.hostname);
    if (lacks('protocol', 'hostname', 'port')) result.port = base.port;
    if (lacks('protocol', 'hostname', 'port', 'pathname')) result.pathname = ofBase(base.pathname);
    if (lacks('protocol', 'hostname', 'port', 'pathname', 'search')) result.search = ofBase(base.search.slice(1));
    if (lacks('protocol', 'hostname', 'port', 'pathname', 'search', 'hash')) result.hash = ofBase(base.hash.slice(1));
  }
  const use = (name, value, form = canonical[name]) => {
    result[name] = isPattern || value === '' ? value : form(value);
  };
  if (init.protocol !== undefined) use('protocol', init.protocol.replace(/:$/, ''));
  for (const name of ['username', 'password', 'hostname']) if (init[name] !== undefined) use(name, init[name]);
  const isSpecial = Object.hasOwn(PORTS, result.protocol ?? '');
  if (init.port !== undefined) {
    use('port', init.port);
    if (!isPattern && isSpecial && result.port === PORTS[result.protocol]) result.port = '';
  }
  if (init.pathname !== undefined) {
    let path = init.pathname;
    if (base !== null && base.pathname.startsWith('/') && !isAbsolutePath(path, isPattern)) {
      path = ofBase(base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1)) + path;
    }
    use('pathname', path, isSpecial || result.protocol === '' || result.protocol === undefined ? canonical.pathname : canonical.opaque);
  }
  if (init.search !== undefined) use('search', init.search.replace(/^\?/, ''));
  if (init.hash !== undefined) use('hash', init.hash.replace(/^#/, ''));
  return result;
}

module.exports = { canonical, names, process, PORTS };
