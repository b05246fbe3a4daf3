//! Each rule of the arena has a test here that fails without the rule.

use super::*;

const BOTH: [Strategy; 2] = [Strategy::DualMap, Strategy::Protect];

fn arena(strategy: Strategy) -> CodeArena {
    CodeArena::new(ArenaConfig { reserve: 1 << 20, strategy: Some(strategy), reuse: Reuse::AfterScan }).unwrap()
}

/// A function without arguments that returns `n`.
fn returning(n: u32) -> Vec<u8> {
    let b = n.to_le_bytes();
    #[cfg(target_arch = "x86_64")]
    return vec![0xb8, b[0], b[1], b[2], b[3], 0xc3];
    #[cfg(target_arch = "aarch64")]
    {
        assert!(n < 1 << 16);
        let _ = b;
        [0x5280_0000 | n << 5, 0xd65f_03c0].iter().flat_map(|w: &u32| w.to_le_bytes()).collect()
    }
}

fn call(p: &Published) -> u32 {
    // SAFETY: the test published a function of this type and has not retired it.
    let f: extern "C" fn() -> u32 = unsafe { std::mem::transmute(p.entry()) };
    f()
}

fn publish(arena: &CodeArena, n: u32) -> Published {
    let code = returning(n);
    arena.publish(vec![arena.reserve(code.len()).unwrap().write(&code)]).unwrap().remove(0)
}

/// The permissions of every mapping of this process that touches the range.
fn permissions(range: Range<usize>) -> Vec<String> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    maps.lines()
        .filter_map(|line| {
            let (addresses, rest) = line.split_once(' ')?;
            let (start, end) = addresses.split_once('-')?;
            let start = usize::from_str_radix(start, 16).ok()?;
            let end = usize::from_str_radix(end, 16).ok()?;
            (start < range.end && end > range.start).then(|| rest[..4].to_owned())
        })
        .collect()
}

/// The permissions of all mappings of arenas' memfds.
fn memfd_permissions() -> Vec<String> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    maps.lines().filter(|line| line.contains("memfd:hearth-code")).map(|line| line.split_once(' ').unwrap().1[..4].to_owned()).collect()
}

fn assert_never_writable_and_executable(arena: &CodeArena) {
    for p in permissions(arena.range()).into_iter().chain(memfd_permissions()) {
        assert!(!(p.contains('w') && p.contains('x')), "{p}");
    }
}

#[test]
fn published_code_runs() {
    for strategy in BOTH {
        let arena = arena(strategy);
        assert_eq!(arena.strategy(), strategy);
        let a = publish(&arena, 41);
        let b = publish(&arena, 42);
        assert_eq!((call(&a), call(&b), call(&a)), (41, 42, 41));
        assert!(arena.contains(a.entry() as usize) && arena.contains(b.range().end - 1));
        assert_eq!(a.entry() as usize % BLOCK_ALIGNMENT, 0);
        // SAFETY: the arena is there and the block is not retired.
        assert_eq!(unsafe { a.code() }, returning(41));
    }
}

#[test]
fn the_default_is_one_of_the_two_and_lazy() {
    let arena = CodeArena::new(ArenaConfig::default()).unwrap();
    assert_eq!(arena.range().len(), 256 << 20);
    assert_eq!(call(&publish(&arena, 7)), 7);
}

#[test]
fn a_batch_of_many_blocks_runs() {
    for strategy in BOTH {
        let arena = arena(strategy);
        let batch = (0..500).map(|n| arena.reserve(6).unwrap().write(&returning(n))).collect();
        let published = arena.publish(batch).unwrap();
        assert_never_writable_and_executable(&arena);
        for (n, p) in published.iter().enumerate() {
            assert_eq!(call(p), n as u32);
        }
        assert_eq!(arena.usage().used, 500 * 64);
    }
}

#[test]
fn no_mapping_is_ever_writable_and_executable() {
    for strategy in BOTH {
        let arena = arena(strategy);
        assert_never_writable_and_executable(&arena);
        let reserved = arena.reserve(6).unwrap();
        assert_never_writable_and_executable(&arena);
        let written = reserved.write(&returning(1));
        assert_never_writable_and_executable(&arena);
        let published = arena.publish(vec![written]).unwrap().remove(0);
        assert_never_writable_and_executable(&arena);
        let executable = permissions(published.range());
        assert!(executable.iter().all(|p| p.contains('x') && !p.contains('w')), "{executable:?}");
        let retired = arena.retire(published);
        assert_never_writable_and_executable(&arena);
        arena.quarantine(retired);
    }
}

/// With protection, pages that hold no code yet cannot be run or read.
#[test]
fn unused_pages_of_a_protected_arena_are_inaccessible() {
    let arena = arena(Strategy::Protect);
    let p = publish(&arena, 3);
    let after = p.range().end.next_multiple_of(4096);
    assert_eq!(permissions(after..arena.range().end), ["---p"]);
}

#[test]
fn a_retired_block_and_the_rest_of_a_block_are_poison() {
    for strategy in BOTH {
        let arena = arena(strategy);
        let p = publish(&arena, 9);
        let neighbour = publish(&arena, 10);
        let range = p.range();
        // SAFETY: the mapping is there until the end of the test.
        let bytes = || unsafe { std::slice::from_raw_parts(range.start as *const u8, range.len()) };
        let trap: &[u8] = if cfg!(target_arch = "x86_64") { &[0xcc; 4] } else { &[0, 0, 0x20, 0xd4] };
        let code_len = p.code_len().next_multiple_of(4);
        assert!(bytes()[code_len..].chunks(4).all(|c| c == trap), "behind the code");
        let retired = arena.retire(p);
        assert!(bytes().chunks(4).all(|c| c == trap), "after retirement");
        assert_eq!(call(&neighbour), 10);
        arena.quarantine(retired);
    }
}

#[test]
fn instruction_caches_are_flushed_of_what_is_published_and_of_what_is_poisoned() {
    let flushed = || flush::FLUSHED.with_borrow_mut(std::mem::take);
    for strategy in BOTH {
        let arena = arena(strategy);
        let written: Vec<Written> = (0..3).map(|n| arena.reserve(6).unwrap().write(&returning(n))).collect();
        flushed();
        let published = arena.publish(written).unwrap();
        let ranges = flushed();
        for p in &published {
            assert!(ranges.iter().any(|r| r.start <= p.range().start && p.range().end <= r.end), "{ranges:?}");
        }
        for p in published {
            let range = p.range();
            let retired = arena.retire(p);
            assert_eq!(flushed(), [range]);
            arena.quarantine(retired);
        }
    }
}

#[test]
fn a_retired_block_is_not_reused_before_a_scan_has_cleared_it() {
    for strategy in BOTH {
        // Room for one block, so that reuse would show.
        let page = 4096;
        let arena = CodeArena::new(ArenaConfig { reserve: page, strategy: Some(strategy), reuse: Reuse::AfterScan }).unwrap();
        let whole = |arena: &CodeArena| arena.reserve(page);
        let code = vec![0x90; page];
        let p = arena.publish(vec![whole(&arena).unwrap().write(&code)]).unwrap().remove(0);
        assert!(matches!(whole(&arena), Err(ArenaError::Full { .. })));

        let scan_before = arena.begin_scan();
        let block = p.range();
        let retired = arena.retire(p);
        assert!(whole(&arena).is_err(), "retired, not quarantined");
        arena.quarantine(retired);
        assert!(whole(&arena).is_err(), "quarantined");
        assert_eq!(arena.usage(), ArenaUsage { used: 0, quarantined: page, free: 0 });

        assert_eq!(arena.release_quarantined(scan_before, |_| false), 0, "the scan began before");
        assert!(whole(&arena).is_err());

        let scan = arena.begin_scan();
        assert_eq!(arena.release_quarantined(scan, |range| range == block), 0, "a frame is in it");
        assert!(whole(&arena).is_err());

        let scan = arena.begin_scan();
        assert_eq!(arena.release_quarantined(scan, |_| false), page);
        let again = arena.publish(vec![whole(&arena).unwrap().write(&returning(5))]).unwrap().remove(0);
        assert_eq!(call(&again), 5);
    }
}

#[test]
fn unpublished_blocks_are_given_back_when_dropped() {
    for strategy in BOTH {
        let arena = arena(strategy);
        let all = arena.usage().free;
        drop(arena.reserve(1000).unwrap());
        drop(arena.reserve(1000).unwrap().write(&[1; 1000]));
        assert_eq!(arena.usage().free, all);
    }
}

#[test]
fn a_full_arena_is_an_error_and_goes_on_working() {
    for strategy in BOTH {
        let arena = arena(strategy);
        let mut held = Vec::new();
        let error = loop {
            match arena.reserve(10_000) {
                Ok(r) => held.push(r),
                Err(e) => break e,
            }
        };
        assert_eq!(error.reason(), MissReason::ArenaFull);
        assert!(held.len() > 100);
        held.pop();
        assert!(arena.reserve(10_000).is_ok());
        assert!(arena.reserve(usize::MAX).is_err());
        assert!(arena.reserve(5 << 30).is_err());
    }
}

#[test]
#[should_panic(expected = "another arena")]
fn a_block_of_another_arena_is_refused() {
    let (a, b) = (arena(Strategy::DualMap), arena(Strategy::DualMap));
    let written = a.reserve(1).unwrap().write(&[0]);
    assert!(a.is_home_of(&written) && !b.is_home_of(&written));
    let p = publish(&a, 1);
    let _ = b.retire(p);
}

#[test]
#[should_panic(expected = "bytes of code in a block")]
fn code_that_does_not_fit_is_refused() {
    let arena = arena(Strategy::DualMap);
    let _ = arena.reserve(10).unwrap().write(&[0; 65]);
}

#[test]
fn protection_is_for_one_thread() {
    let arena = arena(Strategy::Protect);
    let written = arena.reserve(6).unwrap().write(&returning(1));
    let refused = std::thread::scope(|s| s.spawn(|| arena.publish(vec![written]).is_ok()).join());
    assert!(refused.is_err());
}

/// With two mappings, code on a page runs while more is written to that page.
#[test]
fn other_threads_run_code_of_a_page_that_is_being_written() {
    use std::sync::atomic::AtomicBool;
    let arena = arena(Strategy::DualMap);
    let p = publish(&arena, 77);
    let stop = AtomicBool::new(false);
    let started = std::sync::Barrier::new(2);
    /// Also when the test fails, so that it ends.
    struct StopAtEnd<'a>(&'a AtomicBool);
    impl Drop for StopAtEnd<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    std::thread::scope(|s| {
        let stopper = StopAtEnd(&stop);
        let runner = s.spawn(|| {
            let mut calls = 0u64;
            started.wait();
            loop {
                assert_eq!(call(&p), 77);
                calls += 1;
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
            calls
        });
        started.wait();
        for n in 0..2000 {
            let other = publish(&arena, n);
            assert_eq!(call(&other), n);
            let retired = arena.retire(other);
            arena.quarantine(retired);
            let scan = arena.begin_scan();
            assert_eq!(arena.release_quarantined(scan, |_| false), 64);
        }
        drop(stopper);
        assert!(runner.join().unwrap() > 0);
    });
    assert_eq!(arena.usage().used, 64, "blocks were reused, not leaked");
}

/// A page shared by old and new code is written again without harm to the old.
#[test]
fn small_blocks_share_pages() {
    for strategy in BOTH {
        let arena = arena(strategy);
        let all: Vec<_> = (0..64).map(|n| publish(&arena, n)).collect();
        let pages = all.iter().map(|p| p.entry() as usize / 4096).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(pages.len(), 1, "64 blocks of 64 bytes are one page");
        all.iter().enumerate().for_each(|(n, p)| assert_eq!(call(p), n as u32));
    }
}

#[test]
fn states_are_small() {
    assert!(size_of::<Published>() <= 24);
    assert!(size_of::<Retired>() <= 12);
}

#[test]
fn behind_a_fence_retired_code_is_inaccessible_and_its_place_is_not_used_again() {
    for strategy in BOTH {
        let arena = CodeArena::new(ArenaConfig { reserve: 1 << 20, strategy: Some(strategy), reuse: Reuse::Never }).unwrap();
        let (a, b) = (publish(&arena, 1), publish(&arena, 2));
        let place = a.range();
        arena.quarantine(arena.retire(a));
        assert!(permissions(place.clone()).iter().all(|p| p.starts_with("---")), "{:?}", permissions(place));
        assert_eq!(call(&b), 2, "the neighbour has pages of its own");
        for n in 3..20 {
            let scan = arena.begin_scan();
            assert_eq!(arena.release_quarantined(scan, |_| false), 0);
            let next = publish(&arena, n);
            assert_ne!(next.range(), place);
            assert_eq!(call(&next), n);
        }
    }
}

/// Invariant 4 broken: code is retired, and another put in its place, while a frame is in it.
#[cfg(target_arch = "x86_64")]
mod frames_in_retired_code {
    use super::*;
    use std::cell::RefCell;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, ExitStatus};

    thread_local! {
        static RUNNING: RefCell<Option<(CodeArena, Published)>> = const { RefCell::new(None) };
    }

    /// A function that calls the one that it is given, then returns `n`.
    fn calling_then_returning(n: u8) -> Vec<u8> {
        // push rbx; call rdi; mov eax, n; pop rbx; ret
        vec![0x53, 0xff, 0xd7, 0xb8, n, 0, 0, 0, 0x5b, 0xc3]
    }

    fn publish_calling(arena: &CodeArena, n: u8) -> Published {
        let code = calling_then_returning(n);
        arena.publish(vec![arena.reserve(code.len()).unwrap().write(&code)]).unwrap().remove(0)
    }

    extern "C" fn retire_the_caller() {
        let (arena, published) = RUNNING.take().expect("called once");
        arena.quarantine(arena.retire(published));
        let other = publish_calling(&arena, 2);
        RUNNING.set(Some((arena, other)));
    }

    /// Runs in a process of its own, which it may end.
    #[test]
    #[ignore = "started by the tests below"]
    fn run() {
        let reuse = match std::env::var("REUSE").as_deref() {
            Ok("after_scan") => Reuse::AfterScan,
            Ok("never") => Reuse::Never,
            _ => Reuse::AtOnce,
        };
        let arena = CodeArena::new(ArenaConfig { reserve: 1 << 20, strategy: None, reuse }).unwrap();
        let published = publish_calling(&arena, 1);
        let entry = published.entry();
        RUNNING.set(Some((arena, published)));
        // SAFETY: a function of this type was published there; that it is retired meanwhile is the test.
        let f: extern "C" fn(extern "C" fn()) -> u32 = unsafe { std::mem::transmute(entry) };
        std::process::exit(f(retire_the_caller) as i32);
    }

    fn outcome(reuse: &str) -> ExitStatus {
        let this = std::env::current_exe().unwrap();
        let name = concat!(module_path!(), "::run").split_once("::").unwrap().1;
        Command::new(this).args(["--exact", name, "--ignored", "--nocapture"]).env("REUSE", reuse).output().unwrap().status
    }

    #[test]
    fn without_quarantine_the_frame_goes_on_in_other_code() {
        assert_eq!(outcome("at_once").code(), Some(2), "the caller returns 1");
    }

    #[test]
    fn in_quarantine_it_runs_into_poison() {
        assert_eq!(outcome("after_scan").signal(), Some(libc::SIGTRAP));
    }

    #[test]
    fn behind_a_fence_it_faults() {
        assert_eq!(outcome("never").signal(), Some(libc::SIGSEGV));
    }
}
