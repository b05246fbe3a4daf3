//! The configuration file says what neither an option nor a variable does, and nothing that somebody else could have written.

use hearth_tests::invocation::{Sandbox, files_below};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = "console.log(1);";

/// A user, whose configuration is `config/hearth/config.toml`.
struct User {
    sandbox: Sandbox,
    file: PathBuf,
}

impl User {
    fn new(name: &str, configuration: &str) -> User {
        let sandbox = Sandbox::new(name);
        let folder = sandbox.path().join("config/hearth");
        std::fs::create_dir_all(&folder).unwrap();
        let file = sandbox.file("config/hearth/config.toml", configuration);
        std::fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        User { sandbox, file }
    }

    /// Exit code and both streams, joined.
    fn hearth(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let mut command = Command::new(hearth_tests::binary::hearth());
        command.args(arguments).env("HOME", self.sandbox.path()).env("XDG_CONFIG_HOME", self.sandbox.path().join("config"));
        command.env("XDG_CACHE_HOME", self.sandbox.path().join("cache")).env("HEARTH_FINISH", "wait").env_remove("HEARTH_STORE");
        let output = command.envs(variables.iter().copied()).current_dir(self.sandbox.path()).output().unwrap();
        (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    }

    fn run(&self, options: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let script = self.sandbox.file("script.js", SCRIPT);
        self.hearth(&[options, &["--keep-all", script.to_str().unwrap()]].concat(), variables)
    }

    fn is_written(&self, store: &str) -> bool {
        files_below(&self.sandbox.path().join(store)).iter().any(|path| path.extension().is_some_and(|e| e == "pack"))
    }
}

fn ran(outcome: (Option<i32>, String)) {
    assert_eq!(outcome, (Some(0), "1\n".to_owned()));
}

#[test]
fn a_configuration_names_store_and_key_from_where_it_is() {
    let user = User::new("configuration", "store = 'packs'\nkey-file = 'team.key'\n");
    assert_eq!(user.hearth(&["cache", "make-key", "config/hearth/team.key"], &[]).0, Some(0));
    ran(user.run(&[], &[]));
    assert!(user.is_written("config/hearth/packs") && !user.is_written("cache"));
    let (code, listed) = user.hearth(&["cache", "list"], &[]);
    assert!(code == Some(0) && listed.contains("script.js"), "{listed}");
}

#[test]
fn what_an_option_or_a_variable_says_comes_first() {
    let user = User::new("configuration-last", "store = '/dev/null/none'\nkeep-stats = false\nload-timeout = '1s'\n");
    ran(user.run(&["--store=dir:option"], &[]));
    ran(user.run(&[], &[("HEARTH_STORE", "dir:variable")]));
    assert!(user.is_written("option") && user.is_written("variable"));
    let kept = |store: &str| files_below(&user.sandbox.path().join(store)).iter().any(|path| path.to_string_lossy().contains("statistics"));
    assert!(!kept("option"));
    ran(user.run(&["--store=dir:option", "--keep-stats=on"], &[]));
    assert!(kept("option"), "{:?}", files_below(&user.sandbox.path().join("option")));
    let (code, told) = user.run(&["--store=dir:option"], &[("HEARTH_LOAD_TIMEOUT", "soon")]);
    assert!(code == Some(2) && told.contains("HEARTH_LOAD_TIMEOUT: 'soon'"), "{told}");
}

#[test]
fn a_mistake_in_a_configuration_is_told_with_its_place() {
    let user = User::new("configuration-mistakes", "");
    for (text, expected) in [
        ("store-sise = 1", "config.toml: there is no setting 'store-sise'"),
        ("store-size = 'big'", "config.toml: store-size: 'big' is not a size"),
        ("finish = 'later'", "config.toml: finish is detach, wait, queue, worker or off"),
        ("store = 1", "config.toml: store: a text, or a list of texts"),
        ("\nstore = ", "config.toml: line 2: "),
        ("store = 'redis://'", "redis"),
    ] {
        std::fs::write(&user.file, text).unwrap();
        let (code, told) = user.run(&[], &[("HEARTH_FINISH", "")]);
        assert!(code == Some(2) && told.contains(expected), "{text}: {told}");
        let (code, told) = user.hearth(&["cache", "list"], &[]);
        assert!(text.contains("finish") || code == Some(2) && told.contains(expected), "{text}: {told}");
    }
}

/// Whoever can write to it could name a store and a key of their own.
#[test]
fn a_configuration_that_others_may_write_to_is_not_read() {
    let user = User::new("configuration-of-others", "store = 'theirs'");
    for mode in [0o646, 0o664] {
        std::fs::set_permissions(&user.file, Permissions::from_mode(mode)).unwrap();
        let (code, told) = user.run(&[], &[]);
        assert!(code == Some(0) && told.contains("warning: ") && told.contains("chmod go-w"), "{told}");
        let (code, told) = user.run(&[], &[("HEARTH_CONFIG", user.file.to_str().unwrap())]);
        assert!(code == Some(2) && told.contains("HEARTH_CONFIG: ") && told.contains("chmod go-w"), "{told}");
    }
    assert!(!Path::new(&user.sandbox.path().join("config/hearth/theirs")).exists());
    std::fs::set_permissions(&user.file, Permissions::from_mode(0o600)).unwrap();
    ran(user.run(&[], &[]));
    assert!(user.is_written("config/hearth/theirs"));
}

#[test]
fn a_variable_names_another_configuration_or_none() {
    let user = User::new("configuration-named", "store-size = 'wrong'");
    let other = user.sandbox.file("other.toml", "store = 'far'");
    std::fs::set_permissions(&other, Permissions::from_mode(0o644)).unwrap();
    ran(user.run(&[], &[("HEARTH_CONFIG", "")]));
    ran(user.run(&[], &[("HEARTH_CONFIG", "other.toml")]));
    assert!(user.is_written("cache") && user.is_written("far"));
    let (code, told) = user.run(&[], &[("HEARTH_CONFIG", "nowhere.toml")]);
    assert!(code == Some(2) && told.contains("HEARTH_CONFIG: cannot read nowhere.toml"), "{told}");
}
