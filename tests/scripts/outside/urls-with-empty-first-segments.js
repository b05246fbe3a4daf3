// Paths of URLs that begin with empty segments or drives, resolved and set.
// node: 26
'use strict';
for (const [a,b] of [['x:/.//s'],['x:/a/..//s'],['..//s','x:/a/b'],['file://./pipe/x'],['file:////s'],['file:///..//s'],['x:/..//a'],['web+x:/.//not-a-host/'],['file:C|/x'],['/C|/x','file:///D:/y'],['/x','file:///D:/y'],['../../x','file:///D:/y/z'],['//C|/x','file://h/a'],['..','file:////a//b'],['','file:////a//b'],['?q','file:////a//b'],['#q','file:////a//b?x'],['file:b','file:////a//b'],['file:\\\\\\\\h\\x'],['file://h//x'],['file:///C:'],['file:///C|'],['file:///C:/..'],['file:///C|a/..'],['file:///%2e%2E/x'],['file:///a/.%2e'],['file:///a/.'],['file:///a/..'],['C|','file:///D:/y'],['C|x','file:///D:/y'],['C|#x','file:///D:/y'],['/..//a','file:///D:/y'],['  file:\t//\n/a b  '],['file:///a?b c#d e'],['file://C:/x'],['file://C|/x'],['file://C|'],['file:///a\\b\\..\\c'],['file://host:80/x'],['file://u@host/x'],['//h/x','file:///a'],['/\\h/x','file:///a'],['file:'],['file:?x'],['file://'],['file:///^|`{}"<>é😀'],['x','file:'],['http:x','file:///a']]) {
 let r; try { const u = new URL(a,b); r = u.href+' '+u.pathname+' '+u.host } catch (e) { r = e.code }
 console.log(JSON.stringify([a,b]), r);
}
const set=(h,k,v)=>{const u=new URL(h); u[k]=v; console.log(h,k,JSON.stringify(v),u.href,u.pathname)};
set('x:/a','pathname','//s'); set('x:/a','pathname','/..//s'); set('x:/a?q#h','pathname','//s//t'); set('x:/.//s','pathname','/t'); set('x:/.//s','host','h'); set('x://h//s','host',''); set('x:/.//s','search','q'); set('x:/.//s','hash','q'); set('x:/.//s','protocol','y'); set('x:op','pathname','//s'); set('x:','pathname','a');set('x://h','pathname','');set('x://h','pathname','//s');set('x://h','pathname','\\a^b');
set('x:/a','pathname','//s^'); set('x:/.//s^','hash','');set('x:/a','pathname','');set('x:/a?q','pathname','');
for (const [k,v] of [['pathname','//s'],['pathname','C|/x'],['pathname',''],['pathname','a?b#c'],['pathname','\t/a\nb '],['search','q'],['hash','z'],['host','h'],['hostname','localhost'],['protocol','http'],['protocol','x'],['pathname','C|x/..'],['pathname','/C:/..'],['pathname','/C|'],['pathname','..'],['pathname','/a/../..//b']]) set('file:////s?a#b',k,v);
set('file://h//s','protocol','http'); set('http://h//s','protocol','file'); set('file://h//s','host',''); set('http://h//C|/s','protocol','file');set('file://h/a','port','3');
{ const u=new URL('file:////s//t'); u.searchParams.append('a','b'); console.log(u.href); }
for (const h of ['http://u@h/', 'http://h:8/', 'http://h:80/a', 'x://h/', 'ws://h//a?b#c']) set(h, 'protocol', 'FILE:x');
