// node:dns: what the system's own look-up knows. Queries to name servers are a clear error.
'use strict';

const native = require('native');
const { checkFunction, coded, invalidArgument, invalidValue } = require('internal/errors');
const unavailable = require('internal/unavailable')('dns', 'hearth asks no name servers; dns.lookup asks the system');

const codes = {
  NODATA: 'ENODATA', FORMERR: 'EFORMERR', SERVFAIL: 'ESERVFAIL', NOTFOUND: 'ENOTFOUND', NOTIMP: 'ENOTIMP', REFUSED: 'EREFUSED', BADQUERY: 'EBADQUERY',
  BADNAME: 'EBADNAME', BADFAMILY: 'EBADFAMILY', BADRESP: 'EBADRESP', CONNREFUSED: 'ECONNREFUSED', TIMEOUT: 'ETIMEOUT', EOF: 'EOF', FILE: 'EFILE',
  NOMEM: 'ENOMEM', DESTRUCTION: 'EDESTRUCTION', BADSTR: 'EBADSTR', BADFLAGS: 'EBADFLAGS', NONAME: 'ENONAME', BADHINTS: 'EBADHINTS',
  NOTINITIALIZED: 'ENOTINITIALIZED', LOADIPHLPAPI: 'ELOADIPHLPAPI', ADDRGETNETWORKPARAMS: 'EADDRGETNETWORKPARAMS', CANCELLED: 'ECANCELLED',
};
let order = 'verbatim';

function answers(hostname, { family = 0, order: wanted = order, verbatim } = {}) {
  const { isIP } = require('net');
  if (isIP(hostname)) return [{ address: hostname, family: isIP(hostname) }];
  const found = (native.lookUp(hostname) ?? []).map(([address, kind]) => ({ address, family: kind }));
  const list = family ? found.filter((entry) => entry.family === family) : found;
  const sorted = verbatim === false ? 'ipv4first' : wanted;
  if (sorted === 'ipv4first') list.sort((a, b) => a.family - b.family);
  if (sorted === 'ipv6first') list.sort((a, b) => b.family - a.family);
  if (list.length === 0) {
    const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
    throw Object.assign(error, { errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname });
  }
  return list;
}

function checked(hostname, options) {
  if (hostname && typeof hostname !== 'string') throw invalidArgument('hostname', 'of type string', hostname);
  const settings = typeof options === 'number' ? { family: options } : options ?? {};
  if (typeof settings !== 'object') throw invalidArgument('options', 'of type integer or object', options);
  const family = settings.family === 'IPv4' ? 4 : settings.family === 'IPv6' ? 6 : settings.family ?? 0;
  if (![0, 4, 6].includes(family)) throw invalidValue('options.family', settings.family, 'must be one of: 0, 4, 6');
  return { ...settings, family };
}

function lookup(hostname, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  const settings = checked(hostname, options);
  checkFunction(callback, 'callback');
  if (!hostname) {
    process.nextTick(callback, null, settings.all ? [] : null, settings.all ? undefined : settings.family === 6 ? 6 : 4);
    return {};
  }
  let found;
  try {
    found = answers(hostname, settings);
  } catch (error) {
    native.complete(callback, error);
    return {};
  }
  if (settings.all) native.complete(callback, null, found);
  else native.complete(callback, null, found[0].address, found[0].family);
  return {};
}
Object.defineProperty(lookup, require('util').promisify.custom, {
  value: (hostname, options) => promises.lookup(hostname, options), enumerable: false,
});

const queries = [
  'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa',
  'resolveSrv', 'resolveTlsa', 'resolveTxt', 'reverse', 'lookupService',
];
class Resolver {
  cancel() {}
  getServers() { return getServers(); }
  setServers(servers) { setServers(servers); }
  setLocalAddress() {}
}
let servers;
function getServers() {
  if (servers) return servers.slice();
  try {
    const text = require('fs').readFileSync('/etc/resolv.conf', 'utf8');
    return [...text.matchAll(/^nameserver\s+(\S+)/gm)].map((match) => match[1]);
  } catch {
    return ['127.0.0.1'];
  }
}
function setServers(list) {
  if (!Array.isArray(list)) throw invalidArgument('servers', 'an instance of Array', list);
  list.forEach((server, i) => {
    if (typeof server !== 'string') throw invalidArgument(`servers[${i}]`, 'of type string', server);
    if (!require('net').isIP(server.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'))) {
      throw coded(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${server}`);
    }
  });
  servers = list.slice();
}
function setDefaultResultOrder(value) {
  if (!['verbatim', 'ipv4first', 'ipv6first'].includes(value)) throw invalidValue('dnsOrder', value, "must be one of: 'verbatim', 'ipv4first', 'ipv6first'");
  order = value;
}
class PromisesResolver extends Resolver {}
for (const name of queries) {
  if (name !== 'lookupService') Resolver.prototype[name] = unavailable.refuse(`Resolver.${name}`);
  PromisesResolver.prototype[name] = async () => {
    throw unavailable.error(name);
  };
}

const promises = {
  ...codes, Resolver: PromisesResolver, getDefaultResultOrder: function () { return order; }, setDefaultResultOrder, getServers, setServers,
  async lookup(hostname, options) {
    const settings = checked(hostname, options);
    if (!hostname) return settings.all ? [] : { address: null, family: settings.family === 6 ? 6 : 4 };
    await new Promise((resolve) => native.complete(resolve));
    const found = answers(hostname, settings);
    return settings.all ? found : found[0];
  },
  ...Object.fromEntries(queries.map((name) => [name, async () => {
    throw unavailable.error(name);
  }])),
};

module.exports = {
  lookup, Resolver, getDefaultResultOrder: function () { return order; }, setDefaultResultOrder, setServers, getServers, ADDRCONFIG: 32, ALL: 16, V4MAPPED: 8, ...codes,
  ...unavailable.all(...queries), promises,
};
