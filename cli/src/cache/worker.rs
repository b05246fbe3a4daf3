//! `worker`: compiles for the processes of a fleet.

use super::{Cache, Done, NOTHING_WRONG, cannot};
use crate::quantities::time;
use crate::signals;
use crate::text::{self, Object};
use clap::Args;
use hearth::cache::finish::{Served, Service, serve};
use hearth::options::CacheLevel;
use hearth_codecache::store::Store;
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

#[derive(Args)]
pub struct Worker {
    /// Runs that are finished at the same time.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: u16,
    /// Ends when there was nothing to do for so long: never.
    #[arg(long, value_name = "TIME")]
    idle_exit: Option<String>,
    /// Joins the profiles, and compiles nothing.
    #[arg(long)]
    profiles_only: bool,
}

impl Worker {
    pub fn run(&self, cache: &Cache, json: bool, out: &mut impl Write) -> Done {
        let idle = self.idle_exit.as_deref().map(time).transpose().map_err(|e| cannot(format!("--idle-exit: {e}")))?;
        if cache.store.work_queue().is_none() {
            return Err(cannot("no queue can be served through these stores; one in Redis has to be among them"));
        }
        let stores = (0..self.jobs).map(|_| cache.spec.open(&cache.key, &cache.options));
        let stores = stores.collect::<Result<Vec<_>, _>>().map_err(|e| cannot(e.to_string()))?;
        signals::end_when_told();
        let (sender, served) = channel();
        thread::scope(|scope| {
            for store in stores {
                let sender = sender.clone();
                scope.spawn(move || self.serve(&store, idle, &sender));
            }
            drop(sender);
            tell(&served, json, out)
        })?;
        Ok(NOTHING_WRONG)
    }

    fn serve(&self, store: &Arc<dyn Store>, idle: Option<Duration>, sender: &Sender<Served>) {
        let level = if self.profiles_only { CacheLevel::Profile } else { CacheLevel::Code };
        let service = Service { level, stop: &signals::END, idle };
        // That there is a queue was asked before.
        let _ = serve(&**store, &service, &mut |served| {
            // Nobody may read it any more: that is no reason not to serve.
            let _ = sender.send(served);
        });
    }
}

/// Tells what became of each run, as it becomes known.
fn tell(served: &Receiver<Served>, json: bool, out: &mut impl Write) -> std::io::Result<()> {
    for served in served {
        match served {
            Served::Finished { program, report, took } if json => {
                let object = Object::new().text("program", &program).number("compiled", report.compiled as u64);
                let object = object.number("patterns", report.patterns as u64).number("failed", report.failed as u64);
                let object = object.number("bytes", report.bytes).number("compile_us", report.compiling.as_micros() as u64);
                writeln!(out, "{}", object.number("took_us", took.as_micros() as u64).end())?;
            }
            Served::Finished { program, report, took } => writeln!(
                out,
                "{program}: compiled {} functions and loops, {} patterns in {:.1} ms, saved {}",
                report.compiled,
                report.patterns,
                took.as_secs_f64() * 1e3,
                text::size(report.bytes)
            )?,
            Served::GivenUp { reason } if json => writeln!(out, "{}", Object::new().text("given_up", reason.name()).end())?,
            Served::GivenUp { reason } => writeln!(out, "given up: {}", reason.description())?,
            Served::Unreachable { why } if json => writeln!(out, "{}", Object::new().text("unreachable", &why).end())?,
            Served::Unreachable { why } => writeln!(out, "the queue cannot be asked: {why}")?,
        }
        out.flush()?;
    }
    Ok(())
}
