//! One segment of a pack: what was saved at once.
//!
//! Its entries lie one behind the other in *blocks*, which are compressed each by itself, so
//! that what is alike is stored once and what is not asked for is not decompressed. The first
//! block is the index. Parsing checks header, table and every row (bounds, order, no overlap)
//! and decompresses the index only.

use std::sync::{Arc, OnceLock};

use super::format::{BlockRow, EntryKind, HEADER_SIZE, Header, INDEX_ROW_SIZE, IndexRow, MAX_ENTRIES, MAX_PACK, PACK_MAGIC, VERSION};
use crate::blob::Malformed;
use crate::bytes::{AlignedBytes, align_up};
use crate::compress;
use crate::miss::MissReason;
use crate::rules::{Rule, holds};
use crate::trust::{Authentic, PackTag, TAG_SIZE, Untrusted};

pub(super) struct Segment {
    /// As it is stored.
    bytes: AlignedBytes,
    header: Header,
    rows: Vec<IndexRow>,
    blocks: Vec<Block>,
}

struct Block {
    /// Place in the segment.
    at: usize,
    row: BlockRow,
    /// Decompressed when first asked for; `None`: it cannot be.
    opened: OnceLock<Option<Arc<AlignedBytes>>>,
}

impl Segment {
    pub fn parse(authentic: Authentic<PackTag>) -> Result<Segment, Malformed> {
        let bytes = authentic.into_bytes();
        let header = *check_header(&bytes)?;
        let blocks = blocks(&bytes, &header)?;
        let mut segment = Segment { bytes, header, rows: Vec::new(), blocks };
        let index = segment.block(0).ok_or(Malformed::Header("the index cannot be decompressed"))?;
        let rows: &[IndexRow] = bytemuck::try_cast_slice(index).map_err(|_| Malformed::Header("the index has no whole number of rows"))?;
        segment.rows = rows.to_vec();
        segment.check_index()?;
        Ok(segment)
    }

    fn check_index(&self) -> Result<(), Malformed> {
        let (mut block, mut end) = (0, self.blocks[0].row.raw as usize);
        let mut last = None;
        for (index, row) in self.rows.iter().enumerate() {
            let bad = |what| Malformed::Row { index: index as u32, what };
            if EntryKind::from_number(row.kind).is_none() {
                return Err(bad("unknown kind of entry"));
            }
            if last.is_some_and(|last| last >= (row.kind, row.key)) && holds(Rule::PackOrder) {
                return Err(bad("index out of order"));
            }
            last = Some((row.kind, row.key));
            if row.block != block {
                if row.block != block + 1 || row.block as usize >= self.blocks.len() {
                    return Err(bad("entry in no block, or not in the next"));
                }
                if end != self.blocks[block as usize].row.raw as usize && holds(Rule::PackBounds) {
                    return Err(bad("bytes of no entry in the block before"));
                }
                (block, end) = (row.block, 0);
            }
            if row.offset as usize != end || block == 0 {
                return Err(bad("entry not at the end of the one before"));
            }
            end = end.checked_add(row.len as usize).and_then(align_up).ok_or(bad("entry too long"))?;
            if end > self.blocks[block as usize].row.raw as usize && holds(Rule::PackBounds) {
                return Err(bad("entry beyond the end of its block"));
            }
        }
        let is_complete = block as usize == self.blocks.len() - 1 && end == self.blocks[block as usize].row.raw as usize;
        if is_complete || !holds(Rule::PackBounds) { Ok(()) } else { Err(Malformed::Header("bytes or blocks of no entry")) }
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    pub fn rows(&self) -> &[IndexRow] {
        &self.rows
    }

    /// All of it, the tag included.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn tag(&self) -> [u8; TAG_SIZE] {
        let mut tag = [0; TAG_SIZE];
        tag.copy_from_slice(&self.bytes[self.bytes.len() - TAG_SIZE..]);
        tag
    }

    /// A block, decompressed; `None` if it cannot be.
    pub fn block(&self, number: u32) -> Option<&Arc<AlignedBytes>> {
        let block = &self.blocks[number as usize];
        let open = || {
            let stored = &self.bytes[block.at..][..block.row.stored as usize];
            let bytes = if block.row.stored == block.row.raw {
                Some(AlignedBytes::copy_from(stored))
            } else {
                compress::restored(stored, block.row.raw as usize)
            };
            bytes.map(Arc::new)
        };
        block.opened.get_or_init(open).as_ref()
    }

    /// Bytes of the blocks as they are stored, and decompressed.
    pub fn block_sizes(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.blocks.iter().map(|block| (block.row.stored as usize, block.row.raw as usize))
    }
}

fn check_header(bytes: &[u8]) -> Result<&Header, Malformed> {
    let have = bytes.len() as u64;
    if bytes.len() < HEADER_SIZE + TAG_SIZE {
        return Err(Malformed::Truncated { need: (HEADER_SIZE + TAG_SIZE) as u64, have });
    }
    let header: &Header = bytemuck::from_bytes(&bytes[..HEADER_SIZE]);
    if header.magic != PACK_MAGIC {
        return Err(Malformed::Magic);
    }
    if header.version != VERSION {
        return Err(Malformed::Version(header.version));
    }
    if header.total_len > MAX_PACK as u64 {
        return Err(Malformed::TooLarge { len: header.total_len, limit: MAX_PACK as u64 });
    }
    if header.total_len > have {
        return Err(Malformed::Truncated { need: header.total_len, have });
    }
    if header.total_len < have {
        return Err(Malformed::TrailingBytes { expected: header.total_len, have });
    }
    if header.reserved != 0 || header.reserved_tail != [0; 8] {
        return Err(Malformed::Header("reserved bytes in use"));
    }
    Ok(header)
}

/// The table of blocks: they follow it and each other, and padding of zeros ends the segment.
fn blocks(bytes: &[u8], header: &Header) -> Result<Vec<Block>, Malformed> {
    let body = HEADER_SIZE..bytes.len() - TAG_SIZE;
    let count = header.block_count as usize;
    // Numbers are compared with the bytes that are there before anything depends on them.
    if (count == 0 || count > body.len() / size_of::<BlockRow>()) && holds(Rule::PackCount) {
        return Err(Malformed::Header("more blocks than there is room for, or no index"));
    }
    let table: &[BlockRow] = bytemuck::cast_slice(&bytes[HEADER_SIZE..][..count * size_of::<BlockRow>()]);
    let entries = header.entry_count as usize;
    if entries > MAX_ENTRIES || table[0].raw as usize != entries * INDEX_ROW_SIZE {
        return Err(Malformed::Header("the index is not as long as its number of rows"));
    }
    let mut at = HEADER_SIZE + size_of_val(table);
    let mut raw = 0;
    let mut blocks = Vec::with_capacity(count);
    for (index, row) in table.iter().enumerate() {
        let bad = |what| Malformed::Row { index: index as u32, what };
        blocks.push(Block { at, row: *row, opened: OnceLock::new() });
        at += row.stored as usize;
        raw += row.raw as usize;
        if row.stored > row.raw {
            return Err(bad("a block that is longer than what it stands for"));
        }
        if at > body.end {
            return Err(bad("block beyond the end"));
        }
    }
    if raw > MAX_PACK {
        return Err(Malformed::TooLarge { len: raw as u64, limit: MAX_PACK as u64 });
    }
    if align_up(at) != Some(body.end) || bytes[at..body.end].iter().any(|&b| b != 0) {
        return Err(Malformed::Header("bytes between the last block and the tag"));
    }
    Ok(blocks)
}

/// A tag that does not match has a more telling name if the bytes are cut off,
/// of another version, or no pack at all.
pub(super) fn name_of_failure(rejected: &Untrusted) -> MissReason {
    let Some(head) = rejected.head_for_diagnosis(HEADER_SIZE) else {
        return MissReason::Truncated;
    };
    let header: &Header = bytemuck::from_bytes(head);
    if header.magic != PACK_MAGIC {
        MissReason::Malformed
    } else if header.version != VERSION {
        MissReason::WrongVersion
    } else if header.total_len > rejected.len() as u64 {
        MissReason::Truncated
    } else {
        MissReason::WrongKey
    }
}
