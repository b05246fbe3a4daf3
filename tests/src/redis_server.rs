//! A private Redis server on a free port, and just enough of its protocol to spoil it.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::scratch::Scratch;
use crate::skipped;

/// A server without persistence; stopped when dropped.
#[derive(Debug)]
pub struct RedisServer {
    child: Child,
    port: u16,
    scratch: Scratch,
}

impl RedisServer {
    /// `None`: there is no `redis-server`, and the running test is noted as skipped.
    ///
    /// # Panics
    /// With what the server said, if it does not come up.
    pub fn start() -> Option<Self> {
        // The port is free when it is looked for; somebody else may take it before the
        // server does, so a few are tried.
        for _ in 0..5 {
            let scratch = Scratch::new("redis");
            let port = free_port();
            let log = fs::File::create(scratch.join("log")).expect("a log file");
            let child = Command::new("redis-server")
                .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
                .arg("--dir")
                .arg(scratch.path())
                .stdin(Stdio::null())
                .stdout(log.try_clone().expect("a log file"))
                .stderr(log)
                .spawn();
            let child = match child {
                Ok(child) => child,
                Err(error) => {
                    skipped::skip(&skipped::lacks("redis-server", "Debian: apt-get install redis-server", &error));
                    return None;
                }
            };
            let mut server = Self { child, port, scratch };
            if server.comes_up() {
                skipped::runs();
                return Some(server);
            }
        }
        panic!("redis-server does not come up");
    }

    fn comes_up(&mut self) -> bool {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if self.command(&["PING"]).is_ok_and(|reply| reply == ["PONG"]) {
                return true;
            }
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                eprintln!("{}", fs::read_to_string(self.scratch.join("log")).unwrap_or_default());
                return false;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }

    pub fn address(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sends one command; the strings of the reply, nested arrays flattened.
    pub fn command<B: AsRef<[u8]>>(&self, words: &[B]) -> io::Result<Vec<String>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut request = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            let word = word.as_ref();
            request.extend(format!("${}\r\n", word.len()).into_bytes());
            request.extend(word);
            request.extend(b"\r\n");
        }
        stream.write_all(&request)?;
        let mut strings = Vec::new();
        read_reply(&mut BufReader::new(stream), &mut strings)?;
        Ok(strings)
    }

    /// Overwrites every value of the database by `damage` of the old one; how many.
    pub fn damage_everything(&self, damage: impl Fn(&str) -> Vec<u8>) -> io::Result<usize> {
        let mut damaged = 0;
        for key in self.command(&["KEYS", "*"])? {
            match self.command(&["TYPE", &key])?.first().map(String::as_str) {
                Some("hash") => {
                    for field in self.command(&["HKEYS", &key])? {
                        let old = self.command(&["HGET", &key, &field])?.concat();
                        self.command(&[b"HSET" as &[u8], key.as_bytes(), field.as_bytes(), &damage(&old)])?;
                        damaged += 1;
                    }
                }
                Some("string") => {
                    let old = self.command(&["GET", &key])?.concat();
                    self.command(&[b"SET" as &[u8], key.as_bytes(), &damage(&old)])?;
                    damaged += 1;
                }
                _ => {}
            }
        }
        Ok(damaged)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on at the moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("a bound address").port()
}

fn read_reply(reader: &mut impl BufRead, strings: &mut Vec<String>) -> io::Result<()> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let line = line.trim_end();
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, line.to_owned());
    if line.is_empty() {
        return Err(invalid());
    }
    let (kind, rest) = line.split_at(1);
    let number = || rest.parse::<i64>().map_err(|_| invalid());
    match kind {
        "+" | ":" => strings.push(rest.to_owned()),
        "-" => return Err(io::Error::other(rest.to_owned())),
        "$" => {
            let Ok(length) = usize::try_from(number()?) else {
                return Ok(());
            };
            let mut bytes = vec![0; length + 2];
            reader.read_exact(&mut bytes)?;
            strings.push(String::from_utf8_lossy(&bytes[..length]).into_owned());
        }
        "*" => {
            for _ in 0..number()? {
                read_reply(reader, strings)?;
            }
        }
        _ => return Err(invalid()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_flattened() {
        let mut strings = Vec::new();
        read_reply(&mut &b"*3\r\n$1\r\na\r\n*1\r\n:5\r\n$-1\r\n"[..], &mut strings).unwrap();
        assert_eq!(strings, ["a", "5"]);
        assert!(read_reply(&mut &b"-ERR no\r\n"[..], &mut strings).is_err());
        assert!(read_reply(&mut &b""[..], &mut strings).is_err());
    }
}
