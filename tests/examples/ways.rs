//! Writes the programs of the table of ways to a folder, to be run by hand.

use std::{env, fs};

fn main() {
    let folder = env::args().nth(1).expect("ways FOLDER");
    for kind in hearth_tests::ways::KINDS {
        let place = format!("{folder}/{}", kind.name.replace([' ', '\''], "-"));
        fs::create_dir_all(&place).expect("a new folder");
        for file in hearth_tests::ways::program(kind).files {
            fs::write(format!("{place}/{}", file.name), file.text).expect("a new file");
        }
    }
}
