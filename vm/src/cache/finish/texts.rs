//! Source files whose bytecode a process leaves to the finisher, which reads them again and compiles
//! the same functions: a short program of many files would take longer to write its packs than it ran.
//!
//! A file that has changed since is another text: what is made of it would go to the pack of that
//! text, of which the run knows nothing, so it is left alone, and counted.

use super::super::unit::{self, FunctionKey, UnitInfo};
use super::super::wire::{Decoded, Decoder, Encoder};
use crate::bytecode::{FunctionTemplate, Source, serialize};
use crate::runtime::modules::loader::url_path;
use crate::syntax::parse::Goal;
use crate::syntax::{self, CompileOptions};
use hearth_codecache::{Entry, MissReason, SourceHash, SourceKey};
use rustc_hash::FxHashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The goals of texts that are what their files have.
const GOALS: [Goal; 3] = [Goal::Script, Goal::CommonJs, Goal::Module];

/// A source file, and the functions whose bytecode is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    pub key: SourceKey,
    /// As stack traces print it: a path, or the URL of one.
    pub name: String,
    goal: u8,
    pub functions: Vec<FunctionKey>,
}

impl Text {
    /// The functions under `root` that were compiled from the text of `source`, to be compiled from
    /// its file again; none if that has another text.
    pub fn of(key: SourceKey, source: &Source, goal: u8, root: &Rc<FunctionTemplate>) -> Option<Text> {
        let is_plain = GOALS.iter().any(|g| *g as u8 == goal) && source.origin.is_none() && !source.dynamic && !source.builtin;
        let has_length = |path: PathBuf| fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == source.text.len() as u64);
        if !is_plain || !path_of(&source.name).is_some_and(has_length) {
            return None;
        }
        let functions = serialize::compiled_from_text(root).map(|f| FunctionKey { start: f.info.start, end: f.info.end }).collect();
        Some(Text { key, name: source.name.clone(), goal, functions })
    }

    pub(super) fn encode(&self, e: &mut Encoder) {
        e.raw(&self.key.0);
        e.bytes(self.name.as_bytes());
        e.u8(self.goal);
        e.count(self.functions.len());
        for function in &self.functions {
            e.number(function.start as u64);
            e.number((function.end - function.start) as u64);
        }
    }

    pub(super) fn decode(d: &mut Decoder) -> Decoded<Text> {
        let (key, name, goal) = (SourceKey(d.array()?), d.str()?.to_owned(), d.u8()?);
        let functions = d.list(|d| {
            let (start, length) = (d.u32()?, d.u32()?);
            Ok(FunctionKey { start, end: start.checked_add(length).ok_or(MissReason::Malformed)? })
        })?;
        Ok(Text { key, name, goal, functions })
    }

    /// The entries for its pack.
    ///
    /// # Errors
    /// `WrongSource` if the file has another text by now, or none.
    pub(super) fn compile(&self) -> Result<Vec<Entry>, MissReason> {
        let goal = GOALS.into_iter().find(|goal| *goal as u8 == self.goal).ok_or(MissReason::Malformed)?;
        let contents = path_of(&self.name).and_then(|path| fs::read_to_string(path).ok()).ok_or(MissReason::WrongSource)?;
        let options = [self.goal];
        if SourceKey::of(contents.as_bytes(), &options) != self.key {
            return Err(MissReason::WrongSource);
        }
        let hash = SourceHash::of(contents.as_bytes(), &options);
        let root = syntax::compile(Source::new(self.name.as_str(), contents), goal, CompileOptions::default());
        let root = root.map_err(|_| MissReason::WrongSource)?;
        self.compile_functions(&root);
        let records = serialize::compiled_from_text(&root).filter_map(|function| {
            let key = FunctionKey { start: function.info.start, end: function.info.end };
            Some(unit::function_entry(hash, key, &serialize::function(&function)?))
        });
        let info = UnitInfo { name: unit::file_name(&self.name).to_owned() };
        Ok(records.chain([info.to_entry(hash)]).collect())
    }

    /// Compiles those that are wanted, each after the one around it.
    fn compile_functions(&self, root: &Rc<FunctionTemplate>) {
        let wanted: FxHashSet<(u32, u32)> = self.functions.iter().map(|f| (f.start, f.end)).collect();
        let mut queue = vec![root.clone()];
        while let Some(template) = queue.pop() {
            if let Some(code) = template.compiled() {
                let is_wanted = |child: &&Rc<FunctionTemplate>| wanted.contains(&(child.info.start, child.info.end));
                // One that cannot be compiled is none that the run has had.
                queue.extend(code.children.iter().filter(is_wanted).filter(|child| child.code().is_ok()).cloned());
            }
        }
    }
}

fn path_of(name: &str) -> Option<PathBuf> {
    if name.starts_with('/') { Some(Path::new(name).to_owned()) } else { url_path(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "function called() { return () => 1; }\nfunction other() {}\ncalled();\n";

    fn left(folder: &Path) -> (Text, PathBuf) {
        let path = folder.join("left.js");
        fs::write(&path, TEXT).unwrap();
        let source = Source::new(path.to_str().unwrap(), TEXT);
        let root = syntax::compile(source.clone(), Goal::CommonJs, CompileOptions::default()).unwrap();
        let code = root.code().unwrap();
        code.children[0].code().unwrap();
        let goal = Goal::CommonJs as u8;
        let key = SourceKey::of(TEXT.as_bytes(), &[goal]);
        (Text::of(key, &source, goal, &root).unwrap(), path)
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("hearth-texts-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_functions_that_ran_are_compiled_again() {
        let folder = folder("again");
        let (text, path) = left(&folder);
        assert_eq!(text.functions.len(), 2, "the outermost and the one that was called");
        let mut e = Encoder::new();
        text.encode(&mut e);
        let bytes = e.finish();
        let mut d = Decoder::new(&bytes);
        assert_eq!(Text::decode(&mut d).unwrap(), text);
        let entries = text.compile().unwrap();
        assert_eq!(entries.len(), 3, "these and the description");
        let source = Source::new(path.to_str().unwrap(), TEXT);
        let root = syntax::compile(source, Goal::CommonJs, CompileOptions::default()).unwrap();
        let hash = SourceHash::of(TEXT.as_bytes(), &[Goal::CommonJs as u8]);
        let record = serialize::function(&root).unwrap();
        let key = FunctionKey { start: root.info.start, end: root.info.end };
        let same = unit::function_entry(hash, key, &record);
        assert!(entries.iter().any(|entry| entry.key == same.key && *entry.bytes == *same.bytes));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_has_changed_or_gone_is_left_alone() {
        let folder = folder("changed");
        let (text, path) = left(&folder);
        fs::write(&path, TEXT.replace("other", "OTHER")).unwrap();
        assert_eq!(text.compile().unwrap_err(), MissReason::WrongSource);
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(text.compile().unwrap_err(), MissReason::WrongSource);
    }

    #[test]
    fn what_is_not_the_text_of_a_file_is_not_left() {
        let source = Source::new("/nowhere/at/all.js", "1");
        let root = syntax::compile(source.clone(), Goal::Script, CompileOptions::default()).unwrap();
        assert!(Text::of(SourceKey([0; 16]), &source, Goal::Script as u8, &root).is_none());
    }
}
