// node: 26
// The console goes by util.inspect.defaultOptions.
'use strict';
const util=require('util');
util.inspect.defaultOptions.depth=0; console.log({a:{b:{}}}); util.inspect.defaultOptions = {depth:null, compact:false}; console.log({a:{b:{c:{d:1}}}}, [1,2]); console.log('%o %O %j %s', {a:{b:{c:{d:1}}}}, {a:{b:{c:{d:1}}}},{a:1},{a:{b:{c:1}}});
util.inspect.defaultOptions.compact=3; util.inspect.defaultOptions.breakLength=20; console.log({aaaaaaaa:1,bbbbbbbbb:2,ccccccc:3}); util.inspect.defaultOptions.breakLength=80; util.inspect.defaultOptions.sorted=true; console.log({b:1,a:2}); util.inspect.defaultOptions.numericSeparator=true; console.log(1234567.891, [1234567]); util.inspect.defaultOptions.maxArrayLength=2; console.log([1,2,3,4]); util.inspect.defaultOptions.maxStringLength=3; console.log(['abcdef'],'abcdef'); util.inspect.defaultOptions.showHidden=true; console.log([1]); util.inspect.defaultOptions.getters=true; console.log({get a(){return 1}});
util.inspect.defaultOptions.customInspect=false; console.log({[util.inspect.custom](){return 'X'}});
try { util.inspect.defaultOptions = 5 } catch (e) { console.log(e.code,e.message)} try { util.inspect.defaultOptions = null } catch (e) { console.log(e.code,e.message)}
console.log(util.inspect.defaultOptions); console.dir({a:{b:{c:{d:{}}}}},{depth:1}); console.log(util.inspect({a:{b:{c:{d:{}}}}}));
console.error === console.warn; console.group('G'); console.log({a:[1,2,3]}); console.groupEnd();
