//! `console.table`: rows in a box.

use super::inspect::Inspector;
use super::options::Options;
use crate::builtins::collections::map::MapData;
use crate::builtins::collections::ordered_table::Position;
use crate::builtins::collections::set::SetData;
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

fn show(vm: &mut Vm, value: Value) -> JsResult<String> {
    Inspector::new(vm, Options::to_depth(0)).value(vm, value, 0)
}

/// A box with a header.
fn render(head: &[String], rows: &[Vec<String>]) -> String {
    let width = |s: &String| s.chars().count();
    let widths: Vec<usize> =
        (0..head.len()).map(|i| rows.iter().map(|r| width(&r[i])).chain([width(&head[i])]).max().unwrap_or(0) + 2).collect();
    let rule = |left: &str, middle: &str, right: &str| {
        let parts: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
        format!("{left}{}{right}\n", parts.join(middle))
    };
    let line = |cells: &[String]| {
        let parts: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, w)| {
                let free = w - width(cell) - 1;
                format!(" {cell}{}", " ".repeat(free))
            })
            .collect();
        format!("│{}│\n", parts.join("│"))
    };
    let mut out = rule("┌", "┬", "┐") + &line(head) + &rule("├", "┼", "┤");
    for row in rows {
        out += &line(row);
    }
    out + rule("└", "┴", "┘").trim_end()
}

fn entries(vm: &mut Vm, object: Gc<Object>) -> JsResult<Vec<(String, crate::object::key::PropertyKey)>> {
    let keys = vm.own_property_keys(object)?;
    let mut list = Vec::new();
    for i in 0..keys.len() {
        let key = keys[i];
        if key.is_symbol() || vm.own_property(object, key)?.is_none_or(|p| !p.attributes.enumerable()) {
            continue;
        }
        let value = vm.key_to_value(key);
        let name = vm.to_string(value)?.to_rust();
        list.push((name, key));
    }
    Ok(list)
}

/// Name, cells by column, and the value of a row that is no object.
type Row = (String, Vec<(String, String)>, Option<String>);

/// The text of a table, None for what is no table.
pub fn table(vm: &mut Vm, data: Value, only: Value) -> JsResult<Option<String>> {
    let Some(object) = data.to_cell::<Object>() else { return Ok(None) };
    let mut columns: Vec<String> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut index_name = "(index)";
    if let Some(map) = object.payload::<MapData>() {
        let head = ["(iteration index)", "Key", "Values"].map(String::from);
        let mut lines = Vec::new();
        let mut position = Position::default();
        while let Some((key, value)) = { map.table.borrow().next(&mut position) } {
            lines.push(vec![lines.len().to_string(), show(vm, key)?, show(vm, value)?]);
        }
        return Ok(Some(render(&head, &lines)));
    }
    let rooted;
    let source = if let Some(set) = object.payload::<SetData>() {
        index_name = "(iteration index)";
        rooted = vm.new_array(&[]);
        let mut position = Position::default();
        while let Some((item, _)) = { set.table.borrow().next(&mut position) } {
            vm.array_push(rooted, item)?;
        }
        rooted.as_object()
    } else {
        object
    };
    for (name, key) in entries(vm, source)? {
        let row = vm.get(source, key)?;
        match row.to_cell::<Object>() {
            Some(inner) if !vm.is_callable(row) => {
                let mut cells = Vec::new();
                for (column, key) in entries(vm, inner)? {
                    let value = vm.get(inner, key)?;
                    let text = show(vm, value)?;
                    if !columns.contains(&column) {
                        columns.push(column.clone());
                    }
                    cells.push((column, text));
                }
                rows.push((name, cells, None));
            }
            _ => {
                let text = show(vm, row)?;
                rows.push((name, Vec::new(), Some(text)));
            }
        }
    }
    if let Some(wanted) = only.to_cell::<Array>() {
        columns.clear();
        for i in 0..wanted.length.get() as u64 {
            let name = crate::builtins::array::get_at(vm, wanted.as_object(), i)?;
            columns.push(vm.to_string(name)?.to_rust());
        }
    }
    let has_values = rows.iter().any(|r| r.2.is_some());
    let mut head = vec![index_name.to_owned()];
    head.extend(columns.iter().cloned());
    if has_values {
        head.push("Values".into());
    }
    let lines: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(name, cells, value)| {
            let mut line = vec![name];
            for column in &columns {
                line.push(cells.iter().find(|(c, _)| c == column).map_or(String::new(), |(_, t)| t.clone()));
            }
            if has_values {
                line.push(value.unwrap_or_default());
            }
            line
        })
        .collect();
    Ok(Some(render(&head, &lines)))
}
