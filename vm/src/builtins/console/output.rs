//! The standard streams: standard output is buffered, and flushed before anything is
//! written to standard error, at exit, and when the embedder asks.

use std::io::Write;

/// Bytes after which the buffer is written.
const CAPACITY: usize = 64 << 10;

#[derive(Default)]
pub struct Output {
    buffer: Vec<u8>,
    /// Standard output goes here instead, for embedders and tests.
    pub capture: Option<Vec<u8>>,
}

impl Output {
    pub fn write_stdout(&mut self, text: &[u8]) {
        if let Some(capture) = &mut self.capture {
            capture.extend_from_slice(text);
            return;
        }
        self.buffer.extend_from_slice(text);
        if self.buffer.len() >= CAPACITY {
            self.flush();
        }
    }
    pub fn write_stderr(&mut self, text: &[u8]) {
        self.flush();
        // A closed stream is no error of the script.
        let _ = std::io::stderr().write_all(text);
    }
    pub fn flush(&mut self) {
        if self.buffer.is_empty() {
            return;
        }
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(&self.buffer).and_then(|()| stdout.flush());
        self.buffer.clear();
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.flush();
    }
}
