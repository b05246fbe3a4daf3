//! What the optimising tier refuses: for a reason, in time, and no more than it must.

use hearth_tests::invocation::Sandbox;

/// The decisions for `function`, as `path decision` or `path decision reason`.
fn decisions(name: &str, script: &str, function: &str) -> Vec<String> {
    let sandbox = Sandbox::new(name);
    let path = sandbox.file("script.js", script);
    let outcome = sandbox.hearth().flags(["--no-threads", "--cache=off", "--trace=tier"]).run::<&str>(&path, &[]);
    assert_eq!(outcome.stdout, "done\n", "{}", outcome.stderr);
    let field = |line: &str, name: &str| {
        let (_, rest) = line.split_once(&format!(" {name}=")).unwrap_or_else(|| panic!("no {name} in {line}"));
        let end = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map(|at| at + 2),
            None => rest.find(' '),
        };
        rest[..end.unwrap_or(rest.len())].trim_matches('"').to_owned()
    };
    let of_function = outcome.stderr.lines().filter(|line| line.starts_with("[tier]") && field(line, "function") == function);
    of_function.map(|line| format!("{} {} {}", field(line, "path"), field(line, "decision"), field(line, "reason"))).collect()
}

/// An entry that cannot be compiled switched the loops of its function off for good.
#[test]
fn a_refused_entry_leaves_the_loops() {
    let script = "
        function f(n) { class A { } let s = 0; for (let i = 0; i < n; i++) s = (s + i) | 0; return s; }
        for (let i = 0; i < 3000; i++) f(1);
        f(1e5);
        console.log('done');
    ";
    let decisions = decisions("refused-entry", script, "f");
    assert!(decisions.iter().any(|d| d.starts_with("entry interpreted")), "{decisions:?}");
    assert!(decisions.iter().any(|d| d.starts_with("osr compiled")), "{decisions:?}");
}

/// The counter of iterations is that of all loops.
#[test]
fn a_refused_loop_leaves_other_loops() {
    let script = "
        function f(n, m) {
            let s = 0;
            for (let i = 0; i < n; i++) { class A { } s++; }
            for (let i = 0; i < m; i++) s = (s + i) | 0;
            return s;
        }
        f(4000, 1e5);
        console.log('done');
    ";
    let decisions = decisions("refused-loop", script, "f");
    for wanted in ["osr interpreted", "osr compiled"] {
        assert!(decisions.iter().any(|d| d.starts_with(wanted)), "no {wanted}: {decisions:?}");
    }
}

/// A loop that carries many locals was compiled in a time that grew with the cube of their
/// number: 53 seconds for 800, for which the end of the process waited.
#[test]
fn many_locals_in_a_loop_are_refused_before_they_take_long() {
    let script = |locals: usize| {
        format!(
            "
            let body = '';
            for (let i = 0; i < {locals}; i++) body += `let v${{i}} = a + ${{i}};`;
            body += 'for (let j = 0; j < 3; j++) {{';
            for (let i = 0; i < {locals}; i++) body += `v${{i}} = v${{(i + 1) % {locals}}} + j | 0;`;
            const f = new Function('a', body + '}} return v0;');
            for (let i = 0; i < 3000; i++) f(i);
            console.log('done');"
        )
    };
    let few = decisions("few-locals", &script(60), "anonymous");
    assert!(few.iter().any(|d| d.starts_with("entry compiled")), "{few:?}");
    let many = decisions("many-locals", &script(800), "anonymous");
    assert!(!many.is_empty() && many.iter().all(|d| d.ends_with("too many values live at too many calls and exits")), "{many:?}");
}
