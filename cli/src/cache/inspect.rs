//! `show` and `diff`: single compiled functions.

use super::{Cache, Done, FINDING, Failure, NOTHING_WRONG, cannot, finding, source_name};
use crate::text::{self, Object};
use hearth::cache::{blob, descriptor_codec, disasm, verify};
use hearth::ion::bailout_reason::BailoutReason;
use hearth::ion::lower::{Compiled, FIXED_LINKS};
use hearth::ion::metadata::{Metadata, RegisterRecord, Source};
use hearth_codecache::store::read_pack_file;
use hearth_codecache::{Blob, EntryKind, Pack};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// One code entry of a pack.
struct Found {
    pack: Arc<Pack>,
    key: u128,
    source: String,
}

impl Found {
    fn bytes(&self) -> &[u8] {
        self.pack.get(EntryKind::Code, self.key).map_or(&[], |entry| entry.bytes())
    }
    fn blob(&self) -> Result<Blob<'_>, Failure> {
        Blob::parse(self.bytes()).map_err(|e| finding(format!("{:032x} is damaged: {e}", self.key)))
    }
    fn compiled(&self) -> Result<Compiled, Failure> {
        blob::decode(&self.blob()?).map_err(|reason| {
            let hint = if self.pack.target() == hearth::cache::target() { "" } else { " (it is for another build or processor)" };
            finding(format!("{:032x} cannot be read: {}{hint}", self.key, reason.description()))
        })
    }
    fn describe(&self) -> String {
        let about =
            self.blob().ok().and_then(|blob| Some((blob::about(&blob).ok()?.function_name.to_owned(), blob.identity().entry.to_string())));
        let (name, entry) = about.unwrap_or_default();
        format!("{:032x}  {name} {entry} of {}", self.key, self.source)
    }
}

/// The one code entry that `what` names.
fn find(cache: &Cache, what: &str) -> Result<Found, Failure> {
    let (packs, name) = match what.rsplit_once(':') {
        Some((file, id)) if Path::new(file).is_file() => {
            let pack = read_pack_file(Path::new(file), &cache.key).map_err(|e| cannot(e.to_string()))?;
            (vec![Arc::new(pack)], id)
        }
        _ => (cache.packs()?.iter().filter_map(|info| cache.load(info).ok()).collect(), what),
    };
    let mut found: Vec<Found> = Vec::new();
    for pack in packs {
        let source = source_name(&pack).unwrap_or_else(|| pack.source().to_string());
        let matches = pack.entries().filter(|entry| {
            let named = || {
                let blob = Blob::parse(entry.bytes()).ok()?;
                let function = blob::about(&blob).ok()?.function_name;
                Some(function == name || format!("{function}@{}", blob.identity().entry) == name)
            };
            entry.kind == EntryKind::Code && (format!("{:032x}", entry.key).starts_with(name) || named() == Some(true))
        });
        let keys: Vec<u128> = matches.map(|entry| entry.key).filter(|key| !found.iter().any(|f| f.key == *key)).collect();
        found.extend(keys.into_iter().map(|key| Found { pack: pack.clone(), key, source: source.clone() }));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(finding(format!("no stored code is called {name:?}: `hearth cache list --entries` shows what there is"))),
        n => {
            let list: String = found.iter().map(|f| format!("\n  {}", f.describe())).collect();
            Err(finding(format!("{n} stored codes are called {name:?}; name one by its id:{list}")))
        }
    }
}

pub fn show(cache: &Cache, what: &str, code: bool, json: bool, out: &mut impl Write) -> Done {
    let found = find(cache, what)?;
    let (blob, compiled) = (found.blob()?, found.compiled()?);
    let about = blob::about(&blob).unwrap_or_default();
    let identity = blob.identity();
    let m = &compiled.metadata;
    if json {
        let sections = blob.sections().map(|(kind, record, bytes)| {
            Object::new().text("name", kind.name()).number("record", record as u64).number("bytes", bytes.len() as u64).end()
        });
        let links = m.links.iter().map(|link| text::string(&descriptor_codec::describe(link)));
        let object = Object::new()
            .text("id", identity.key.to_string())
            .text("function", about.function_name)
            .text("source", about.source_name)
            .number("position", about.position as u64)
            .text("entry", identity.entry.to_string())
            .number("generation", blob.generation() as u64)
            .text("script", identity.script.to_string())
            .text("target", identity.target.to_string())
            .raw("sections", &text::array(sections))
            .raw("links", &text::array(links))
            .number("bailouts", m.bailouts.len() as u64);
        let object = if code { object.text("code", disasm::disassemble(&compiled.code, Some(m))) } else { object };
        writeln!(out, "{}", object.end())?;
        return Ok(NOTHING_WRONG);
    }
    for (name, value) in [
        ("id", identity.key.to_string()),
        ("function", format!("{} at byte {} of {}", or_anonymous(about.function_name), about.position, found.source)),
        ("entry", identity.entry.to_string()),
        ("generation", blob.generation().to_string()),
        ("script", identity.script.to_string()),
        ("target", identity.target.to_string()),
        ("size", text::size(found.bytes().len() as u64)),
    ] {
        writeln!(out, "{name:<11} {value}")?;
    }
    writeln!(out, "\nsections")?;
    let rows = blob.sections().map(|(kind, record, bytes)| {
        let records = if record > 1 { (bytes.len() / record as usize).to_string() } else { String::new() };
        vec![format!("  {}", kind.name()), records, text::size(bytes.len() as u64)]
    });
    write!(out, "{}", text::table(&["  NAME", ">RECORDS", ">SIZE"], &rows.collect::<Vec<_>>()))?;
    metadata(out, m)?;
    if code {
        writeln!(out, "\ncode, {} bytes", compiled.code.len())?;
        write!(out, "{}", disasm::disassemble(&compiled.code, Some(m)))?;
    }
    Ok(NOTHING_WRONG)
}

fn or_anonymous(name: &str) -> &str {
    if name.is_empty() { "(anonymous)" } else { name }
}

fn metadata(out: &mut impl Write, m: &Metadata) -> std::io::Result<()> {
    writeln!(out, "\nscripts")?;
    for (index, script) in m.scripts.iter().enumerate() {
        let hash = descriptor_codec::short(&script.hash);
        writeln!(out, "  {index:>3}  {hash}  {} registers, {} parameters", script.registers, script.params)?;
    }
    writeln!(out, "\nlinks")?;
    for (index, link) in m.links.iter().enumerate() {
        writeln!(out, "  {index:>3}  slot {:<4} {}", index + FIXED_LINKS, descriptor_codec::describe(link))?;
    }
    writeln!(out, "\nbailouts")?;
    for (index, bailout) in m.bailouts.iter().enumerate() {
        let reason = BailoutReason::from_u8(bailout.reason as u8).map_or("?", BailoutReason::name);
        writeln!(out, "  {index:>3}  {reason}")?;
        for frame in &m.frames[bailout.first_frame as usize..][..bailout.frames as usize] {
            let registers = &m.registers[frame.first_register as usize..][..frame.registers as usize];
            let registers: Vec<String> = registers.iter().map(register).collect();
            writeln!(out, "       script {} at {}: {}", frame.script, frame.offset, registers.join(" "))?;
        }
        for (number, object) in m.objects[bailout.first_object as usize..][..bailout.objects as usize].iter().enumerate() {
            let fields = &m.registers[object.first_field as usize..][..object.fields as usize];
            let slots: Vec<String> = fields[1..].iter().map(value).collect();
            writeln!(out, "       object {number} of shape {}: {}", value(&fields[0]), slots.join(" "))?;
        }
    }
    Ok(())
}

fn register(record: &RegisterRecord) -> String {
    format!("r{}={}", record.register, value(record))
}

fn value(record: &RegisterRecord) -> String {
    match Source::ALL[record.source as usize] {
        Source::Constant => format!("{:?}", hearth::value::Value(record.word)),
        Source::Link => format!("link {}", record.index),
        Source::Virtual => format!("object {}", record.index),
        source => format!("{source:?}[{}]", record.index),
    }
}

pub fn diff(cache: &Cache, first: &str, second: &str, json: bool, out: &mut impl Write) -> Done {
    let (a, b) = (find(cache, first)?, find(cache, second)?);
    let differences = verify::compare(&a.compiled()?, &b.compiled()?);
    if json {
        let items = differences.sections.iter().map(|d| Object::new().text("section", d.section).text("difference", &d.text).end());
        writeln!(out, "{}", text::array(items))?;
    } else if differences.is_empty() {
        writeln!(out, "no difference")?;
    } else {
        writeln!(out, "- {}\n+ {}\n", a.describe(), b.describe())?;
        write!(out, "{differences}")?;
    }
    Ok(if differences.is_empty() { NOTHING_WRONG } else { FINDING })
}
