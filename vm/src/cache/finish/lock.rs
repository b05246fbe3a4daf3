//! One finisher for a store at a time.
//!
//! In a directory it is a lock on a file, which the system gives back when the process ends,
//! however it does; in Redis a lease that runs out.

use super::queue_key;
use crate::cache::save::SETTLE_WITHIN;
use hearth_codecache::store::{Lease, LeaseOutcome, Store};
use hearth_codecache::{StoreSpec, TargetFingerprint};
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

const FILE_NAME: &str = "finish.lock";
/// How long until it is tried again.
const AGAIN: Duration = Duration::from_millis(20);
/// How long a lease lasts if it is not given back.
const LEASE: Duration = Duration::from_secs(60);

pub(super) struct Lock<'a> {
    /// Locked as long as it is open.
    _file: Option<File>,
    lease: Option<(&'a dyn Store, Lease)>,
}

impl<'a> Lock<'a> {
    pub fn take(store: &'a dyn Store, spec: Option<&StoreSpec>, target: TargetFingerprint, patience: Duration) -> Option<Lock<'a>> {
        let give_up = Instant::now() + patience;
        let file = match spec.and_then(StoreSpec::near_directory) {
            Some(directory) => Some(lock(directory, give_up)?),
            None => None,
        };
        let lease = loop {
            match store.lease(queue_key(), target, 0, LEASE) {
                LeaseOutcome::Granted(lease) => break Some((store, lease)),
                LeaseOutcome::Held if Instant::now() < give_up => std::thread::sleep(AGAIN),
                LeaseOutcome::Held => return None,
                // Work done twice costs less than work not done.
                LeaseOutcome::Unknown(_) => break None,
            }
        };
        Some(Lock { _file: file, lease })
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        if let Some((store, lease)) = self.lease.take() {
            store.release(lease);
            // The next finisher waits for it.
            store.settle(SETTLE_WITHIN);
        }
    }
}

/// None if somebody else keeps the lock.
fn lock(directory: &Path, give_up: Instant) -> Option<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true).custom_flags(libc::O_NOFOLLOW);
    let file = options.open(directory.join(FILE_NAME)).ok()?;
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) if Instant::now() < give_up => std::thread::sleep(AGAIN),
            Err(_) => return None,
        }
    }
}
