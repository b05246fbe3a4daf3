// What others are told of sessions and streams: diagnostics channels, and entries for observers of performance.
'use strict';

const { channel } = require('diagnostics_channel');
const { isObserved, publish } = require('internal/observed');

const OF_BOTH = ['created', 'start', 'error', 'finish', 'close'];
const channels = {
  client: Object.fromEntries([...OF_BOTH, 'bodyChunkSent', 'bodySent'].map((name) => [name, channel(`http2.client.stream.${name}`)])),
  server: Object.fromEntries(OF_BOTH.map((name) => [name, channel(`http2.server.stream.${name}`)])),
};

/** Is there anybody who has subscribed to what happens to streams of a side? */
const isHeard = (side, name) => channels[side][name].hasSubscribers;
function tell(side, name, message) {
  channels[side][name].publish(message);
}

/** Times of one stream; a number is 0 until it happens. */
class StreamTimes {
  start = performance.now();
  firstHeader = 0;
  firstByte = 0;
  firstByteSent = 0;
  received = 0;
  sent = 0;
  header() {
    this.firstHeader ||= performance.now() - this.start;
  }
  data(length) {
    this.firstByte ||= performance.now() - this.start;
    this.received += length;
  }
  dataSent(length) {
    this.firstByteSent ||= performance.now() - this.start;
    this.sent += length;
  }
  publish(id) {
    publish('Http2Stream', 'http2', this.start, performance.now() - this.start, {
      bytesRead: this.received, bytesWritten: this.sent, id, timeToFirstByte: this.firstByte, timeToFirstByteSent: this.firstByteSent,
      timeToFirstHeader: this.firstHeader,
    });
  }
}

/** Times of one session. */
class SessionTimes {
  start = performance.now();
  pingRTT = 0;
  maxConcurrentStreams = 0;
  streamCount = 0;
  #over = 0;
  #durations = 0;
  streamBegan(count) {
    this.streamCount++;
    this.maxConcurrentStreams = Math.max(this.maxConcurrentStreams, count);
  }
  streamOver(duration) {
    this.#over++;
    this.#durations += duration;
  }
  publish(isServer, { bytesSent, framesSent }, { bytesReceived, framesReceived }) {
    publish('Http2Session', 'http2', this.start, performance.now() - this.start, {
      bytesWritten: bytesSent, bytesRead: bytesReceived, framesReceived, framesSent, maxConcurrentStreams: this.maxConcurrentStreams,
      pingRTT: this.pingRTT, streamAverageDuration: this.#over === 0 ? 0 : this.#durations / this.#over, streamCount: this.streamCount,
      type: isServer ? 'server' : 'client',
    });
  }
}
const timesOf = (Times) => (isObserved('http2') ? new Times() : null);

module.exports = { isHeard, tell, streamTimes: () => timesOf(StreamTimes), sessionTimes: () => timesOf(SessionTimes) };
