// node: 26
'use strict';
// Options of sockets of datagrams: buffers, lists of who is blocked, ports that are shared, groups, descriptors.
const dgram = require('dgram');
const { BlockList } = require('net');
const fs = require('fs');
const { once } = require('events');
const diagnostics = require('diagnostics_channel');

async function main() {
  let published = 0;
  const count = ({ socket }) => {
    published += socket instanceof dgram.Socket;
  };
  diagnostics.subscribe('udp.socket', count);

  const sized = dgram.createSocket({ type: 'udp4', recvBufferSize: 8192, sendBufferSize: 16384 });
  sized.bind(0);
  await once(sized, 'listening');
  console.log(sized.getRecvBufferSize(), sized.getSendBufferSize(), sized.setRecvBufferSize(4096), sized.getRecvBufferSize(), sized.setSendBufferSize(9000), sized.getSendBufferSize());
  console.log(sized.setTTL(16), sized.setMulticastTTL(8), sized.setMulticastLoopback(1), sized.setMulticastLoopback('no'), sized.setBroadcast(true), sized.setTTL(1.9));
  console.log(sized.getSendQueueSize(), sized.getSendQueueCount());
  sized.close();

  const six = dgram.createSocket({ type: 'udp6', ipv6Only: true });
  six.bind(0, '::1');
  await once(six, 'listening');
  console.log(six.setTTL(16), six.setMulticastTTL(8), six.setMulticastLoopback(false), six.address().family);
  const four = dgram.createSocket('udp4');
  four.bind(six.address().port, '127.0.0.1', () => {
    console.log('the same port', four.address().port === six.address().port);
    four.close();
    six.close();
  });
  await once(four, 'close');

  for (const option of ['reuseAddr', 'reusePort']) {
    const shared = [dgram.createSocket({ type: 'udp4', [option]: true }), dgram.createSocket({ type: 'udp4', [option]: true })];
    shared[0].bind(0, '127.0.0.1');
    await once(shared[0], 'listening');
    shared[1].bind(shared[0].address().port, '127.0.0.1');
    await once(shared[1], 'listening');
    console.log(option, shared[0].address().port === shared[1].address().port);
    for (const socket of shared) socket.close();
  }

  const list = new BlockList();
  list.addAddress('127.0.0.1');
  const blocks = dgram.createSocket({ type: 'udp4', sendBlockList: list });
  const deaf = dgram.createSocket({ type: 'udp4', receiveBlockList: list }, () => console.log('never'));
  deaf.bind(0, '127.0.0.1');
  await once(deaf, 'listening');
  blocks.send('x', deaf.address().port, '127.0.0.1', (error) => {
    console.log(error.name, error.code, error.message);
    blocks.connect(deaf.address().port, '127.0.0.1', (refused) => {
      console.log(refused.code);
      try {
        blocks.connectSync(deaf.address().port);
      } catch ({ code, message }) {
        console.log(code, message);
      }
      blocks.close();
    });
  });
  await once(blocks, 'close');
  const speaker = dgram.createSocket('udp4');
  await new Promise((resolve) => { speaker.send('heard by nobody', deaf.address().port, '127.0.0.1', resolve); });
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  deaf.close();

  const looked = [];
  const named = dgram.createSocket({ type: 'udp4', lookup: (...args) => {
    looked.push(args.slice(0, 2));
    process.nextTick(args[2], null, '127.0.0.1', 4);
  } }, (message) => {
    console.log(message.toString(), looked);
    named.close();
  });
  named.bind(0, 'somewhere', () => speaker.send('by name', named.address().port, 'localhost'));
  named.on('listening', () => named.send('by itself', named.address().port, 'elsewhere'));
  await once(named, 'close');
  speaker.close();

  const file = fs.openSync(__filename);
  const wrong = dgram.createSocket('udp4');
  try {
    wrong.bind({ fd: file });
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
  fs.closeSync(file);
  wrong.close();

  const group = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  group.bind(0, () => {
    for (const call of [
      () => group.addMembership('224.0.0.114', '127.0.0.1'), () => group.addMembership('224.0.0.114', '127.0.0.1'), () => group.dropMembership('224.0.0.114', '127.0.0.1'),
      () => group.dropMembership('224.0.0.114', '127.0.0.1'), () => group.addSourceSpecificMembership('127.0.0.1', '232.1.1.1', '127.0.0.1'),
      () => group.dropSourceSpecificMembership('127.0.0.1', '232.1.1.1', '127.0.0.1'), () => group.setMulticastInterface('127.0.0.1'), () => group.addMembership('10.0.0.1'),
      () => group.setMulticastInterface('::1'), () => group.addMembership('224.0.0.1', '::1'),
    ]) {
      try {
        console.log(call());
      } catch ({ message, errno, code, syscall }) {
        console.log(message, errno, code, syscall);
      }
    }
    group.close();
  });
  await once(group, 'close');
  console.log(published);
  diagnostics.unsubscribe('udp.socket', count);
  const { inspect } = require('util');
  console.log(inspect(dgram.createSocket('udp6'), { depth: 0 }).includes("type: 'udp6'"), Object.keys(dgram), dgram.Socket.name, dgram.Socket.length);
}
main();
