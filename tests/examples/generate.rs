//! Prints the random program of a seed: `cargo run -p hearth-tests --example generate 7`.

fn main() {
    let seed = std::env::args().nth(1).and_then(|text| text.parse().ok());
    match seed {
        Some(seed) => print!("{}", hearth_tests::generate::program(seed)),
        None => eprintln!("generate SEED"),
    }
}
