//! The documents speak of what is there: files that they name exist, dependencies are
//! those of the manifests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hearth_tests::binary::root;

const DOCUMENTS: [&str; 5] = ["ARCHITECTURE.md", "README.md", "SECURITY.md", "tests/README.md", "codecache/FORMAT.md"];
const MANIFESTS: [&str; 9] = [
    "gc/Cargo.toml",
    "codecache/Cargo.toml",
    "regexp/Cargo.toml",
    "frontend/Cargo.toml",
    "macros/Cargo.toml",
    "vm/Cargo.toml",
    "cli/Cargo.toml",
    "embedding/Cargo.toml",
    "tests/Cargo.toml",
];

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What stands between backticks, outside blocks of code.
fn quoted(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

/// Whether a word looks like the name of a file or folder of this repository.
fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let ending = [".rs", ".md", ".toml", ".txt", "/"].iter().any(|e| word.ends_with(e));
    plain && ending && !word.starts_with(['/', '.', '-'])
}

/// All files and folders (these with a slash at the end) below `folder`, after `name`.
fn collect(folder: &Path, name: &str, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository").filter_map(Result::ok) {
        let base = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() {
            all.push(format!("{name}/{base}"));
        } else if base != "target" && base != ".git" {
            let name = format!("{name}/{base}");
            all.push(format!("{name}/"));
            collect(&entry.path(), &name, all);
        }
    }
}

#[test]
fn files_that_documents_name_exist() {
    let mut all = Vec::new();
    collect(root(), "", &mut all);
    let mut found = 0;
    for document in DOCUMENTS {
        let text = read(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|target| !target.contains("://"));
        let paths = quoted(&text).into_iter().filter(|word| is_path(word)).chain(links.filter(|target| !target.starts_with('#')));
        for path in paths {
            let path = path.split('#').next().unwrap_or(path);
            // The context says in which folder: the end of the path is enough.
            let end = format!("/{}", path.trim_start_matches("../"));
            let is_there = all.iter().any(|file| file.ends_with(&end) || file.strip_suffix('/').is_some_and(|f| f.ends_with(&end)));
            assert!(is_there, "{document} names {path}, which is not there");
            found += 1;
        }
    }
    assert!(found > 50, "only {found} names were recognised");
}

/// A line of SECURITY.md that no test shows would be a promise.
#[test]
fn tests_that_show_what_is_protected_exist() {
    let mut all = Vec::new();
    collect(root(), "", &mut all);
    let sources = all.iter().filter(|file| file.ends_with(".rs")).map(|file| read(file.trim_start_matches('/')));
    let code: String = sources.collect();
    let text = read("SECURITY.md");
    let is_test = |word: &&str| word.matches('_').count() > 2 && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let named: Vec<&str> = quoted(&text).into_iter().filter(is_test).collect();
    assert!(named.len() > 30, "only {} names were recognised", named.len());
    for name in named {
        assert!(
            code.contains(&format!("#[test]\nfn {name}()")) || code.contains(&format!("#[test]\n    fn {name}()")),
            "no test is called {name}"
        );
    }
}

/// Names in the tables of dependencies of a manifest.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside
            && !line.starts_with('#')
            && let Some((name, _)) = line.split_once(['.', '=', ' '])
        {
            names.insert(name.trim().to_owned());
        }
    }
    names
}

#[test]
fn each_dependency_has_its_reason_and_each_reason_its_dependency() {
    let architecture = read("ARCHITECTURE.md");
    let (_, table) = architecture.split_once("\n## Dependencies\n").expect("a table of dependencies");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let reasons: BTreeSet<&str> = rows.flat_map(|row| quoted(row.split(" | ").next().unwrap_or(row))).collect();
    let used: BTreeSet<String> = MANIFESTS.iter().flat_map(|manifest| dependencies(&read(manifest))).collect();
    let covers = |reason: &str, name: &str| reason.strip_suffix('*').map_or(reason == name, |start| name.starts_with(start));
    for name in used.iter().filter(|name| !name.starts_with("hearth")) {
        assert!(reasons.iter().any(|reason| covers(reason, name)), "{name} has no row in ARCHITECTURE.md");
    }
    for reason in reasons {
        assert!(used.iter().any(|name| covers(reason, name)), "{reason} is not used");
    }
}

/// Arrows between crates, as `(from, to)`.
type Arrows = BTreeSet<(String, String)>;

/// What ARCHITECTURE.md says of them, below the table of crates: `from → to`, or a chain.
fn stated_arrows() -> Arrows {
    let architecture = read("ARCHITECTURE.md");
    let chains = quoted(&architecture).into_iter().filter(|word| word.contains(" → "));
    let pairs = chains.flat_map(|chain| {
        let crates: Vec<String> = chain.split(" → ").map(str::to_owned).collect();
        crates.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect::<Vec<_>>()
    });
    pairs.collect()
}

#[test]
fn crates_depend_on_each_other_as_the_arrows_say() {
    let folder = |manifest: &str| manifest.split('/').next().expect("a folder").to_owned();
    // A package is known by its name, or by that of its library.
    let is_named = |manifest: &&str, name: &str| {
        let manifest = read(manifest);
        ["package", "lib"].iter().any(|section| manifest.contains(&format!("[{section}]\nname = \"{name}\"\n")))
    };
    let mut arrows = Arrows::new();
    for manifest in MANIFESTS {
        for name in dependencies(&read(manifest)).iter().filter(|name| name.starts_with("hearth")) {
            let of =
                MANIFESTS.iter().find(|other| is_named(other, name)).unwrap_or_else(|| panic!("{manifest}: {name} is no crate of ours"));
            // A crate has its own features on where it is tested.
            if *of != manifest {
                arrows.insert((folder(manifest), folder(of)));
            }
        }
    }
    assert_eq!(arrows, stated_arrows());
}
