// Iterators over the pairs of URLSearchParams, Headers and FormData
// (https://webidl.spec.whatwg.org/#dfn-default-iterator-object), which may change meanwhile.
'use strict';

const parent = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

const pick = (kind, pair) => (kind === 'entries' ? pair : kind === 'keys' ? pair[0] : pair[1]);

/**
 * What makes such iterators, and their prototype. `pairAt` gives the pair of a target at an index, or undefined after the
 * last one; `refuse` the error for receivers that are no such iterators.
 */
function pairIterators(name, pairAt, refuse) {
  class PairIterator {
    #target;
    #kind;
    #at = 0;
    constructor(target, kind) {
      this.#target = target;
      this.#kind = kind;
    }
    next() {
      if (this === null || typeof this !== 'object' || !(#target in this)) throw refuse();
      const pair = pairAt(this.#target, this.#at);
      if (pair === undefined) return { value: undefined, done: true };
      this.#at++;
      return { value: pick(this.#kind, pair), done: false };
    }
    /** What is yet to come. */
    static rest(iterator) {
      const list = [];
      for (let at = iterator.#at, pair; (pair = pairAt(iterator.#target, at)) !== undefined; at++) list.push(pick(iterator.#kind, pair));
      return list;
    }
  }
  const { prototype } = PairIterator;
  delete prototype.constructor;
  Object.setPrototypeOf(prototype, parent);
  Object.defineProperty(prototype, 'next', { enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: `${name} Iterator`, configurable: true });
  return { prototype, rest: PairIterator.rest, make: (target, kind) => new PairIterator(target, kind) };
}

module.exports = { pairIterators };
