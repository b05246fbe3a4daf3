//! What answers commands: one server, or a cluster of them.

use ::redis::cluster::{ClusterConnection, ClusterPipeline};
use ::redis::{Cmd, ConnectionLike, Pipeline, RedisError, RedisResult, ServerError, ServerErrorKind, Value, from_redis_value};

/// So often is it learnt anew where slots are before commands are sent one by one.
const FOLLOWED: u32 = 3;

/// A connection on which several commands can be sent at once.
///
/// (`Pipeline::query` refuses clusters, and hides the codes of errors.)
pub(super) trait Server: ConnectionLike {
    /// Sends the commands, if there are any, and fails with the first that fails. Their keys may be anywhere: what goes to one node goes to it in one
    /// round trip, and what has moved is followed.
    fn send(&mut self, pipeline: &Pipeline) -> RedisResult<Vec<Value>>;

    /// The same, where not all is of the same weight: the inner result is that of the commands behind the `first` ones.
    fn send_in_two_parts(&mut self, pipeline: &Pipeline, first: usize) -> RedisResult<RedisResult<()>>;
}

impl Server for ::redis::Connection {
    fn send(&mut self, pipeline: &Pipeline) -> RedisResult<Vec<Value>> {
        if pipeline.is_empty() {
            return Ok(Vec::new());
        }
        let replies = self.req_packed_commands(&pipeline.get_packed_pipeline(), 0, pipeline.len())?;
        replies.into_iter().map(|reply| reply.extract_error()).collect()
    }

    fn send_in_two_parts(&mut self, pipeline: &Pipeline, first: usize) -> RedisResult<RedisResult<()>> {
        let mut replies = self.req_packed_commands(&pipeline.get_packed_pipeline(), 0, pipeline.len())?.into_iter();
        replies.by_ref().take(first).try_for_each(|reply| reply.extract_error().map(drop))?;
        Ok(replies.try_for_each(|reply| reply.extract_error().map(drop)))
    }
}

impl Server for ClusterConnection {
    fn send(&mut self, pipeline: &Pipeline) -> RedisResult<Vec<Value>> {
        send_apart(self, pipeline, 0, pipeline.len())
    }

    fn send_in_two_parts(&mut self, pipeline: &Pipeline, first: usize) -> RedisResult<RedisResult<()>> {
        send_apart(self, pipeline, 0, first)?;
        Ok(send_apart(self, pipeline, first, pipeline.len()).map(drop))
    }
}

/// Sends a part of the commands, to each node its own. They may be sent twice: what is done twice is done.
fn send_apart(cluster: &mut ClusterConnection, pipeline: &Pipeline, from: usize, to: usize) -> RedisResult<Vec<Value>> {
    let commands: Vec<&Cmd> = pipeline.cmd_iter().take(to).skip(from).collect();
    if commands.is_empty() {
        return Ok(Vec::new());
    }
    let mut apart = ClusterPipeline::with_capacity(commands.len());
    for command in &commands {
        apart.add_command((*command).clone());
    }
    for _ in 0..FOLLOWED {
        let errors = match apart.query(cluster) {
            Ok(replies) => return Ok(replies),
            Err(error) => error.clone().into_server_errors().ok_or(error)?,
        };
        if let Some((_, error)) = errors.iter().find(|(_, error)| !is_elsewhere(error)) {
            return Err(error.clone().into());
        }
        // A command that is sent alone is sent after its slot; where that has settled, the client learns where all are.
        let Some((index, _)) = errors.iter().find(|(_, error)| error.kind() == Some(ServerErrorKind::Moved)) else { break };
        cluster.req_command(commands[*index])?;
    }
    // What is on its way has to be sent after its slot each time.
    commands.into_iter().map(|command| cluster.req_command(command)).collect()
}

/// Whether the keys are at another node, or on their way there.
fn is_elsewhere(error: &ServerError) -> bool {
    matches!(error.kind(), Some(ServerErrorKind::Moved | ServerErrorKind::Ask | ServerErrorKind::TryAgain | ServerErrorKind::ClusterDown))
}

/// Sends commands of which each replies with a number: their sum.
pub(super) fn send_for_count(server: &mut dyn Server, pipeline: &Pipeline) -> RedisResult<u64> {
    server.send(pipeline)?.into_iter().map(|reply| from_redis_value::<u64>(reply).map_err(RedisError::from)).sum()
}
