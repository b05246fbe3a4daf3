//! The example `lisp` says what it should, and its garbage is gone.

#[allow(dead_code, reason = "the example has a `main`")]
#[path = "../examples/lisp.rs"]
mod lisp;

use lisp::{Lisp, PROGRAM};

#[test]
fn the_program_of_the_example() {
    let mut lisp = Lisp::start();
    let lines = lisp.run(PROGRAM);
    let expected = ["done", "(0 1 4 9 16 25 36 49 64 81)", "499500", "1", "2", "1", "error: 5 is no pair"];
    assert_eq!(lines, expected);
    let stats = lisp.stats();
    assert!(stats.young_collections > 100, "{stats:?}");
    assert!(stats.bytes_allocated > 40 << 20 && stats.peak_heap_bytes < 8 << 20, "{stats:?}");
    // Names, their variables, the functions, and no list.
    assert!((100..250).contains(&stats.last.marked_cells), "{stats:?}");
}

#[test]
fn values_are_there_after_other_texts() {
    let mut lisp = Lisp::start();
    lisp.run("(define (f x) (lambda (y) (cons x y))) (define g (f 1))");
    lisp.stats();
    lisp.run("(define (down n) (if (= n 0) 0 (down (- n 1)))) (down 100000)");
    assert_eq!(lisp.run("(g 2) (quote (a (b) . c))"), ["(1 . 2)", "(a (b) . c)"]);
}

#[test]
fn mistakes_are_told_and_the_machine_goes_on() {
    let cases = [
        ("(", "a list is not closed"),
        (")", "a list is closed that is not open"),
        ("(f 1)", "no variable is called f"),
        ("(set! f 1)", "no variable is called f"),
        ("(1 2)", "1 is no function"),
        ("((lambda (x) x) 1 2)", "too many arguments"),
        ("(+ 9223372036854775807 1)", "a number is too large"),
        ("(+ 1 (quote a))", "two numbers are needed"),
        ("(define 1 2)", "1 is no name"),
        ("(if)", "() is no pair"),
        ("(tail)", "nothing is no pair"),
        ("(set-tail! (cons 1 2))", "set-tail! takes two values"),
    ];
    let mut lisp = Lisp::start();
    for (text, error) in cases {
        assert_eq!(lisp.run(text), [format!("error: {error}")], "{text}");
        assert_eq!(lisp.run("(+ 1 2)"), ["3"]);
    }
}
