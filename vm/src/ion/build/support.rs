//! How the optimising tier compiles each op: the one table that says so.

use crate::bytecode::Op;
use crate::ion::runtime_calls::RuntimeCall;

/// How an op is compiled, if it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Support {
    /// By code of the builder, which may still choose a runtime call.
    Built,
    /// Always as this runtime call on the op's register operands, in field order; its
    /// result, if any, goes to operand `a`. The op's `d` is the call's immediate.
    Runtime(RuntimeCall),
    /// As `Runtime`, for ops without a result.
    RuntimeVoid(RuntimeCall),
    /// By the interpreter: in its frame, from which loop code was entered, it runs the op. A
    /// function is not compiled from its entry if it may get there, nor inlined.
    No,
}

/// The row of `op`.
pub fn support(op: Op) -> Support {
    use Op::*;
    use RuntimeCall as R;
    use Support::*;
    match op {
        Nop | Ext | Debugger | LoadConst | LoadInt | LoadUndefined | LoadNull | LoadTrue | LoadFalse | LoadEmpty | Move => Built,
        CheckTdz | CheckThis | CheckThisEmpty | ThrowError => Built,
        GetCalleeEnv | NewEnv | GetEnv | SetEnv | GetCell | SetCell => Built,
        CopyEnv => Built,
        GetGlobal | SetGlobal => Built,
        InitGlobalLexical | DeclareGlobals => No,
        HasBinding => Built,
        GetName | SetName | DeleteName | ToObject | CallEval | CallEvalSpread => No,
        Add | Sub | Mul | Div | Mod | Exp | BitAnd | BitOr | BitXor | Shl | Shr | UShr => Built,
        AddI | SubI | MulI | DivI | ModI | BitAndI | BitOrI | BitXorI | ShlI | ShrI | UShrI => Built,
        Neg | BitNot | Inc | Dec | ToNumber | ToNumeric | Not => Built,
        TypeOf => Built,
        ToStringOp => Built,
        Concat => Built,
        Lt | Le | Gt | Ge | Eq | Ne | StrictEq | StrictNe => Built,
        InstanceOf | In => Built,
        Jump | JumpIfTrue | JumpIfFalse | JumpIfNullish | JumpIfNotNullish | JumpIfUndefined | JumpIfNotUndefined | JumpIfEmpty => Built,
        JLt | JLe | JGt | JGe | JNLt | JNLe | JNGt | JNGe | JEq | JNe | JStrictEq | JStrictNe | LoopHead => Built,
        GetProp | SetProp | GetElem | SetElem => Built,
        GetSuper | SetSuper => Built,
        DeleteProp => Runtime(R::DeleteProp),
        ToPropertyKey => Runtime(R::ToPropertyKey),
        ToElementKey => Built,
        NewPrivateName => No,
        GetPrivate | SetPrivate | DefinePrivate => Built,
        HasPrivate => Runtime(R::HasPrivate),
        NewObject | NewArray | NewArrayFrom => Built,
        ArrayPush | ArraySpread => Built,
        NewRegExp | NewFunction | GetTemplate => Built,
        NewClass | GetHome | SetFields => No,
        NewResources | AddResource | NoteThrow | DisposeNext => No,
        SetHome => RuntimeVoid(R::SetHome),
        SetFunctionName => RuntimeVoid(R::SetFunctionName),
        DefineField => Built,
        DefineElem => RuntimeVoid(R::DefineElem),
        DefineAccessor => RuntimeVoid(R::DefineAccessor),
        SetProto => RuntimeVoid(R::SetProto),
        CopyDataProperties => Built,
        Call | New | InitFields | Return | Throw => Built,
        CallSpread | NewSpread => Built,
        GetSuperConstructor | CheckSuperConstructor => Built,
        SuperCall => Built,
        SuperCallSpread => Built,
        CheckConstructorReturn => Runtime(R::CheckConstructorReturn),
        Catch => Built,
        GetNewTarget | ArgumentCount | CheckConstruct | CoerceThis => Built,
        RestArray | UnmappedArguments | MappedArguments => Built,
        GetIterator | IterNext | IterClose => Built,
        ForInStart => Runtime(R::ForInStart),
        ForInNext => Built,
        CreateGenerator | Yield | Await | IterCallNext | IterCallMethod | IterResult | CheckIterResult => No,
        NewIterResult => Built,
        ImportCall | ImportMeta => No,
    }
}
