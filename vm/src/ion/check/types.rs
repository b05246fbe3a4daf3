//! Types of tagged words, as far as the node that gives a word says.

use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{Graph, NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::value::Value;

/// A set of types.
pub(in crate::ion) type Types = u16;

pub(in crate::ion) const INT32: Types = 1;
pub(in crate::ion) const DOUBLE: Types = 2;
pub(in crate::ion) const BOOL: Types = 4;
pub(in crate::ion) const STRING: Types = 8;
pub(in crate::ion) const OBJECT: Types = 16;
pub(in crate::ion) const UNDEFINED: Types = 32;
pub(in crate::ion) const NULL: Types = 64;
pub(in crate::ion) const EMPTY: Types = 128;
pub(in crate::ion) const OTHER: Types = 256;
pub(in crate::ion) const NUMBER: Types = INT32 | DOUBLE;
pub(in crate::ion) const ANY: Types = 511;
pub(in crate::ion) const NOT_EMPTY: Types = ANY & !EMPTY;

pub(in crate::ion) fn of_constant(value: Value) -> Types {
    match value {
        v if v.is_int() => INT32,
        v if v.is_double() => DOUBLE,
        v if v.is_bool() => BOOL,
        v if v.is_undefined() => UNDEFINED,
        v if v.is_null() => NULL,
        v if v.is_empty() => EMPTY,
        _ => OTHER,
    }
}

/// What the word of a tagged node can be, wherever it is used.
pub(in crate::ion) fn given(graph: &Graph, id: NodeId) -> Types {
    use NodeOp::*;
    let node = graph.node(id);
    match node.op {
        Constant => of_constant(Value(node.imm)),
        BoxInt32 => INT32,
        BoxDouble => NUMBER,
        BoxBool => BOOL,
        BoxObject | VirtualObject | VirtualList | LoadMethod | Construct | ConstructScript => OBJECT,
        BoxString | StringCharAt | StringFromCode | StringSubstring | StringConcat | TypeOf => STRING,
        BoxCell => OTHER | UNDEFINED,
        BoxRecord => OTHER,
        LinkValue => match graph.links.get(node.imm as usize) {
            Some(LinkDescriptor::String(_)) => STRING,
            Some(LinkDescriptor::BigInt(_)) => OTHER,
            _ => OBJECT,
        },
        Param if node.imm == 0 => OBJECT,
        Param if node.imm >= 2 => NOT_EMPTY,
        Call | CallScript | NewTarget | WindowWord | CheckNotEmpty | LoadArgument | SelectOf => NOT_EMPTY,
        Runtime => of_call(RuntimeCall::from_imm(node.imm)),
        _ => ANY,
    }
}

fn of_call(call: RuntimeCall) -> Types {
    use RuntimeCall::*;
    match call {
        JsLt | JsLe | JsGt | JsGe | JsEq | JsNe | InstanceOf | In | HasBinding | DeleteProp | HasPrivate => BOOL,
        ToString | Concat => STRING,
        NewClosure | NewRegExp | GetTemplate | NewArray | NewObject | RestArray | UnmappedArguments | MappedArguments | CoerceThis
        | NewIterResult | ConstructSpread | ConstructActual => OBJECT,
        ToNumber => NUMBER,
        CopyEnv => OTHER,
        ForInNext => STRING | EMPTY,
        IterNext | GetElemIfPresent => ANY,
        _ => NOT_EMPTY,
    }
}

/// The types of its operand that a guard lets pass.
pub(in crate::ion) fn passed(op: NodeOp) -> Option<Types> {
    use NodeOp::*;
    Some(match op {
        CheckInt32 | CheckNumber => NUMBER,
        CheckObject | CheckBuiltin => OBJECT,
        CheckRecord => OTHER,
        CheckString => STRING,
        CheckBool => BOOL,
        CheckNotEmpty => NOT_EMPTY,
        CheckNullish => UNDEFINED | NULL,
        CheckNotNullish => ANY & !(UNDEFINED | NULL),
        CheckByWord => OBJECT | UNDEFINED | NULL | BOOL | EMPTY,
        ToDouble | TruncateTagged => NUMBER | UNDEFINED | NULL | BOOL,
        _ => return None,
    })
}

/// The types for which a test gives true, and those for which it gives false.
pub(in crate::ion) fn told(op: NodeOp) -> Option<(Types, Types)> {
    use NodeOp::*;
    Some(match op {
        IsObject => (OBJECT, ANY & !OBJECT),
        IsUndefined => (UNDEFINED, ANY & !UNDEFINED),
        IsNullish => (UNDEFINED | NULL, ANY & !(UNDEFINED | NULL)),
        IsEmpty => (EMPTY, NOT_EMPTY),
        IsArray | IsInstance => (OBJECT, ANY),
        ToBoolean => (ANY & !(UNDEFINED | NULL), ANY),
        _ => return None,
    })
}
