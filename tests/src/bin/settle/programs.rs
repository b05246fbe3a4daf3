//! What is run: programs of folders, and command lines of installed tools.
//!
//! A file of command lines has one JSON object a line:
//! `{"name": "acorn", "folder": "proj", "arguments": ["../node_modules/.bin/acorn", "--silent", "x.js"],
//! "input": "tex.txt", "varies": false}`. The folder is relative to the file, the input a file in
//! it; `varies` says that the output is not the same in each run, and not to be compared.

use std::fs;
use std::path::{Path, PathBuf};

use hearth_tests::binary::root;
use hearth_tests::folder::{self, Folder};
use serde_json::Value as Json;

pub struct Program {
    pub name: String,
    /// The script, and what it is given.
    pub arguments: Vec<String>,
    pub folder: Option<PathBuf>,
    pub input: Option<PathBuf>,
    /// What the output says differs from run to run.
    pub varies: bool,
    /// Prints times of its own.
    pub prints_times: bool,
}

impl Program {
    /// The output as far as it is to be the same in each run.
    pub fn comparable(&self, stdout: &str) -> String {
        match (self.varies, self.prints_times) {
            (true, _) => String::new(),
            (_, true) => folder::Program::results(stdout),
            _ => stdout.to_owned(),
        }
    }
}

/// The programs of folders; those of this repository if there are none and `by_default`.
pub fn of_folders(folders: &[PathBuf], by_default: bool) -> Result<Vec<Program>, String> {
    let mut folders = folders.to_vec();
    if folders.is_empty() && by_default {
        folders.push(root().join("tests").join("bench"));
    }
    let mut programs = Vec::new();
    for path in &folders {
        let folder = Folder::read(path, &[], &[])?;
        for program in &folder.programs {
            let mut arguments = vec![program.script.display().to_string()];
            arguments.extend(program.process_arguments());
            programs.push(Program { name: program.name.clone(), arguments, folder: None, input: None, varies: false, prints_times: true });
        }
    }
    Ok(programs)
}

/// The command lines of a file.
pub fn of_file(path: &Path) -> Result<Vec<Program>, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let base = path.parent().unwrap_or(Path::new("."));
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| command(line, base)).collect()
}

fn command(line: &str, base: &Path) -> Result<Program, String> {
    let json: Json = serde_json::from_str(line).map_err(|e| format!("{line}: {e}"))?;
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    let arguments = json.get("arguments").and_then(Json::as_array).ok_or_else(|| format!("{line}: no arguments"))?;
    let folder = fs::canonicalize(base.join(text("folder").unwrap_or("."))).map_err(|e| format!("{line}: {e}"))?;
    Ok(Program {
        name: text("name").ok_or_else(|| format!("{line}: no name"))?.to_owned(),
        arguments: arguments.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        input: text("input").map(|input| folder.join(input)),
        folder: Some(folder),
        varies: json.get("varies").and_then(Json::as_bool).unwrap_or(false),
        prints_times: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_says_where_it_runs_and_with_what() {
        let line = r#"{"name": "a", "folder": ".", "arguments": ["x.js", "-c"], "input": "in.txt"}"#;
        let program = command(line, Path::new("/")).unwrap();
        assert_eq!((program.name.as_str(), program.arguments.as_slice()), ("a", ["x.js".to_owned(), "-c".to_owned()].as_slice()));
        assert_eq!((program.folder, program.input), (Some(PathBuf::from("/")), Some(PathBuf::from("/in.txt"))));
        assert!(command("{}", Path::new("/")).is_err() && command("[", Path::new("/")).is_err());
    }
}
