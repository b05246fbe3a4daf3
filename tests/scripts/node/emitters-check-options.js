// What emitters tell of listeners that go, and which options and limits they refuse.
// node: 26
// gc-stress: 61
const EE=require('events'); const e=new EE(); const log=[];
e.on('removeListener',(n,f)=>log.push(n+':'+(f.name||'anon')+':'+(f===a)+(f.listener===a)));
function a(){} function b(){}
e.once('x',a); e.emit('x'); console.log(log.splice(0).join()); e.once('x',a); e.on('x',b); e.emit('x'); console.log(log.splice(0).join());
e.once('x',a); e.off('x',a); console.log(log.splice(0).join()); e.once('x',a); e.removeAllListeners('x'); console.log(log.splice(0).join());
e.once('y',a); e.removeAllListeners('y'); console.log(log.splice(0).join()); e.once('y',a);e.once('y',b); e.removeAllListeners(); console.log(log.splice(0).join());
console.log(Reflect.ownKeys(new EE()));
const t=f=>{try{return f()}catch(e){return e.name+e.code+e.message}};
console.log(t(()=>new EE({captureRejections:1})),t(()=>EE.captureRejections=5),t(()=>EE.defaultMaxListeners=-1),t(()=>EE.defaultMaxListeners=NaN),t(()=>e.setMaxListeners('x')),t(()=>EE.setMaxListeners('x')),t(()=>EE.setMaxListeners(1,{})),t(()=>EE.on({},'x')),t(()=>EE.on(e,'x',5)),t(()=>EE.on(e,'x',{signal:5})),t(()=>EE.on(e,'x',{highWaterMark:0})),t(()=>EE.on(e,'x',{lowWaterMark:'s'})));
(async()=>{for (const a of [[{},'x'],[e,'x',5],[e,'x',{signal:5}],[e,'x',null]]) if(a[2]!==null) await EE.once(...a).catch(e=>console.log(e.name+e.code+e.message));
const et=new EventTarget(); const it=EE.on(et,'z'); et.dispatchEvent(new Event('z')); console.log((await it.next()).value[0].type); console.log(await it.return(), await it.next(), Object.keys(it), it[Symbol.toStringTag], Object.getPrototypeOf(it)===Object.prototype);
})();
