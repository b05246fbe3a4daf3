// node: 26
const show = (re, ...texts) => console.log(String(re), texts.map(t => { const m = re.exec(t); return JSON.stringify(m) + (m && m.groups ? JSON.stringify(m.groups) : ''); }).join(' '));
show(/(?i:a)b/, 'Ab', 'AB');
show(/(?-i:a)b/i, 'aB', 'AB');
show(/(?s:.)./, '\nb', '\n\n');
show(/(?m:^a$)/, 'b\na\nb');
show(/(?i-ms:a.$)/ms, 'A\n', 'Ab\nc', 'Ab');
show(/(?i:(a)\1)\1/, 'aAa', 'aAA');
show(/(?<y>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<y>\d{4})/, '2026-11', '11/2026');
show(/^(?:(?<a>x)|(?<a>y)|z)\k<a>$/, 'xx', 'yy', 'xy', 'z');
show(/(?:(?:(?<a>x)|(?<a>y))\k<a>)+/, 'xxyy', 'xxyx');
console.log('11/2026'.replace(/(?<y>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<y>\d{4})/, '$<y>-$<m>'));
