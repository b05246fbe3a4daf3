// Streams with operators, subjects and schedulers.
import { of, from, interval, range, Subject, BehaviorSubject, ReplaySubject, merge, combineLatest, zip, throwError, timer, lastValueFrom, EMPTY, concat, asyncScheduler, VirtualTimeScheduler } from 'rxjs';
import { map, filter, scan, reduce, mergeMap, switchMap, concatMap, take, catchError, retry, bufferCount, debounceTime, distinctUntilChanged, groupBy, toArray, delay, share, tap, finalize, observeOn } from 'rxjs/operators';

range(1, 10).pipe(filter((x) => x % 2 === 1), map((x) => x * x), scan((a, b) => a + b, 0), bufferCount(2)).subscribe({ next: (v) => console.log('next', v), complete: () => console.log('done') });
const subject = new BehaviorSubject(0), replay = new ReplaySubject(2);
subject.pipe(distinctUntilChanged()).subscribe((v) => console.log('b', v));
[1, 1, 2].forEach((v) => { subject.next(v); replay.next(v); });
replay.subscribe((v) => console.log('r', v));
let attempts = 0;
throwError(() => new Error('bad')).pipe(tap({ error: () => attempts++ }), retry(2), catchError((e) => of(`${e.message} after ${attempts}`)), finalize(() => console.log('finally'))).subscribe(console.log);
console.log(await lastValueFrom(merge(timer(4).pipe(map(() => 'slow')), of('fast')).pipe(toArray())));
console.log(await lastValueFrom(interval(1).pipe(take(4), concatMap((x) => of(x).pipe(delay(1))), reduce((a, b) => a.concat(b), []))));
console.log(await lastValueFrom(zip(from('abc'), range(3)).pipe(map((p) => p.join('')), toArray())), await lastValueFrom(from([1, 2, 3, 4]).pipe(groupBy((x) => x % 2), mergeMap((g) => g.pipe(toArray())), toArray())));
combineLatest([of(1, 2), of('x')]).subscribe((v) => console.log(v));
await lastValueFrom(EMPTY).catch((e) => console.log(e.name, e.message));
const virtual = new VirtualTimeScheduler();
timer(1000, 500, virtual).pipe(take(3), observeOn(virtual)).subscribe((v) => console.log('virtual', v, virtual.frame));
virtual.flush();
let sum = 0;
range(0, 20000).pipe(map((x) => x * 2), filter((x) => x % 3 === 0), switchMap((x) => of(x, x + 1))).subscribe((x) => { sum += x; });
console.log(sum, subject);
