// node: 26
// Orders of events, with the state of the stream at each: kinds of sources, options and readers.
const {Readable}=require('stream');
const log=[];let id=0;
function trace(name,make,act){ return new Promise(res=>{ const out=[]; const s=make(); for(const e of ['readable','data','end','close','pause','resume','error']) { if(e==='data'&&act.noData)continue; if(e==='readable'&&act.noReadable)continue; s.on(e,(c)=>{out.push(e+(e==='data'?':'+String(c):'')+`[${s.readableLength},${s.readableFlowing},${s._readableState.needReadable},${s._readableState.emittedReadable}]`); if(e==='readable'&&act.read) act.read(s,out); if(act.on)act.on(e,s,out);}); } if(act.start)act.start(s,out); let done=false; const fin=()=>{if(done)return;done=true;console.log(name,out.join(' '));res()}; s.on('close',()=>setImmediate(fin)); s.on('error',()=>setImmediate(fin)); const wait=(n)=>{if(n===0)fin();else setImmediate(wait,n-1)}; wait(25); }); }
const sources={
 sync:(o)=>()=>{let i=0;return new Readable({...o,read(){ this.push(i<4?(o.objectMode?{i:i++,toString(){return 'o'+this.i}}:'c'+i++):null)}})},
 async:(o)=>()=>{let i=0;return new Readable({...o,read(){ setImmediate(()=>this.push(i<4?(o.objectMode?{i:i++,toString(){return 'o'+this.i}}:'c'+i++):null))}})},
 tick:(o)=>()=>{let i=0;return new Readable({...o,read(){ process.nextTick(()=>this.push(i<4?(o.objectMode?{i:i++,toString(){return 'o'+this.i}}:'c'+i++):null))}})},
 pushed:(o)=>()=>{const r=new Readable({...o,read(){}}); for(const x of ['aa','bb','cc'])r.push(x); r.push(null); return r},
 later:(o)=>()=>{const r=new Readable({...o,read(){}}); setImmediate(()=>{r.push('aa');r.push('bb');setImmediate(()=>{r.push('cc');r.push(null)})}); return r},
 from:(o)=>()=>Readable.from(['x','y','z'],o),
 multi:(o)=>()=>{let i=0;return new Readable({...o,read(){ if(i++<2){this.push('p'+i);this.push('q'+i)}else this.push(null)}})},
};
const opts={plain:{},hwm0:{highWaterMark:0},hwm1:{highWaterMark:1},obj:{objectMode:true},obj1:{objectMode:true,highWaterMark:1},obj0:{objectMode:true,highWaterMark:0},enc:{encoding:'utf8'}};
const acts={
 flow:{noReadable:1}, readable:{noData:1,read(s,o){let c;while((c=s.read())!==null)o.push('r:'+c)}}, once:{noData:1,read(s,o){o.push('r:'+s.read())}}, one:{noData:1,read(s,o){o.push('r1:'+s.read(1))}},
 both:{read(s,o){let c;while((c=s.read())!==null)o.push('r:'+c)}},
 pause:{noReadable:1,on(e,s){if(e==='data'){s.pause();setImmediate(()=>s.resume())}}},
 unshift:{noData:1,read(s,o){const c=s.read();o.push('r:'+c);if(c!==null&&!s.u){s.u=1;s.unshift(c)}}},
 setenc:{noData:1,start(s){s.setEncoding('utf8')},read(s,o){let c;while((c=s.read())!==null)o.push('r:'+c)}},
 remove:{noData:1,read(s,o){o.push('r:'+s.read()); s.removeAllListeners('readable'); s.on('data',c=>o.push('d:'+c))}},
 read0:{noData:1,start(s){s.read(0)},read(s,o){let c;while((c=s.read())!==null)o.push('r:'+c)}},
 destroy:{noData:1,read(s,o){o.push('r:'+s.read());s.destroy()}},
};
(async()=>{for(const a in acts)for(const so in sources)for(const op in opts)if(!(a==="remove"&&so==="pushed"&&op==="enc")&&!(a==="setenc"&&/obj/.test(op)))await trace(`${a}/${so}/${op}`,sources[so](opts[op]),acts[a])})();
