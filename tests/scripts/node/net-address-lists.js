// node: 26
// Lists of addresses: rules that are added, removed, written and read; addresses of sockets that are parsed.
'use strict';
const { BlockList, SocketAddress } = require('net');
const attempt = (act) => {
  try {
    return act();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};
const list = new BlockList();
/** The order of single addresses is nobody's business. */
const sorted = (rules) => [...rules.filter((rule) => rule.startsWith('A')).sort(), ...rules.filter((rule) => !rule.startsWith('A'))];
const tell = (...args) => console.log(...args, list.size, sorted(list.rules));
list.addAddress('1.2.3.4');
list.addAddress('1.2.3.4');
tell('twice');
list.addAddresses(['5.6.7.8', new SocketAddress({ address: '::1', family: 'ipv6' })]);
list.addCIDR('10.0.0.0/8');
list.addCIDR('fc00::/7');
list.addCIDRs(['172.16.0.0/12', '::ffff:0:0/96']);
list.addRange('9.0.0.1', '9.0.0.9');
list.addSubnet('2001:db8::', 32, 'ipv6');
tell('all');
for (const [address, family] of [['1.2.3.4'], ['5.6.7.8'], ['::1', 'ipv6'], ['10.255.0.1'], ['11.0.0.0'], ['fdff::', 'ipv6'], ['9.0.0.5'], ['9.0.0.10'], ['2001:db8:1::', 'ipv6'], ['::ffff:9.0.0.5', 'ipv6'], ['::ffff:8.0.0.5', 'ipv6'], ['8.8.8.8']]) {
  console.log(address, list.check(address, family));
}
console.log(sorted(list.toJSON()), JSON.stringify(list).length);
list.removeAddress('1.2.3.4');
tell('removed once', list.check('1.2.3.4'));
list.removeAddress('1.2.3.4');
tell('removed twice', list.check('1.2.3.4'));
list.removeAddress('1.1.1.1');
list.removeRange('9.0.0.1', '9.0.0.8');
tell('nothing');
list.removeRange('9.0.0.1', '9.0.0.9');
list.removeCIDR('10.0.0.0/8');
list.removeSubnet('2001:db8::', 32, 'ipv6');
tell('more');
list.removeAddress('::1', 'ipv6');
list.clear();
tell('clear', list.check('5.6.7.8'));
const text = ['Subnet: IPv4 10.0.0.0/8', 'Address: IPv4 1.2.3.4', 'Range: IPv4 9.0.0.1-9.0.0.9', 'Address: IPv6 ::1', 'Subnet: IPv6 fc00::/7'];
list.fromJSON(text);
tell('read');
list.fromJSON(JSON.stringify(['Address: IPv4 7.7.7.7']));
tell('read as text');
const wrong = {
  noList: () => list.fromJSON(5),
  noJSON: () => list.fromJSON('x'),
  noRule: () => list.fromJSON(['nothing']),
  noText: () => list.fromJSON([5]),
  badAddress: () => list.fromJSON(['Address: IPv4 300.1.1.1']),
  cidr: () => list.addCIDR('10.0.0.0'),
  cidrNumber: () => list.addCIDR(5),
  cidrPrefix: () => list.addCIDR('10.0.0.0/33'),
  cidrEmpty: () => list.addCIDR('10.0.0.0/'),
  cidrAddress: () => list.addCIDR('x/8'),
  cidrNegative: () => list.addCIDR('10.0.0.0/-1'),
  cidrFraction: () => list.addCIDR('10.0.0.0/8.5'),
  cidrs: () => list.addCIDRs('10.0.0.0/8'),
  cidrsMember: () => list.addCIDRs(['12.0.0.0/8', 5]),
  cidrsBad: () => list.addCIDRs(['12.0.0.0/8', 'x']),
  addresses: () => list.addAddresses('1.2.3.4'),
  addressesMember: () => list.addAddresses(['4.4.4.4', 5]),
  addressesBad: () => list.addAddresses(['4.4.4.4', 'x']),
  address: () => list.addAddress(5),
  family: () => list.addAddress('1.2.3.4', 5),
  familyName: () => list.addAddress('1.2.3.4', 'ipv5'),
  addressBad: () => list.addAddress('x'),
  range: () => list.addRange('1.2.3.4', 5),
  rangeOrder: () => list.addRange('1.2.3.4', '1.2.3.3'),
  prefix: () => list.addSubnet('1.2.3.4', '8'),
  prefixLarge: () => list.addSubnet('1.2.3.4', 33),
  prefixFraction: () => list.addSubnet('1.2.3.4', 8.5),
  remove: () => list.removeAddress(5),
  removeCIDR: () => list.removeCIDR('x'),
  checkBad: () => list.check('x'),
  checkNumber: () => list.check(5),
};
for (const [name, act] of Object.entries(wrong)) console.log(name, attempt(act));
tell('after');
console.log(BlockList.PRIVATE_RANGES, Object.isFrozen(BlockList.PRIVATE_RANGES), BlockList.isBlockList(list), BlockList.isBlockList({}));
list.removeAddress('1.2.3.4');
list.removeAddress('::1', 'ipv6');
console.log(list, [new SocketAddress()]);
for (const given of ['1.2.3.4', '1.2.3.4:80', '[::1]', '[::1]:8080', '::1', 'x', '1.2.3.4:x', '1.2.3.4:99999', '', '[1.2.3.4]:5', '127.1:80', '[::1]:', '1.2.3.4:', 'localhost:80', '0x7f.1:90']) {
  const parsed = SocketAddress.parse(given);
  console.log(JSON.stringify(given), parsed && parsed.toJSON());
}
console.log(attempt(() => SocketAddress.parse(5)), SocketAddress.isSocketAddress(new SocketAddress()), SocketAddress.isSocketAddress({}));
