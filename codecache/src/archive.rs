//! Packs of a store as one file, to be carried to another.
//!
//! An archive is a row of whole packs with an index behind them. Each pack has a tag of
//! its own and the index has one, so that a file of any size is checked piece by piece:
//! nothing of it is parsed before its tag was checked, and no more than one pack is in
//! memory. Written in one pass, to anything; read where one can seek.
//!
//! Byte by byte: `FORMAT.md`.

#![forbid(unsafe_code)]

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::mem::size_of;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};

use crate::blob::Malformed;
use crate::bytes::{ALIGNMENT, AlignedBytes};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::MissReason;
use crate::pack::{MAX_PACK, Pack};
use crate::trust::{ArchiveTag, Authentic, TAG_SIZE, TrustKey, Untrusted};

/// First eight bytes of an archive.
pub const ARCHIVE_MAGIC: [u8; 8] = *b"HRTHARCH";
/// First eight bytes of what is behind the rows of its index.
const TRAILER_MAGIC: [u8; 8] = *b"HRTHINDX";
/// Version of the framing.
pub const VERSION: u32 = 1;
/// No archive has more packs.
pub const MAX_PACKS: usize = 1 << 20;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Header {
    magic: [u8; 8],
    version: u32,
    reserved: u32,
}

/// One pack, as the index has it.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Row {
    source: [u8; 16],
    target: [u8; 16],
    /// From the start of the archive, in bytes.
    offset: u64,
    /// In bytes, the tag included.
    len: u64,
}

/// The end of the archive, but for the tag.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Trailer {
    magic: [u8; 8],
    version: u32,
    /// Rows of the index.
    count: u32,
    /// Bytes of the whole archive, the tag included.
    total_len: u64,
    /// When it was made, in seconds of Unix time.
    created: u64,
}

const HEADER_SIZE: usize = size_of::<Header>();
const ROW_SIZE: usize = size_of::<Row>();
const TRAILER_SIZE: usize = size_of::<Trailer>();

/// Why an archive, or a pack in it, cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is no archive, or one that is cut off, or of another version.
    #[error("{0}")]
    Malformed(Malformed),
    /// The index was not written with this key, or was altered.
    #[error("it was made with another trust key, or altered; it says that it has {packs} packs")]
    WrongKey {
        /// What the archive says of itself, which nobody vouches for.
        packs: u32,
    },
    /// One of the packs is not what the index says.
    #[error("pack {index}: {reason}")]
    Pack {
        /// Counted from 0.
        index: usize,
        /// What is wrong with it.
        reason: MissReason,
    },
}

impl From<Malformed> for ArchiveError {
    fn from(malformed: Malformed) -> ArchiveError {
        ArchiveError::Malformed(malformed)
    }
}

impl ArchiveError {
    /// The row of the table of misses.
    pub fn reason(&self) -> MissReason {
        match self {
            ArchiveError::Io(_) => MissReason::IoError,
            ArchiveError::Malformed(malformed) => malformed.reason(),
            ArchiveError::WrongKey { .. } => MissReason::WrongKey,
            ArchiveError::Pack { reason, .. } => *reason,
        }
    }
}

/// Writes an archive.
pub struct ArchiveWriter<W: Write> {
    out: W,
    rows: Vec<Row>,
    /// Bytes written.
    at: u64,
}

impl<W: Write> ArchiveWriter<W> {
    /// Begins an archive.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(mut out: W) -> io::Result<ArchiveWriter<W>> {
        out.write_all(bytemuck::bytes_of(&Header { magic: ARCHIVE_MAGIC, version: VERSION, reserved: 0 }))?;
        Ok(ArchiveWriter { out, rows: Vec::new(), at: HEADER_SIZE as u64 })
    }

    /// Adds a pack, in one segment: whoever reads it needs the key that it was made with.
    ///
    /// # Errors
    /// Those of `out`; more than [`MAX_PACKS`] packs.
    pub fn add(&mut self, pack: &Pack, key: &TrustKey) -> io::Result<()> {
        if self.rows.len() >= MAX_PACKS {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("an archive holds {MAX_PACKS} packs at most")));
        }
        let whole = pack.in_one_segment(key);
        let bytes = whole.as_ref().segments().next().unwrap_or_default();
        self.out.write_all(bytes)?;
        self.rows.push(Row { source: pack.source().0, target: pack.target().0, offset: self.at, len: bytes.len() as u64 });
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// How many packs have been added.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the index. `created` is in seconds of Unix time. Gives `out` back, and the
    /// length of the archive.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self, key: &TrustKey, created: u64) -> io::Result<(W, u64)> {
        let index_len = self.rows.len() * ROW_SIZE + TRAILER_SIZE + TAG_SIZE;
        let total_len = self.at + index_len as u64;
        let trailer = Trailer { magic: TRAILER_MAGIC, version: VERSION, count: self.rows.len() as u32, total_len, created };
        let index = AlignedBytes::build(index_len, |out| {
            let (rows, rest) = out.split_at_mut(self.rows.len() * ROW_SIZE);
            rows.copy_from_slice(bytemuck::cast_slice(&self.rows));
            rest[..TRAILER_SIZE].copy_from_slice(bytemuck::bytes_of(&trailer));
        });
        self.out.write_all(Authentic::<ArchiveTag>::seal(index, key).as_bytes())?;
        self.out.flush()?;
        Ok((self.out, total_len))
    }
}

/// An archive whose index has been checked.
#[derive(Debug)]
pub struct Archive<R> {
    file: R,
    index: Authentic<ArchiveTag>,
    count: usize,
    created: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads and checks the index.
    ///
    /// # Errors
    /// If `file` cannot be read, or is not an archive made with `key`.
    pub fn open(mut file: R, key: &TrustKey) -> Result<Archive<R>, ArchiveError> {
        let have = file.seek(SeekFrom::End(0))?;
        let header: Header = read_record(&mut file, 0, have)?;
        if header.magic != ARCHIVE_MAGIC {
            return Err(Malformed::Magic.into());
        }
        if header.version != VERSION {
            return Err(Malformed::Version(header.version).into());
        }
        if header.reserved != 0 {
            return Err(Malformed::Header("reserved bytes in use").into());
        }
        let smallest = (HEADER_SIZE + TRAILER_SIZE + TAG_SIZE) as u64;
        let trailer_at = have.checked_sub((TRAILER_SIZE + TAG_SIZE) as u64).filter(|_| have >= smallest);
        let trailer_at = trailer_at.ok_or(Malformed::Truncated { need: smallest, have })?;
        // Only where the index begins is taken from here, before the tag was checked.
        let claimed: Trailer = read_record(&mut file, trailer_at, have)?;
        if claimed.magic != TRAILER_MAGIC {
            return Err(Malformed::Header("it does not end as an archive does: it is cut off, or goes on").into());
        }
        let count = claimed.count as usize;
        if count > MAX_PACKS {
            return Err(Malformed::TooLarge { len: count as u64, limit: MAX_PACKS as u64 }.into());
        }
        let rows_len = count * ROW_SIZE;
        let need = smallest + rows_len as u64;
        if need > have {
            return Err(Malformed::Truncated { need, have }.into());
        }
        let index_at = trailer_at - rows_len as u64;
        file.seek(SeekFrom::Start(index_at))?;
        let index = Untrusted::new(AlignedBytes::read_from(&mut file, rows_len + TRAILER_SIZE + TAG_SIZE)?);
        let index = index.authenticate::<ArchiveTag>(key).map_err(|_| ArchiveError::WrongKey { packs: claimed.count })?;
        let trailer: &Trailer = bytemuck::from_bytes(&index.as_bytes()[rows_len..][..TRAILER_SIZE]);
        // The file may have changed between the two readings: what counts is what was authenticated.
        if trailer.magic != TRAILER_MAGIC || trailer.version != VERSION || trailer.count as usize != count {
            return Err(Malformed::Header("the index is not the one that was announced").into());
        }
        if trailer.total_len != have {
            return Err(Malformed::TrailingBytes { expected: trailer.total_len, have }.into());
        }
        let created = trailer.created;
        let archive = Archive { file, index, count, created };
        archive.check_rows(index_at)?;
        Ok(archive)
    }

    /// Packs lie one behind the other, from the header to the index.
    fn check_rows(&self, index_at: u64) -> Result<(), Malformed> {
        let mut end = HEADER_SIZE as u64;
        for (index, row) in self.rows().iter().enumerate() {
            let bad = |what| Malformed::Row { index: index as u32, what };
            if row.offset != end {
                return Err(bad("pack not at the end of the one before"));
            }
            if row.len > MAX_PACK as u64 || row.len % ALIGNMENT as u64 != 0 {
                return Err(bad("not the length of a pack"));
            }
            end = end.checked_add(row.len).filter(|end| *end <= index_at).ok_or(bad("pack beyond the index"))?;
        }
        if end == index_at { Ok(()) } else { Err(Malformed::Header("bytes between the last pack and the index")) }
    }

    fn rows(&self) -> &[Row] {
        bytemuck::cast_slice(&self.index.as_bytes()[..self.count * ROW_SIZE])
    }

    /// How many packs there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// When it was made, in seconds of Unix time.
    pub fn created(&self) -> u64 {
        self.created
    }

    /// Of which source text pack `index` is, and for which target.
    pub fn about(&self, index: usize) -> Option<(SourceKey, TargetFingerprint)> {
        self.rows().get(index).map(|row| (SourceKey(row.source), TargetFingerprint(row.target)))
    }

    /// Reads pack `index` and checks that it is what the index says.
    ///
    /// # Errors
    /// If it cannot be read, was not made with `key`, or is another.
    ///
    /// # Panics
    /// If there are not so many packs.
    pub fn pack(&mut self, index: usize, key: &TrustKey) -> Result<Arc<Pack>, ArchiveError> {
        let row = self.rows()[index];
        self.file.seek(SeekFrom::Start(row.offset))?;
        let bytes = AlignedBytes::read_from(&mut self.file, row.len as usize)?;
        let checked = Pack::open(Untrusted::new(bytes), key)
            .and_then(|pack| pack.check_identity(SourceKey(row.source), TargetFingerprint(row.target)).map(|()| pack));
        checked.map(Arc::new).map_err(|reason| ArchiveError::Pack { index, reason })
    }
}

/// A record of plain data that ends before `have`.
fn read_record<T: Pod>(file: &mut (impl Read + Seek), at: u64, have: u64) -> Result<T, ArchiveError> {
    let need = at + size_of::<T>() as u64;
    if need > have {
        return Err(Malformed::Truncated { need, have }.into());
    }
    let mut record = T::zeroed();
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytemuck::bytes_of_mut(&mut record))?;
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::{Entry, EntryKind, PackBuilder, PackLimits};
    use std::io::Cursor;
    use std::mem::offset_of;

    fn key(n: u8) -> TrustKey {
        TrustKey::from_bytes(&[n; 32])
    }

    fn pack(source: u8, target: u8, len: usize) -> Pack {
        let mut builder = PackBuilder::new(SourceKey([source; 16]), TargetFingerprint([target; 16]), 7, PackLimits::default());
        let entry = Entry::new(EntryKind::Profile, 1, AlignedBytes::copy_from(&vec![source; len]));
        builder.add(&entry);
        let (sealed, _) = builder.build(&key(1));
        Pack::parse(sealed).unwrap()
    }

    fn archive(packs: &[Pack]) -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
        for pack in packs {
            writer.add(pack, &key(1)).unwrap();
        }
        let (bytes, len) = writer.finish(&key(1), 99).unwrap();
        assert_eq!(bytes.len() as u64, len);
        bytes
    }

    fn two() -> Vec<u8> {
        archive(&[pack(1, 5, 10), pack(2, 6, 0)])
    }

    fn open(bytes: &[u8], n: u8) -> Result<Archive<Cursor<&[u8]>>, ArchiveError> {
        Archive::open(Cursor::new(bytes), &key(n))
    }

    /// Opens it and reads all that is in it.
    fn read_all(bytes: &[u8], n: u8) -> Result<usize, ArchiveError> {
        let mut archive = open(bytes, n)?;
        for index in 0..archive.len() {
            archive.pack(index, &key(n))?;
        }
        Ok(archive.len())
    }

    #[test]
    fn the_layout_is_the_one_in_format_md() {
        assert_eq!((HEADER_SIZE, ROW_SIZE, TRAILER_SIZE), (16, 48, 32));
        assert_eq!((offset_of!(Row, target), offset_of!(Row, offset), offset_of!(Row, len)), (16, 32, 40));
        assert_eq!((offset_of!(Trailer, version), offset_of!(Trailer, count)), (8, 12));
        assert_eq!((offset_of!(Trailer, total_len), offset_of!(Trailer, created)), (16, 24));
    }

    #[test]
    fn packs_come_back_as_they_were() {
        let packs = [pack(1, 5, 10), pack(2, 6, 0), pack(1, 6, 5000)];
        let bytes = archive(&packs);
        let mut archive = open(&bytes, 1).unwrap();
        assert_eq!((archive.len(), archive.created()), (3, 99));
        for (index, pack) in packs.iter().enumerate() {
            assert_eq!(archive.about(index), Some((pack.source(), pack.target())));
            assert_eq!(archive.pack(index, &key(1)).unwrap().segments().next(), pack.segments().next());
        }
        assert_eq!(archive.about(3), None);
    }

    #[test]
    fn an_archive_may_be_empty() {
        assert_eq!(read_all(&self::archive(&[]), 1).unwrap(), 0);
    }

    #[test]
    fn another_key_opens_nothing_and_the_count_is_told() {
        let error = open(&two(), 2).unwrap_err();
        assert_eq!(error.reason(), MissReason::WrongKey);
        assert!(matches!(error, ArchiveError::WrongKey { packs: 2 }), "{error}");
    }

    #[test]
    fn an_archive_that_is_cut_off_anywhere_is_an_error() {
        let bytes = two();
        for len in 0..bytes.len() {
            assert!(open(&bytes[..len], 1).is_err(), "{len}");
        }
        let mut longer = bytes.clone();
        longer.extend([0; 16]);
        assert!(open(&longer, 1).is_err());
    }

    #[test]
    fn an_archive_that_was_altered_anywhere_is_an_error() {
        let bytes = two();
        for at in 0..bytes.len() {
            for bit in [0x01, 0x80] {
                let mut changed = bytes.clone();
                changed[at] ^= bit;
                assert!(read_all(&changed, 1).is_err(), "byte {at}");
            }
        }
    }

    /// The index may be authentic and wrong all the same.
    #[test]
    fn an_index_that_lies_is_an_error() {
        let lie = |change: &dyn Fn(&mut [Row], &mut Trailer)| {
            let mut bytes = two();
            let at = bytes.len() - (2 * ROW_SIZE + TRAILER_SIZE + TAG_SIZE);
            let mut rows: Vec<Row> = bytes[at..][..2 * ROW_SIZE].chunks(ROW_SIZE).map(bytemuck::pod_read_unaligned).collect();
            let mut trailer: Trailer = bytemuck::pod_read_unaligned(&bytes[at + 2 * ROW_SIZE..][..TRAILER_SIZE]);
            change(&mut rows, &mut trailer);
            let mut index = bytemuck::cast_slice::<Row, u8>(&rows).to_vec();
            index.extend(bytemuck::bytes_of(&trailer));
            index.extend([0; TAG_SIZE]);
            bytes.truncate(at);
            bytes.extend(Authentic::<ArchiveTag>::seal(index.into(), &key(1)).as_bytes());
            read_all(&bytes, 1)
        };
        assert_eq!(lie(&|_, _| {}).unwrap(), 2);
        let wrong: [(&str, &dyn Fn(&mut [Row], &mut Trailer)); 9] = [
            ("another source", &|rows, _| rows[0].source = [9; 16]),
            ("another target", &|rows, _| rows[1].target = [9; 16]),
            ("a gap", &|rows, _| rows[1].offset += 16),
            ("an overlap", &|rows, _| rows[1].offset -= 16),
            ("a short pack", &|rows, _| rows[1].len -= 16),
            ("a pack of any length", &|rows, _| rows[1].len = u64::MAX),
            ("a pack of no such length", &|rows, _| rows[1].len += 1),
            ("another length", &|_, trailer| trailer.total_len += 16),
            ("another version", &|_, trailer| trailer.version = 2),
        ];
        for (what, change) in wrong {
            assert!(lie(change).is_err(), "{what}");
        }
        let counts: [u32; 5] = [0, 1, 3, MAX_PACKS as u32 + 1, u32::MAX];
        for count in counts {
            assert!(lie(&|_, trailer| trailer.count = count).is_err(), "{count} packs");
        }
    }
}
