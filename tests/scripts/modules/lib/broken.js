exports.before = 1;
throw new RangeError("broken module");
