const show = (re, text) => console.log(String(re), JSON.stringify(re.exec(text)), re.lastIndex);
for (const [re, text] of [
  [/(z)((a+)?(b+)?(c))*/, 'zaacbbbcac'], [/(a*)*/, 'b'], [/(?:a*?)*b/, 'aaab'], [/(?=(a+))a*b\1/, 'baaabac'],
  [/(.*?)a(?!(a+)b\2c)\2(.*)/, 'baaabaac'], [/(?<=(\d+)(\d+))$/, '1053'], [/(?<=\1(\d+))x/, '1212x'], [/(?<!abc)\w\w\w/, 'abcdef'],
  [/(?:(a)|b)*/, 'ab'], [/(?:(?=(a))a)+b/, 'aab'], [/((?:(?:|[A-Z])((?:n*.)){1}))+(?:\2\2*)/, 'NnXnXnnX'], [/^((n*.){1})+\1/, 'nn'],
  [/(?:((?:^|^))*?c(?:(?:[^a].)*|(?:a|b))|(?!b)c)/gs, 'acxyc'], [/((a)|b){2,3}?\2/, 'baa'], [/(?:x{0,2}){2}y/, 'xxxxxy'],
  [/(a\1)/, 'aa'], [/(?:(b\1|a)c?)+/, 'acbcb'], [/(?:a?){2,}b/, 'aaab'], [/(?:(?:|a){3}){2}$/, 'aaaa'], [/(?:(\w)\1?)*$/, 'aabbc'],
  [/(ſ)\1/i, 'ſs'], [/(ſ)\1/iu, 'ſS'], [/(ı)\1/i, 'ıI'], [/(\ud83d)\1/, '\ud83d\ud83d\ude00'], [/(\ud83d)\1/u, '\ud83d\ud83d\ude00'],
  [/(?:(?:\ud83d)*)*x/, '\ud83d\ud83dy'], [/(?:(?:😀)?)*x/u, '😀😀y'], [/((?:.|\uDE00)+)+z/u, '😀😀😀😀😀😀😀😀😀😀'],
]) show(re, text);
