// node:cluster: this process is the primary one, and starts no workers.
'use strict';

const EventEmitter = require('events');
const unavailable = require('internal/unavailable')('cluster', 'hearth does not share servers between processes');

const cluster = new EventEmitter();
class Worker extends EventEmitter {
  constructor(options = {}) {
    super();
    this.exitedAfterDisconnect = undefined;
    this.state = options.state ?? 'none';
    this.id = options.id | 0;
    this.process = options.process;
  }
}
module.exports = Object.assign(cluster, {
  isWorker: false, isMaster: true, isPrimary: true, Worker, workers: {}, settings: {}, SCHED_NONE: 1, SCHED_RR: 2, schedulingPolicy: 2,
  setupPrimary: function (options) {
    Object.assign(cluster.settings, { args: process.argv.slice(2), exec: process.argv[1], execArgv: process.execArgv, silent: false }, options);
    process.nextTick(() => cluster.emit('setup', cluster.settings));
  },
  fork: unavailable.refuse('fork'),
  disconnect: function (callback) {
    if (typeof callback === 'function') process.nextTick(callback);
  },
});
cluster.setupMaster = cluster.setupPrimary;
