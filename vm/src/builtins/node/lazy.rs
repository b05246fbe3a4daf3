//! Properties of process and performance that few programs ask for: accessors which load the
//! module that has them, and become what it says.

use super::{Args, Attributes, Gc, JsResult, Object, PropertyDescriptor, Value, Vm};
use crate::runtime::realm::Intrinsic;

/// Properties of process, each of the same name in `internal/process_more`.
static PROCESS: &[&str] = &[
    "_getActiveHandles",
    "_getActiveRequests",
    "_kill",
    "_linkedBinding",
    "_rawDebug",
    "addUncaughtExceptionCaptureCallback",
    "allowedNodeEnvironmentFlags",
    "availableMemory",
    "binding",
    "config",
    "constrainedMemory",
    "debugPort",
    "dlopen",
    "execve",
    "features",
    "finalization",
    "getActiveResourcesInfo",
    "getBuiltinModule",
    "getgroups",
    "hasUncaughtExceptionCaptureCallback",
    "initgroups",
    "loadEnvFile",
    "mainModule",
    "moduleLoadList",
    "openStdin",
    "reallyExit",
    "ref",
    "report",
    "resourceUsage",
    "setSourceMapsEnabled",
    "setUncaughtExceptionCaptureCallback",
    "setegid",
    "seteuid",
    "setgid",
    "setgroups",
    "setuid",
    "sourceMapsEnabled",
    "threadCpuUsage",
    "unref",
];

/// Properties of performance, which perf_hooks makes anew.
static PERFORMANCE: &[&str] = &[
    "addEventListener",
    "clearMarks",
    "clearMeasures",
    "clearResourceTimings",
    "dispatchEvent",
    "eventLoopUtilization",
    "getEntries",
    "getEntriesByName",
    "getEntriesByType",
    "mark",
    "markResourceTiming",
    "measure",
    "nodeTiming",
    "removeEventListener",
    "setResourceTimingBufferSize",
    "timerify",
    "toJSON",
];

fn name_of(args: &Args<'_>) -> String {
    args.callee.data[0].get().as_string().map(|s| s.to_rust()).unwrap_or_default()
}

fn define(vm: &mut Vm, object: Gc<Object>, name: &str, value: Value, enumerable: bool) -> JsResult<()> {
    let key = vm.key(name);
    let attributes = if enumerable { Attributes::DEFAULT } else { Attributes::METHOD };
    vm.define_own_property(object, key, &PropertyDescriptor::data(value, attributes))?;
    Ok(())
}

fn of_process(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = name_of(args);
    let exports = vm.require_builtin("internal/process_more")?;
    let value = vm.get_str(exports.to_cell().expect("it exports an object"), &name)?;
    let process = vm.intrinsic(Intrinsic::Process);
    define(vm, process, &name, value, !name.starts_with('_'))?;
    Ok(value)
}

fn set_of_process(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let process = vm.intrinsic(Intrinsic::Process);
    define(vm, process, &name_of(args), args.get(0), true)?;
    Ok(Value::UNDEFINED)
}

fn of_performance(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.require_builtin("perf_hooks")?;
    let performance = vm.intrinsic(Intrinsic::Performance);
    vm.get_str(performance, &name_of(args))
}

fn set_of_performance(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.require_builtin("perf_hooks")?;
    let performance = vm.intrinsic(Intrinsic::Performance);
    define(vm, performance, &name_of(args), args.get(0), true)?;
    Ok(Value::UNDEFINED)
}

/// Defines them.
pub(super) fn install(vm: &mut Vm) {
    let (process, performance) = (vm.intrinsic(Intrinsic::Process), vm.intrinsic(Intrinsic::Performance));
    let of_both = [
        (process, PROCESS, of_process as crate::object::function::NativeFn, set_of_process as crate::object::function::NativeFn),
        (performance, PERFORMANCE, of_performance, set_of_performance),
    ];
    for (object, names, getter, setter) in of_both {
        for name in names {
            let text = vm.new_string(name).value();
            let get = vm.new_native_with(name, 0, getter, text, Value::UNDEFINED).value();
            let set = vm.new_native_with(name, 1, setter, text, Value::UNDEFINED).value();
            let accessor = vm.new_accessor(get, set);
            let key = vm.key(name);
            let attributes = Attributes::ACCESSOR.with(Attributes::CONFIGURABLE);
            // Programs copy process.
            let attributes = if object == process { attributes.with(Attributes::ENUMERABLE) } else { attributes };
            vm.define_new(object, key, accessor.value(), attributes);
        }
    }
}
