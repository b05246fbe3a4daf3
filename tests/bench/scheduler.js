// A simulated operating system: a multi-level feedback queue runs processes that
// compute, wait for devices, and pass messages through bounded mailboxes.
// test: 2 200
"use strict";

const READY = "ready";
const BLOCKED = "blocked";
const DONE = "done";

class Queue {
  #items = [];
  #head = 0;

  get length() {
    return this.#items.length - this.#head;
  }

  push(item) {
    this.#items.push(item);
  }

  shift() {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head > 32 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

class Mailbox {
  constructor(capacity) {
    this.capacity = capacity;
    this.messages = new Queue();
    this.readers = new Queue();
    this.writers = new Queue();
    this.delivered = 0;
  }

  send(os, process, message) {
    if (this.messages.length >= this.capacity) {
      this.writers.push(process);
      return false;
    }
    this.messages.push(message);
    const reader = this.readers.shift();
    if (reader) os.wake(reader);
    return true;
  }

  receive(os, process) {
    const message = this.messages.shift();
    if (message === undefined) {
      this.readers.push(process);
      return undefined;
    }
    this.delivered++;
    const writer = this.writers.shift();
    if (writer) os.wake(writer);
    return message;
  }
}

class Process {
  constructor(id, name) {
    this.id = id;
    this.name = name;
    this.state = READY;
    this.level = 0;
    this.cpu = 0;
    this.switches = 0;
  }

  /** Runs for at most `quantum` ticks; returns the ticks that were used. */
  step() {
    throw new Error(`${this.name} has nothing to do`);
  }
}

class Cruncher extends Process {
  constructor(id, work) {
    super(id, "cruncher");
    this.work = work;
    this.hash = 0x811c9dc5 | 0;
  }

  step(os, quantum) {
    const ticks = Math.min(quantum, this.work);
    for (let i = 0; i < ticks; i++) {
      this.hash = Math.imul(this.hash ^ (this.work - i), 0x01000193);
    }
    this.work -= ticks;
    if (this.work === 0) os.exit(this);
    return ticks;
  }
}

class Reader extends Process {
  constructor(id, device, blocks) {
    super(id, "reader");
    this.device = device;
    this.blocks = blocks;
    this.bytes = 0;
  }

  step(os) {
    if (this.blocks === 0) {
      os.exit(this);
      return 1;
    }
    this.blocks--;
    this.bytes += 512 + (this.blocks & 7);
    os.blockUntil(this, os.clock + this.device.latency(this.blocks));
    return 2;
  }
}

class Producer extends Process {
  constructor(id, mailbox, count) {
    super(id, "producer");
    this.mailbox = mailbox;
    this.count = count;
  }

  step(os, quantum) {
    let used = 0;
    while (used < quantum) {
      used++;
      if (this.count === 0) {
        os.exit(this);
        break;
      }
      if (!this.mailbox.send(os, this, { from: this.id, value: this.count * 3 })) {
        os.block(this);
        break;
      }
      this.count--;
    }
    return used;
  }
}

class Consumer extends Process {
  constructor(id, mailbox, count) {
    super(id, "consumer");
    this.mailbox = mailbox;
    this.count = count;
    this.sum = 0;
  }

  step(os, quantum) {
    let used = 0;
    while (used < quantum) {
      used++;
      const message = this.mailbox.receive(os, this);
      if (!message) {
        os.block(this);
        break;
      }
      const { from, value } = message;
      this.sum = (this.sum + value * (from + 1)) % 1000003;
      if (--this.count === 0) {
        os.exit(this);
        break;
      }
    }
    return used;
  }
}

class System {
  constructor(levels) {
    this.levels = Array.from({ length: levels }, () => new Queue());
    this.timers = [];
    this.clock = 0;
    this.alive = 0;
    this.idle = 0;
    this.dispatches = 0;
  }

  spawn(process) {
    this.alive++;
    this.levels[process.level].push(process);
    return process;
  }

  exit(process) {
    process.state = DONE;
    this.alive--;
  }

  block(process) {
    process.state = BLOCKED;
  }

  blockUntil(process, time) {
    this.block(process);
    const { timers } = this;
    let i = timers.length;
    timers.push(null);
    while (i > 0 && timers[i - 1].time < time) {
      timers[i] = timers[i - 1];
      i--;
    }
    timers[i] = { time, process };
  }

  wake(process) {
    process.state = READY;
    process.level = Math.max(0, process.level - 1);
    this.levels[process.level].push(process);
  }

  fireTimers() {
    const { timers } = this;
    while (timers.length > 0 && timers[timers.length - 1].time <= this.clock) {
      this.wake(timers.pop().process);
    }
  }

  next() {
    for (const queue of this.levels) {
      if (queue.length > 0) return queue.shift();
    }
    return undefined;
  }

  run() {
    while (this.alive > 0) {
      this.fireTimers();
      const process = this.next();
      if (!process) {
        if (this.timers.length === 0) throw new Error("deadlock");
        const { time } = this.timers[this.timers.length - 1];
        this.idle += time - this.clock;
        this.clock = time;
        continue;
      }
      const quantum = 4 << process.level;
      const used = process.step(this, quantum);
      this.dispatches++;
      this.clock += used;
      process.cpu += used;
      process.switches++;
      if (process.state === READY) {
        if (used === quantum) process.level = Math.min(this.levels.length - 1, process.level + 1);
        this.levels[process.level].push(process);
      }
    }
  }
}

function run(size) {
  const os = new System(4);
  const disk = { latency: (block) => 20 + (block % 3) * 5 };
  const network = { latency: (block) => 7 + (block & 1) };
  const processes = [];
  for (let i = 0; i < 6; i++) processes.push(os.spawn(new Cruncher(i, size * 10)));
  for (let i = 0; i < 8; i++) {
    processes.push(os.spawn(new Reader(100 + i, i % 2 === 0 ? disk : network, size)));
  }
  const boxes = [4, 16, 64].map((capacity) => new Mailbox(capacity));
  for (const [i, box] of boxes.entries()) {
    processes.push(os.spawn(new Producer(200 + i, box, size * 4)));
    processes.push(os.spawn(new Producer(210 + i, box, size * 4)));
    processes.push(os.spawn(new Consumer(220 + i, box, size * 8)));
  }
  os.run();
  return { os, processes, boxes };
}

function check({ os, processes, boxes }, size) {
  const cpu = processes.reduce((total, { cpu }) => total + cpu, 0);
  if (cpu + os.idle !== os.clock) throw new Error(`lost time: ${cpu} + ${os.idle} != ${os.clock}`);
  const delivered = boxes.reduce((total, box) => total + box.delivered, 0);
  if (delivered !== size * 24) throw new Error(`lost messages: ${delivered}`);
  if (!processes.every((p) => p.state === DONE)) throw new Error("a process is still there");
  const bytes = processes.reduce((total, p) => total + (p.bytes ?? 0), 0);
  const sums = processes.filter((p) => p instanceof Consumer).map((p) => p.sum);
  return `clock ${os.clock} idle ${os.idle} dispatches ${os.dispatches} bytes ${bytes} sums ${sums.join()}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 8, size = 600] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`scheduler ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
