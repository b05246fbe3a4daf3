//! Stands between a client and a server, and is slow, breaks off, or says what is not so.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Listens, and passes on what comes to `port` and back, each way `delay` later. Says where.
pub fn far_away(port: u16, delay: Duration) -> u16 {
    between(port, move |client, server| {
        pass_on(client.try_clone()?, server.try_clone()?, delay);
        pass_on(server, client, delay);
        Ok(())
    })
}

/// Passes on what the server says one byte at a time, with pauses.
pub fn dripping(port: u16, pause: Duration) -> u16 {
    between(port, move |client, mut server| {
        pass_on(client.try_clone()?, server.try_clone()?, Duration::ZERO);
        thread::spawn(move || {
            let mut byte = [0];
            let mut client = client;
            while matches!(server.read(&mut byte), Ok(1)) && client.write_all(&byte).is_ok() {
                thread::sleep(pause);
            }
        });
        Ok(())
    })
}

/// Hangs up when the server has said so many bytes.
pub fn cutting(port: u16, bytes: u64) -> u16 {
    between(port, move |client, server| {
        pass_on(client.try_clone()?, server.try_clone()?, Duration::ZERO);
        thread::spawn(move || {
            let _ = std::io::copy(&mut (&server).take(bytes), &mut &client);
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
        });
        Ok(())
    })
}

/// Takes connections, and answers whatever comes by `lie`.
pub fn lying(lie: &'static [u8]) -> u16 {
    listen(move |mut client| {
        thread::spawn(move || {
            let mut piece = vec![0; 65536];
            while matches!(client.read(&mut piece), Ok(1..)) && client.write_all(lie).is_ok() {}
        });
    })
}

/// Takes connections, and never says anything.
pub fn black_hole() -> u16 {
    let mut taken = Vec::new();
    listen(move |client| taken.push(client))
}

fn between(port: u16, mut connect: impl FnMut(TcpStream, TcpStream) -> std::io::Result<()> + Send + 'static) -> u16 {
    listen(move |client| {
        // A client without a server is hung up on.
        if let Ok(server) = TcpStream::connect(("127.0.0.1", port)) {
            // What is passed on is not kept back until more has come.
            let _ = client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).and_then(|()| connect(client, server));
        }
    })
}

fn listen(mut take: impl FnMut(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(&mut take));
    here
}

fn pass_on(mut from: TcpStream, to: TcpStream, delay: Duration) {
    let (sender, pieces): (Sender<(Instant, Vec<u8>)>, _) = channel();
    thread::spawn(move || write_late(to, &pieces));
    thread::spawn(move || {
        let mut piece = vec![0; 65536];
        while let Ok(n @ 1..) = from.read(&mut piece) {
            if sender.send((Instant::now() + delay, piece[..n].to_vec())).is_err() {
                return;
            }
        }
    });
}

fn write_late(mut to: TcpStream, pieces: &Receiver<(Instant, Vec<u8>)>) {
    for (when, piece) in pieces {
        thread::sleep(when.saturating_duration_since(Instant::now()));
        if to.write_all(&piece).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
