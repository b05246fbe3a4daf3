use super::super::samples;
use super::*;

fn bytes() -> Vec<u8> {
    let (record, shapes) = samples::record();
    encode(&record, &shapes)
}

#[test]
fn a_record_comes_back_and_encodes_to_the_same_bytes() {
    let (record, _) = samples::record();
    let stored = decode(&bytes()).unwrap();
    assert_eq!(*stored.record.script, *record.script);
    let (got, wanted) = (&stored.record, &record);
    assert_eq!((got.position, got.warmth, &got.entries), (wanted.position, wanted.warmth, &wanted.entries));
    assert_eq!(stored.shapes.len(), 2);
    let mut shapes = Shapes::default();
    let script = renumbered(&stored.record.script, &mut |index| shapes.add(stored.shapes[index.0 as usize].clone()));
    let again = Record { script: Arc::new(script), ..stored.record };
    assert_eq!(encode(&again, &shapes), bytes());
}

#[test]
fn feedback_is_put_together_with_the_bytecode_that_it_is_of() {
    let stored = decode(&bytes()).unwrap();
    let whole = with_bytecode(&stored.record, &samples::bare_script(1, 10, 4)).unwrap();
    assert_eq!((whole.insns.len(), &whole), (10, &*samples::record().0.script));
    for (hash, words, sites) in [(2, 10, 4), (1, 9, 4), (1, 11, 4), (1, 10, 3), (1, 10, 5), (1, 0, 4)] {
        assert!(with_bytecode(&stored.record, &samples::bare_script(hash, words, sites)).is_none(), "{hash} {words} {sites}");
    }
    let mut other = stored.record.clone();
    other.entries.insert(EntryName(2), EntryState::Wanted);
    assert!(with_bytecode(&other, &samples::bare_script(1, 10, 4)).is_none(), "the script has one loop");
}

#[test]
fn a_typed_array_of_no_known_element_type_is_refused() {
    let (record, _) = samples::record();
    let of = |variant| {
        let mut shapes = Shapes::default();
        for token in [1, 2] {
            let kind = Kind::TypedArray as u8;
            shapes.add(ShapeSnapshot { token, kind, variant, inline_capacity: 0, slots: 0, no_indexed_prototype: true, look: 3 });
        }
        decode(&encode(&record, &shapes)).map(drop)
    };
    assert_eq!(of(11), Ok(()));
    assert_eq!(of(12), Err(MissReason::Malformed));
}

#[test]
fn runs_of_zeros_have_one_encoding() {
    for bytes in [vec![], vec![0], vec![7], vec![0, 0, 1, 2, 0, 3, 0, 0], vec![1, 0]] {
        let mut e = Encoder::new();
        sparse(&mut e, &bytes);
        let encoded = e.finish();
        let mut d = Decoder::new(&encoded);
        assert_eq!(read_sparse(&mut d), Ok(bytes));
        assert_eq!(d.finish(), Ok(()));
    }
    // A zero among the others, an empty run in the middle, a run that is too long.
    for bad in [&[2, 0, 2, 1, 0][..], &[2, 1, 0, 0, 1, 5], &[1, 2, 0], &[1, 0, 2, 5, 5]] {
        assert_eq!(read_sparse(&mut Decoder::new(bad)), Err(MissReason::Malformed), "{bad:?}");
    }
}

#[test]
fn damaged_bytes_never_panic_and_never_leave_indices_out_of_range() {
    let bytes = bytes();
    for at in 0..bytes.len() {
        for flip in [1u8, 2, 0x40, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            if let Ok(stored) = decode(&damaged) {
                let script = renumbered(&stored.record.script, &mut |index| {
                    assert!((index.0 as usize) < stored.shapes.len());
                    index
                });
                assert!(script.bailouts.iter().all(|(offset, _)| (offset.0 as usize) < script.types.len()));
            }
        }
        assert!(decode(&bytes[..at]).is_err(), "cut at {at}");
    }
}
