// What becomes of a readable stream and of the requests of its reader.
'use strict';

const { handled, invalidState, nothing, rejected, resolved } = require('internal/web_streams/common');

/** The state of a stream before its controller is set up. */
const makeState = (self) => ({
  kind: 'ReadableStream', self, state: 'readable', reader: undefined, storedError: undefined, disturbed: false, controller: undefined, over: undefined,
});

const isByob = (reader) => reader.kind === 'ReadableStreamBYOBReader';
const hasDefaultReader = (s) => s.reader !== undefined && !isByob(s.reader);
const hasByobReader = (s) => s.reader !== undefined && isByob(s.reader);
const countRequests = (s) => s.reader.requests.length;

/** Gives a chunk to the first request, or the end. */
function fulfillRequest(s, chunk, isDone) {
  const request = s.reader.requests.shift();
  if (isDone) request.close(chunk);
  else request.chunk(chunk);
}

function closeStream(s) {
  s.state = 'closed';
  s.over?.resolve();
  const { reader } = s;
  if (reader === undefined) return;
  reader.closed.resolve();
  if (!isByob(reader)) for (const request of reader.requests.drain()) request.close();
}

function errorStream(s, error) {
  s.state = 'errored';
  s.storedError = error;
  s.over?.reject(error);
  const { reader } = s;
  if (reader === undefined) return;
  handled(reader.closed.promise);
  reader.closed.reject(error);
  for (const request of reader.requests.drain()) request.error(error);
}

function cancelStream(s, reason) {
  s.disturbed = true;
  if (s.state === 'closed') return Promise.resolve();
  if (s.state === 'errored') return Promise.reject(s.storedError);
  closeStream(s);
  if (s.reader !== undefined && isByob(s.reader)) for (const request of s.reader.requests.drain()) request.close(undefined);
  return s.controller.cancelSteps(reason).then(nothing);
}

/** A promise of the end of a stream, which is for those that only watch it. */
function whenOver(s) {
  if (s.over === undefined) {
    s.over = Promise.withResolvers();
    handled(s.over.promise);
    if (s.state === 'closed') s.over.resolve();
    else if (s.state === 'errored') s.over.reject(s.storedError);
  }
  return s.over.promise;
}

/** Makes a reader that of a stream. */
function attach(r, s) {
  r.stream = s;
  s.reader = r;
  if (s.state === 'readable') r.closed = Promise.withResolvers();
  else if (s.state === 'closed') r.closed = resolved();
  else r.closed = rejected(s.storedError);
}

function release(r) {
  const s = r.stream;
  const error = invalidState('Reader released');
  if (s.state === 'readable') {
    handled(r.closed.promise);
    r.closed.reject(error);
  } else {
    r.closed = rejected(error);
  }
  s.controller.releaseSteps();
  s.reader = undefined;
  r.stream = undefined;
}

/** Fails what a reader still waits for, for it has been released. */
function failRequests(r) {
  const error = invalidState('Releasing reader');
  for (const request of r.requests.drain()) request.error(error);
}

function read(r, request) {
  const s = r.stream;
  s.disturbed = true;
  if (s.state === 'closed') request.close();
  else if (s.state === 'errored') request.error(s.storedError);
  else s.controller.pullSteps(request);
}

module.exports = {
  attach, cancelStream, closeStream, countRequests, errorStream, failRequests, fulfillRequest, hasByobReader, hasDefaultReader, makeState, read, release, whenOver,
};
