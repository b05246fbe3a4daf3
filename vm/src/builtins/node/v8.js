// node:v8, of which Hearth has what is not V8's own: the serialisation, and what it knows of its heap.
'use strict';

const native = require('native');
const { checkString, coded, invalidArgument, invalidValue } = require('internal/errors');
const serializer = require('internal/serializer');

const unavailable = (name, why) => {
  const f = () => {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `v8.${name} is unavailable: ${why}`);
  };
  return Object.defineProperty(f, 'name', { value: name });
};
const noSnapshots = 'hearth writes no heap snapshots';
const noProfiles = 'hearth has no sampling profiler';

function getHeapStatistics() {
  const { heapTotal, heapUsed, external } = process.memoryUsage();
  const limit = native.heapLimit();
  return {
    total_heap_size: heapTotal,
    total_heap_size_executable: 0,
    total_physical_size: heapTotal,
    total_available_size: Math.max(limit - heapUsed, 0),
    used_heap_size: heapUsed,
    heap_size_limit: limit,
    malloced_memory: external,
    peak_malloced_memory: external,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: external,
  };
}

function getHeapSpaceStatistics() {
  const { heapTotal, heapUsed } = process.memoryUsage();
  return [{
    space_name: 'heap', space_size: heapTotal, space_used_size: heapUsed, space_available_size: heapTotal - heapUsed, physical_space_size: heapTotal,
  }];
}

/** Flags of V8 mean nothing to Hearth, except that `--expose-gc` makes `gc` a global function. */
function setFlagsFromString(flags) {
  checkString(flags, 'flags');
  for (const flag of flags.split(/\s+/)) {
    const match = /^--(no-?)?(expose[-_]gc)$/.exec(flag);
    if (!match) continue;
    if (match[1]) delete globalThis.gc;
    else Object.defineProperty(globalThis, 'gc', { value: native.collectGarbage, writable: true, configurable: true });
  }
}

function isStringOneByteRepresentation(content) {
  checkString(content, 'content');
  return !/[^\0-\xff]/.test(content);
}

class GCProfiler {
  #startTime;
  start() {
    this.#startTime ??= Date.now();
  }
  stop() {
    if (this.#startTime === undefined) return undefined;
    const result = { version: 1, startTime: this.#startTime, statistics: [], endTime: Date.now() };
    this.#startTime = undefined;
    return result;
  }
}

const startupSnapshot = {
  isBuildingSnapshot: function () { return false; },
};
for (const name of ['addSerializeCallback', 'addDeserializeCallback', 'setDeserializeMainFunction']) {
  startupSnapshot[name] = () => {
    throw coded(Error, 'ERR_NOT_BUILDING_SNAPSHOT', 'Operation cannot be invoked when not building startup snapshot');
  };
}

const hooks = require('internal/async_context');

module.exports = {
  cachedDataVersionTag: () => native.versionTag(),
  getHeapSnapshot: unavailable('getHeapSnapshot', noSnapshots),
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics: function () { return { code_and_metadata_size: 0, bytecode_and_metadata_size: 0, external_script_source_size: 0, cpu_profiler_metadata_size: 0 }; },
  getCppHeapStatistics: function (type = 'detailed') {
    if (type !== 'brief' && type !== 'detailed') throw invalidValue('type', type, "must be one of: 'brief', 'detailed'");
    return {
      committed_size_bytes: 0, resident_size_bytes: 0, used_size_bytes: 0, space_statistics: [], type_names: [], detail_level: type,
    };
  },
  setFlagsFromString,
  ...serializer,
  takeCoverage() {},
  stopCoverage() {},
  writeHeapSnapshot: unavailable('writeHeapSnapshot', noSnapshots),
  promiseHooks: hooks.promiseHooks,
  queryObjects: unavailable('queryObjects', 'hearth does not walk its heap for programs'),
  startupSnapshot,
  setHeapSnapshotNearHeapLimit: function (limit) {
    if (typeof limit !== 'number') throw invalidArgument('limit', 'of type number', limit);
  },
  GCProfiler,
  isStringOneByteRepresentation,
  startCpuProfile: unavailable('startCpuProfile', noProfiles),
};
