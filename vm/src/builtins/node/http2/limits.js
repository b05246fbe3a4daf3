// How much of what costs this side more than the other one is taken.
'use strict';

const { uptime } = process;

/** A bucket of tokens: `burst` at once, `rate` a second. */
class RateLimit {
  #burst;
  #rate;
  #tokens;
  #then = 0;
  constructor(burst, rate) {
    this.#burst = burst;
    this.#rate = rate;
    this.#tokens = burst;
  }
  /** Takes a token; false if there is none. */
  take() {
    const now = Math.floor(uptime());
    if (now > this.#then) {
      this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#then) * this.#rate);
      this.#then = now;
    }
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

/** A number of the options, or what it is without. */
const number = (value, fallback, least = 0) => (typeof value === 'number' ? Math.max(least, value) : fallback);

/** The limits of a connection, of its options. */
function limitsOf(options, isServer) {
  return {
    maxDeflateDynamicTableSize: number(options.maxDeflateDynamicTableSize, 4096),
    /** Promises that a client holds. */
    maxReservedRemoteStreams: number(options.maxReservedRemoteStreams, 200),
    /** The longest block of fields that is sent. */
    maxSendHeaderBlockLength: number(options.maxSendHeaderBlockLength, 65536),
    /** Fields in a received list: there are four pseudo-header fields in each request, one in each response. */
    maxHeaderListPairs: number(options.maxHeaderListPairs, 128, isServer ? 4 : 1),
    maxOutstandingPings: number(options.maxOutstandingPings, 10),
    maxOutstandingSettings: number(options.maxOutstandingSettings, 10, 1),
    /** Octets; the option is in millions. */
    maxSessionMemory: number(options.maxSessionMemory, 10, 1) * 1e6,
    /** Entries of one SETTINGS. */
    maxSettings: number(options.maxSettings, 32, 1),
    maxSessionInvalidFrames: number(options.maxSessionInvalidFrames, 1000),
    maxSessionRejectedStreams: number(options.maxSessionRejectedStreams, 100),
    /** Acknowledgements that wait because the other side does not read. */
    maxWaitingAcknowledgements: 1000,
    /** Frames that continue one block of fields. */
    maxContinuations: 8,
    resets: new RateLimit(number(options.streamResetBurst, 1000, 1), number(options.streamResetRate, 33, 1)),
    /** What is wrong without being an error of the connection. */
    glitches: new RateLimit(1000, 33),
  };
}

module.exports = { limitsOf };
