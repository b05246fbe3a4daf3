// Two CSV libraries.
import { parse } from 'csv-parse/browser/esm/sync';
import Papa from 'papaparse';

const text = 'id,name,"a ""quoted"" head"\n1,"multi\nline",x\n2,"comma, inside",\n# note,,\n3,ünï,é\n';
console.log(parse(text, { columns: true, cast: true, comment: '#', skip_records_with_empty_values: true, relax_column_count: true }));
try { parse('a,b\n1\n'); } catch (e) { console.log(e.code, e.message); }
console.log(Papa.parse(text, { header: true, dynamicTyping: true, skipEmptyLines: true }));
console.log(Papa.unparse([{ a: 1, b: 'x,y' }, { a: null, b: '"q"' }]), Papa.parse('a;b\n1;2').meta);
const big = Array.from({ length: 4000 }, (_, i) => `${i},"name ${i}",${i * 1.5}`).join('\n');
console.log(parse(big).length, Papa.parse(big).data.at(-1));
