// Slashes and backslashes at the start of relative URLs.
for (const [i,b] of [['///a','http://host/p'],['////a','http://host/p'],['//\\a','https://h/'],['///a:80','http://h'],['///user@x','http://h/p'],['\\\\\\a','ws://h/'],['/\\/a','foo://h/p'],['\\\\\\a','foo://h/p'],['\\a','foo://h/p/q?x'],['/a\\b','foo://h/p'],['//x\\y','foo://h/p'],['///a','foo://h/p'],['///a','file:///x'],['/\\a','file:///x/y'],['\\a','file:///x/y'],['//','http://h'],['///','http://h'],[' ///a','http://h'],['/a','http://h/b'],['\\\\a','http://h/b'],['\\a','foo:/p/q'],['a\\b','foo://h/p/q'],['/\\a?q#f','foo://u:p@h:9/p/q?z#y'],['\t//\n/a','http://h']]) {
  try { console.log(JSON.stringify(i), b, new URL(i,b).href) } catch(e) { console.log(JSON.stringify(i), b, e.code) }
}
