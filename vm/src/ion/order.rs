//! The order of blocks and their dominators, for any control-flow graph: that of bytecode
//! and that of the optimiser's graph.

use smallvec::SmallVec;

/// Blocks as a stack from which the successor to be visited next is popped.
pub type Successors<B> = SmallVec<[B; 2]>;

/// What is reached from `entry`, each block after all its predecessors but those of back
/// edges. The last of a block's `successors` is visited first, so that the first one comes
/// right after its block where possible. `index` of each block is below `count`.
pub fn reverse_post_order<B: Copy>(entry: B, count: usize, index: impl Fn(B) -> usize, successors: impl Fn(B) -> Successors<B>) -> Vec<B> {
    let mut seen = vec![false; count];
    let mut post = Vec::new();
    seen[index(entry)] = true;
    let mut stack = vec![(entry, successors(entry))];
    while let Some((block, rest)) = stack.last_mut() {
        match rest.pop() {
            Some(next) if !std::mem::replace(&mut seen[index(next)], true) => stack.push((next, successors(next))),
            Some(_) => {}
            None => {
                post.push(*block);
                stack.pop();
            }
        }
    }
    post.reverse();
    post
}

/// The immediate dominators of `count` blocks in reverse post-order, of which the first is
/// the entry, its own. A block that is not reached has the number `u32::MAX`.
///
/// Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm".
pub fn immediate_dominators<P: Iterator<Item = u32>>(count: usize, predecessors: impl Fn(usize) -> P) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let mut idom = vec![NONE; count];
    idom[0] = 0;
    let mut changed = true;
    while changed {
        changed = false;
        for b in 1..count {
            let reached = predecessors(b).filter(|p| idom[*p as usize] != NONE);
            let new = reached.reduce(|new, p| intersect(&idom, p, new)).unwrap_or(NONE);
            if idom[b] != new {
                idom[b] = new;
                changed = true;
            }
        }
    }
    idom
}

/// The nearest block that dominates both.
fn intersect(idom: &[u32], mut a: u32, mut b: u32) -> u32 {
    while a != b {
        while a > b {
            a = idom[a as usize];
        }
        while b > a {
            b = idom[b as usize];
        }
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A loop of 1 to 4, with an if in it, and 6, which is not reached.
    const SUCCESSORS: [&[u32]; 7] = [&[1], &[2, 5], &[3, 4], &[4], &[1], &[], &[5]];

    #[test]
    fn blocks_come_after_what_leads_to_them() {
        let successors = |b: u32| SmallVec::from_slice(SUCCESSORS[b as usize]);
        assert_eq!(reverse_post_order(0u32, SUCCESSORS.len(), |b| b as usize, successors), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn both_sides_of_an_if_lead_to_the_block_behind_it() {
        let predecessors = |b: usize| (0..6).filter(move |p| SUCCESSORS[*p as usize].contains(&(b as u32)));
        assert_eq!(immediate_dominators(6, predecessors), [0, 0, 1, 2, 2, 1]);
    }
}
