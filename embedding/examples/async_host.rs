//! Host functions that are futures: scripts await timers and a database of tokio's, side by side in one thread.
//!
//! `cargo run --release -p hearth-embedding --example async_host`

#![forbid(unsafe_code)]

use hearth::{Async, Engine, Serde};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

#[derive(Deserialize)]
struct Query {
    table: String,
    #[serde(default = "one")]
    limit: usize,
}

fn one() -> usize {
    1
}

#[derive(Serialize)]
struct Row {
    id: usize,
    table: String,
}

type Answer = Result<Vec<Row>, &'static str>;

/// Serves queries until nobody can ask any more.
async fn database(mut queries: mpsc::Receiver<(Query, oneshot::Sender<Answer>)>) {
    while let Some((Query { table, limit }, reply)) = queries.recv().await {
        let answer = match table.as_str() {
            "cups" => Ok((1..=limit).map(|id| Row { id, table: table.clone() }).collect()),
            _ => Err("there is no such table"),
        };
        // Who has asked may be gone.
        let _ = reply.send(answer);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (queries, receiver) = mpsc::channel(16);
    tokio::spawn(database(receiver));
    let mut engine = Engine::builder().time_limit(Duration::from_millis(500)).build()?;
    engine.run(|cx| {
        let globals = cx.globals();
        let wait = cx.function("sleep", |ms: u64| Async(sleep(Duration::from_millis(ms))));
        globals.set(cx, "sleep", wait)?;
        let query = cx.function("query", move |Serde(query): Serde<Query>| {
            let queries = queries.clone();
            Async(async move {
                let (reply, answer) = oneshot::channel();
                queries.send((query, reply)).await.map_err(|_| std::io::Error::other("the database is gone"))?;
                let rows = answer.await?.map_err(std::io::Error::other)?;
                Ok::<_, Failed>(Serde(rows))
            })
        });
        globals.set(cx, "query", query)
    })?;
    // The limit is for what runs; waiting takes as long as it takes.
    let report: String = engine
        .eval_async(
            "report.js",
            "(async () => {
                 const lines = [];
                 const slow = sleep(600).then(() => lines.push('slept'));
                 for (const { id, table } of await query({ table: 'cups', limit: 2 })) lines.push(`${table}/${id}`);
                 await query({ table: 'forks' }).catch(error => lines.push(error.message));
                 await slow;
                 return lines.join(', ');
             })()",
        )
        .await?;
    println!("{report}");
    Ok(())
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("the database gave no answer")]
    NoAnswer(#[from] oneshot::error::RecvError),
}
