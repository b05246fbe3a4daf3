//! Child processes: starting, waiting, signalling; and the whole of a child whose end is waited for.

use super::encoding::bytes_value;
use super::file_system::{done, failure, nothing};
use super::system_calls::{self, Descriptor, send_signal};
use super::{integer, native_table};
use crate::builtins::typed;
use crate::object::function::Args;
use crate::object::{Attributes, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::end_signals;
use crate::value::Value;
use crate::vm::Vm;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, WaitOptions, pidfd_open, waitpid};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Variables that tell a process of the channel to the one that has forked it: no business of its own children.
pub const CHANNEL_VARIABLES: [&str; 2] = ["NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE"];

/// The descriptor of that channel.
pub fn channel_to_parent() -> Option<RawFd> {
    std::env::var(CHANNEL_VARIABLES[0]).ok()?.parse().ok()
}

native_table! {
    "channelToParent" => channel,
    "spawn" => spawn,
    "spawnAndWait" => spawn_and_wait,
    "waitForChild" => wait_for_child,
    "killProcess" => kill_process,
}

/// channelToParent ( ): a descriptor and the form of messages, or undefined.
fn channel(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let Some(fd) = channel_to_parent() else { return Ok(Value::UNDEFINED) };
    let is_advanced = std::env::var(CHANNEL_VARIABLES[1]).is_ok_and(|form| form == "advanced");
    let form = vm.new_string(if is_advanced { "advanced" } else { "json" }).value();
    Ok(vm.new_array(&[Value::int(fd), form]).value())
}

/// What a child gets as a descriptor.
#[derive(Clone, Copy, PartialEq)]
enum Given {
    Nothing,
    Descriptor(RawFd),
    /// Only of a child that is waited for.
    Pipe,
}

/// Stands for a pipe in a list of descriptors.
const PIPE: RawFd = -2;

struct Wanted {
    command: Command,
    file: String,
    given: Vec<Given>,
}

fn strings(vm: &mut Vm, value: Value) -> JsResult<Option<Vec<String>>> {
    let Some(list) = value.to_cell::<Object>() else { return Ok(None) };
    let length = vm.get_str(list, "length")?;
    let mut items = Vec::new();
    for i in 0..vm.to_number(length)? as u32 {
        let item = crate::builtins::array::get_at(vm, list, i as u64)?;
        items.push(vm.to_string(item)?.to_rust());
    }
    Ok(Some(items))
}

/// The fields of an object: file, args (with the name first), env (names and values in turn), cwd, uid, gid, detached,
/// stdio (descriptors; -1 for nothing, -2 for a pipe).
fn wanted(vm: &mut Vm, options: Value) -> JsResult<Wanted> {
    let Some(options) = options.to_cell::<Object>() else { return Err(vm.type_error("no options")) };
    let file = vm.get_str(options, "file")?;
    let file = vm.to_string(file)?.to_rust();
    let mut command = Command::new(&file);
    let args = vm.get_str(options, "args")?;
    let args = strings(vm, args)?.unwrap_or_default();
    if let Some((name, rest)) = args.split_first() {
        command.arg0(name).args(rest);
    }
    let env = vm.get_str(options, "env")?;
    if let Some(env) = strings(vm, env)? {
        command.env_clear();
        for pair in env.chunks_exact(2) {
            command.env(&pair[0], &pair[1]);
        }
    }
    let cwd = vm.get_str(options, "cwd")?;
    if cwd.is_string() {
        command.current_dir(vm.to_string(cwd)?.to_rust());
    }
    for name in ["uid", "gid"] {
        let id = vm.get_str(options, name)?;
        if id.is_number() {
            let id = id.as_number() as u32;
            if name == "uid" {
                command.uid(id)
            } else {
                command.gid(id)
            };
        }
    }
    let detached = vm.get_str(options, "detached")?;
    if detached == Value::TRUE {
        system_calls::in_own_session(&mut command);
    }
    let stdio = vm.get_str(options, "stdio")?;
    let given = strings(vm, stdio)?.unwrap_or_default();
    let given = given.iter().map(|fd| match fd.parse::<RawFd>() {
        Ok(fd) if fd >= 0 => Given::Descriptor(fd),
        Ok(PIPE) => Given::Pipe,
        _ => Given::Nothing,
    });
    let given = given.collect();
    Ok(Wanted { command, file, given })
}

/// A copy of a descriptor, beyond those that the child is given.
fn copy_beyond(fd: impl AsFd, beyond: usize) -> io::Result<OwnedFd> {
    Ok(rustix::io::fcntl_dupfd_cloexec(fd, beyond.max(3) as RawFd)?)
}

/// Starts the child: its id.
fn start(mut command: Command, given: &[Given]) -> io::Result<i32> {
    let nothing = std::fs::OpenOptions::new().read(true).write(true).open("/dev/null")?;
    let mut copies = Vec::new();
    for one in given {
        copies.push(match one {
            Given::Descriptor(fd) => copy_beyond(Descriptor::named(*fd)?, given.len())?,
            _ => copy_beyond(&nothing, given.len())?,
        });
    }
    // The child's descriptors are taken here, lest the library should use one of them to report a failure.
    let mut taken = Vec::new();
    while taken.last().is_none_or(|fd: &OwnedFd| (fd.as_raw_fd() as usize) < given.len()) {
        taken.push(copy_beyond(&nothing, 3)?);
    }
    let is_standard = |target: usize| target < 3;
    // All are placed by hand, after the library has placed its three.
    command.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::inherit());
    let source = |(i, one): (usize, &Given)| (is_standard(i) || *one != Given::Nothing).then(|| copies[i].as_raw_fd());
    let sources = given.iter().enumerate().map(source).collect();
    system_calls::with_descriptors(&mut command, sources);
    // Waited for by its id.
    command.spawn().map(|child| child.id() as i32)
}

/// spawn ( options ): the child's id.
fn spawn(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Wanted { command, file, given } = wanted(vm, args.get(0))?;
    match start(command, &given) {
        Ok(pid) => Ok(Value::int(pid)),
        Err(error) => Err(failure(vm, &error, &format!("spawn {file}"), &file, None)),
    }
}

/// How a child ended: its exit code, or the signal.
#[derive(Clone, Copy)]
struct End {
    code: Option<i32>,
    signal: Option<i32>,
}

fn end_of(status: i32) -> End {
    if libc::WIFSIGNALED(status) {
        End { code: None, signal: Some(libc::WTERMSIG(status)) }
    } else {
        End { code: Some(libc::WEXITSTATUS(status)), signal: None }
    }
}

/// The end of a child, if it has come; waits for it unless `now`.
fn wait(pid: i32, now: bool) -> io::Result<Option<End>> {
    // What is no number of a process would stand for any child, or for a group of them.
    let pid = if pid > 0 { Pid::from_raw(pid) } else { None };
    let Some(pid) = pid else { return Err(Errno::CHILD.into()) };
    let options = if now { WaitOptions::NOHANG } else { WaitOptions::empty() };
    loop {
        match waitpid(Some(pid), options) {
            Ok(ended) => return Ok(ended.map(|(_, status)| end_of(status.as_raw()))),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn optional(value: Option<i32>) -> Value {
    value.map_or(Value::NULL, Value::int)
}

/// waitForChild ( pid ): exit code and signal, one of them null; undefined if it runs.
fn wait_for_child(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let result = wait(integer(args, 0, -1) as i32, true);
    match done(vm, result, "waitpid", "")? {
        Some(End { code, signal }) => Ok(vm.new_array(&[optional(code), optional(signal)]).value()),
        None => Ok(Value::UNDEFINED),
    }
}

/// killProcess ( pid, signal ).
fn kill_process(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (pid, signal) = (integer(args, 0, 0) as i32, integer(args, 1, 0) as i32);
    // What a process sends to itself has come when the call returns.
    if pid as u32 == std::process::id() && end_signals::raise(signal) {
        vm.poll()?;
        return Ok(Value::UNDEFINED);
    }
    nothing(vm, send_signal(pid, signal), "kill", "")
}

/// A child whose end is waited for, with its pipes.
struct Waited {
    pid: i32,
    input: Vec<u8>,
    written: usize,
    /// Our ends, by the descriptor that the child has.
    pipes: Vec<Option<OwnedFd>>,
    outputs: Vec<Vec<u8>>,
    most: usize,
    deadline: Option<Instant>,
    signal: i32,
    /// Bytes read of all outputs.
    read: usize,
    /// Why it was ended: an error number.
    failed: Option<i32>,
    /// Why its input was not written to the end.
    unwritten: Option<i32>,
}

impl Waited {
    /// Ends the child, of which nothing more is read.
    fn give_up(&mut self, why: i32) {
        self.failed = Some(why);
        self.pipes.iter_mut().for_each(|pipe| *pipe = None);
        // It may have ended by itself.
        let _ = send_signal(self.pid, self.signal);
    }

    fn is_late(&self) -> bool {
        self.failed.is_none() && self.deadline.is_some_and(|deadline| deadline <= Instant::now())
    }

    /// Serves the pipes until all are closed.
    fn serve(&mut self) -> io::Result<()> {
        loop {
            if self.input.len() == self.written {
                self.pipes.iter_mut().take(1).for_each(|pipe| *pipe = None);
            }
            let open = self.pipes.iter().enumerate().filter_map(|(i, pipe)| Some((i, pipe.as_ref()?)));
            let (indices, mut polled): (Vec<usize>, Vec<PollFd<'_>>) =
                open.map(|(i, pipe)| (i, PollFd::new(pipe, if i == 0 { PollFlags::OUT } else { PollFlags::IN }))).unzip();
            if polled.is_empty() {
                return Ok(());
            }
            end_if_told()?;
            let bell = end_signals::bell();
            polled.extend(bell.as_ref().map(|bell| PollFd::new(bell, PollFlags::IN)));
            let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let timeout = left.and_then(|left| Timespec::try_from(left).ok());
            // Interrupted, it finds nothing, and is called again.
            let _ = poll(&mut polled, timeout.as_ref());
            let ready = indices.into_iter().zip(&polled).filter(|(_, polled)| !polled.revents().is_empty());
            let ready: Vec<usize> = ready.map(|(i, _)| i).collect();
            if self.is_late() {
                self.give_up(libc::ETIMEDOUT);
                return Ok(());
            }
            for i in ready {
                self.serve_one(i)?;
            }
        }
    }

    fn serve_one(&mut self, i: usize) -> io::Result<()> {
        let Some(pipe) = self.pipes[i].take() else { return Ok(()) };
        let mut file = std::fs::File::from(pipe);
        if i == 0 {
            match file.write(&self.input[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
                Err(error) => {
                    // It reads no more, and goes on.
                    self.unwritten = error.raw_os_error();
                    return Ok(());
                }
            }
            self.pipes[i] = Some(file.into());
            return Ok(());
        }
        let mut bytes = [0; 65536];
        let count = file.read(&mut bytes)?;
        self.outputs[i].extend_from_slice(&bytes[..count]);
        self.read += count;
        if count > 0 {
            self.pipes[i] = Some(file.into());
        }
        if self.read > self.most {
            self.give_up(libc::ENOBUFS);
        }
        Ok(())
    }

    /// Waits for the end; looks now and then where there is a time limit.
    fn end(&mut self) -> io::Result<End> {
        let mut pause = Duration::from_micros(200);
        while self.failed.is_none() && self.deadline.is_some() {
            if let Some(end) = wait(self.pid, true)? {
                return Ok(end);
            }
            if self.is_late() {
                self.give_up(libc::ETIMEDOUT);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(10));
        }
        wait_or_be_told(self.pid)
    }
}

/// An error if the program is to end: its child is left alone then.
fn end_if_told() -> io::Result<()> {
    // What else was asked for is looked at when the child has ended.
    end_signals::silence_bell();
    if end_signals::ended_by().is_some() { Err(Errno::INTR.into()) } else { Ok(()) }
}

/// Waits for the end of a child, or for the signal at which the program ends.
fn wait_or_be_told(pid: i32) -> io::Result<End> {
    let process = Pid::from_raw(pid).and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok());
    if let (Some(process), Some(bell)) = (process, end_signals::bell()) {
        loop {
            end_if_told()?;
            let mut polled = [PollFd::new(&process, PollFlags::IN), PollFd::new(&bell, PollFlags::IN)];
            let _ = poll(&mut polled, None);
            if let Some(end) = wait(pid, true)? {
                return Ok(end);
            }
        }
    }
    Ok(wait(pid, false)?.expect("it is waited for"))
}

/// Starts a child with pipes where that is wanted.
fn start_waited(Wanted { command, mut given, .. }: Wanted, input: Vec<u8>) -> io::Result<Waited> {
    let mut theirs = Vec::new();
    let mut pipes = Vec::new();
    for (i, one) in given.iter_mut().enumerate() {
        if *one != Given::Pipe {
            pipes.push(None);
            continue;
        }
        let (read, write) = io::pipe()?;
        let (near, far): (OwnedFd, OwnedFd) = if i == 0 { (write.into(), read.into()) } else { (read.into(), write.into()) };
        if i == 0 {
            rustix::fs::fcntl_setfl(&near, OFlags::NONBLOCK)?;
        }
        *one = Given::Descriptor(far.as_raw_fd());
        theirs.push(far);
        pipes.push(Some(near));
    }
    let pid = start(command, &given)?;
    let outputs = vec![Vec::new(); pipes.len()];
    Ok(Waited {
        pid,
        input,
        written: 0,
        pipes,
        outputs,
        most: usize::MAX,
        deadline: None,
        signal: libc::SIGTERM,
        read: 0,
        failed: None,
        unwritten: None,
    })
}

/// spawnAndWait ( options, input, timeout, maxBuffer, killSignal ): an object with pid, status, signal, outputs (bytes, or null
/// where there was no pipe) and failed, an error number; the error itself if there is no child.
fn spawn_and_wait(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let wanted = wanted(vm, args.get(0))?;
    let file = wanted.file.clone();
    let input = typed::bytes_of(args.get(1)).unwrap_or_default();
    let has_output: Vec<bool> = wanted.given.iter().enumerate().map(|(i, one)| i > 0 && *one == Given::Pipe).collect();
    let began = Instant::now();
    let mut child = match start_waited(wanted, input) {
        Ok(child) => child,
        Err(error) => return Err(failure(vm, &error, &format!("spawnSync {file}"), &file, None)),
    };
    let timeout = integer(args, 2, 0);
    child.deadline = (timeout > 0).then(|| began + Duration::from_millis(timeout as u64));
    let most = args.get(3);
    // None is no limit.
    if most.is_number() && most.as_number().is_finite() && most.as_number() > 0.0 {
        child.most = most.as_number() as usize;
    }
    child.signal = integer(args, 4, libc::SIGTERM as i64) as i32;
    let served = child.serve().and_then(|()| child.end());
    let End { code, signal } = done(vm, served, "spawnSync", &file)?;
    let outputs = vm.new_array(&[]);
    for (i, bytes) in child.outputs.iter().enumerate() {
        let value = if has_output[i] { bytes_value(vm, bytes)? } else { Value::NULL };
        vm.array_push(outputs, value)?;
    }
    let result = vm.new_object();
    let fields = [
        ("pid", Value::int(child.pid)),
        ("status", optional(code)),
        ("signal", optional(signal)),
        ("failed", optional(child.failed.or(child.unwritten))),
    ];
    for (name, value) in fields.into_iter().chain([("outputs", outputs.value())]) {
        let key = vm.key(name);
        vm.define_new(result, key, value, Attributes::DEFAULT);
    }
    Ok(result.value())
}
