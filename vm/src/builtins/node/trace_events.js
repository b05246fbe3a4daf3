// node:trace_events: nothing is traced by category here; hearth's own option --trace is another thing.
'use strict';

const unavailable = require('internal/unavailable')('trace_events', 'hearth writes no trace of categories');

module.exports = { createTracing: unavailable.refuse('createTracing'), getEnabledCategories: () => undefined };
