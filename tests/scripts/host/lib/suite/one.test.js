const { test, describe, it } = require('node:test');
console.log('printed by one');
test('first', () => {});
describe('group', () => {
  it('inner', () => {});
  it('fails', () => {
    throw new Error('inner failure');
  });
});
test('only', { only: true }, () => {});
