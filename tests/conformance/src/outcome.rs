//! What became of one scenario of a test, and how workers tell it.

use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    Pass,
    Fail,
    /// The test is not meant for an engine like this one.
    Skip,
    /// The worker died.
    Crash,
    Timeout,
}

impl Verdict {
    const ALL: [Verdict; 5] = [Verdict::Pass, Verdict::Fail, Verdict::Skip, Verdict::Crash, Verdict::Timeout];
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Skip => "skip",
            Verdict::Crash => "crash",
            Verdict::Timeout => "timeout",
        }
    }
    pub const fn is_failure(self) -> bool {
        matches!(self, Verdict::Fail | Verdict::Crash | Verdict::Timeout)
    }
}

#[derive(Clone, Debug)]
pub struct Outcome {
    pub verdict: Verdict,
    /// Why it is no pass, in one line.
    pub message: String,
    /// The worker leaves after this test: agents that it has started may still run.
    pub last: bool,
    /// Processor time of the first run and of the second, if there is one.
    pub cpu: [Duration; 2],
}

impl Outcome {
    pub fn pass() -> Outcome {
        Outcome { verdict: Verdict::Pass, message: String::new(), last: false, cpu: [Duration::ZERO; 2] }
    }
    pub fn new(verdict: Verdict, message: impl Into<String>) -> Outcome {
        let message = message.into();
        let message = message.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ");
        Outcome { verdict, message: message.chars().take(400).collect(), last: false, cpu: [Duration::ZERO; 2] }
    }
    pub fn fail(message: impl Into<String>) -> Outcome {
        Outcome::new(Verdict::Fail, message)
    }
    /// One line of the protocol between worker and runner.
    pub fn to_line(&self) -> String {
        let [first, second] = self.cpu.map(|time| time.as_nanos());
        format!("{}\t{}\t{first}\t{second}\t{}\n", self.verdict.name(), if self.last { "last" } else { "" }, self.message)
    }
    pub fn from_line(line: &str) -> Option<Outcome> {
        let mut fields = line.trim_end_matches('\n').splitn(5, '\t');
        let verdict = fields.next()?;
        let verdict = Verdict::ALL.into_iter().find(|v| v.name() == verdict)?;
        let last = fields.next()? == "last";
        let mut time = || fields.next()?.parse().ok().map(Duration::from_nanos);
        let cpu = [time()?, time()?];
        Some(Outcome { verdict, message: fields.next()?.to_owned(), last, cpu })
    }
}
