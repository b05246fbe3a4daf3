//! Every script and every benchmark program in every mode: the output must be node's.
//!
//! One test per row of the table in `hearth_tests::modes`. `HEARTH_TEST_QUICK=1` takes a
//! subset of the programs, `HEARTH_BIN` another executable.

use hearth_tests::modes::MODES;
use hearth_tests::suite::run_mode;

macro_rules! modes {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run_mode(stringify!($name));
        })*

        #[test]
        fn every_row_of_the_table_has_a_test() {
            let tests = [$(stringify!($name)),*];
            let rows: Vec<_> = MODES.iter().map(|mode| mode.name).collect();
            assert_eq!(rows, tests);
        }
    };
}

modes! {
    jit_off
    warm
    warm_from_redis
    jit_clone
    ion_eager
    inlining_off
    graph_verify
    eager
    cache_bytecode
    cache_profile
    jit_verify
    tier_chaos
    gc_stress
}
