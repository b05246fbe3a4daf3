// gc-stress: 1000003
// Functions with more variables, functions, properties and accesses than 16 bits count. The code
// of large literals was stored, and refused by the verifier in each run.
const list = (count, f) => Array.from({ length: count }, (_, i) => f(i));
const cases = {
  'a table of objects': () => `return [${list(17000, (i) => `{"id":${i},"tags":["b${i % 100}"]}`).join()}].length`,
  'an object': () => `return Object.keys({${list(66000, (i) => `k${i}:1`).join()}}).length`,
  'variables': () => `${list(66000, (i) => `let v${i}=${i};`).join('')} return v65999 + v1 + (() => v65998)()`,
  'captured variables': () => `${list(66000, (i) => `let v${i}=${i};`).join('')} function f() { v${list(66000, (i) => i).join(';v')}; return () => v65999 + v1 } return f()()`,
  'functions': () => `return [${list(66000, (i) => `()=>${i}`).join()}][65999]()`,
  'properties': () => `var o = {};${list(66000, (i) => `o.p${i}=1;`).join('')} return o.p65999 + o.p1`,
  'parts of a template': () => 'var x = 1; return `' + '${x}'.repeat(66000) + '`.length',
  'loops': () => `var n = 0;${'while(n++<1);'.repeat(3000)} return n`,
  'parameters': () => `return function(${list(66000, (i) => `a${i}`).join()}) {}`,
};
for (const [name, text] of Object.entries(cases)) {
  try {
    const value = new Function(text())();
    console.log(name, value);
  } catch (error) {
    console.log(name, error.name);
  }
}
