// Numbers that double, as in an enum of flags, do not make an array as long as the last of them.
const Flags = [];
for (let bit = 0; bit < 31; bit++) Flags[Flags['F' + bit] = 1 << bit] = 'F' + bit;
console.log(Flags.length, Flags.F30, Flags[1 << 20], Object.keys(Flags).length, Flags[3], 1 << 12 in Flags);
const list = [];
for (let i = 4999; i >= 0; i--) list[i] = i;
console.log(list.length, list.reduce((a, b) => a + b), list.indexOf(4000));
