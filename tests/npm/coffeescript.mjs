// Compiles CoffeeScript.
import CoffeeScript from "coffeescript/lib/coffeescript/coffeescript.js";
const source = `
class Animal extends Thing
  constructor: (@name, {@age = 3, rest...}) -> super arguments...
  speak: (words...) => console.log "#{@name} says #{word}" for word in words when word?
square = (x) -> x ** 2
list = (square n for n in [1..10] by 2)
{a, b: [c, others..., d]} = obj ? {}
result = switch
  when x < 0 then "neg"
  when x is 0 then "zero"
  else "pos" unless y
f = -> yield from g(); await h()
text = """
  block #{a}
    indented
"""
`;
const compile = CoffeeScript.compile ?? CoffeeScript.default.compile;
console.log(compile(source, { bare: true }));
try { compile('a = (', {}); } catch (e) { console.log(e.message, e.location); }
