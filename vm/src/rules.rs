//! The rules that roots, compiled code, links and restoring rest on, by name.
//!
//! With the feature `mutants` the variable `HEARTH_MUTANT` takes one out (those of the other
//! crates as well), to show that a test notices. In every other build all hold, and asking
//! costs nothing. ARCHITECTURE.md says what each is for.

use hearth_frontend::rules::rules;

rules! {
    // ---- roots
    RealmRoots "root-realms" "Realms keep their globals and intrinsics.";
    RootedLists "root-lists" "What a rooted list holds lives.";
    RootSources "root-sources" "State of a subsystem that holds cells is traced.";
    ValueStack "root-value-stack" "Registers of interpreted frames are roots.";
    PayloadInFlight "root-payload-in-flight" "A payload that no cell names yet is traced while its cell is allocated.";
    BailoutWords "root-bailout-words" "What an exit stored lies on a stack until the frames have it.";
    SuspendedFrames "root-suspended-frames" "Saved registers are ambiguous until a collection has found out which of them are cells.";
    // ---- shapes
    ShapeInFlight "shape-in-flight" "A shape that no object has yet lives while its object is allocated.";
    ShapeAncestors "shape-ancestors" "Ancestors of a used shape are used.";
    ShapeKeepers "shape-kept-for-code" "A shape that compiled code is about to give to an object lives.";
    HeldShapes "shape-held" "The shape of an object that is not allocated yet lives as long as the code that will.";
    InstanceShapes "shape-of-instances" "The shape that a constructor gives its instances lives.";
    SitesPurged "shape-purged-from-sites" "Feedback forgets a shape before its id is used again.";
    LinksPurged "shape-purged-from-links" "Link slots forget a shape before its id is used again.";
    // ---- the life of code
    LinkTableTraced "code-link-table-traced" "A link table keeps what is bound in it.";
    LinkBarrier "code-link-barrier" "Binding a slot is a store like any other: it is remembered.";
    CodeKeepsLinks "code-keeps-links" "Code keeps its link table and its script.";
    ScriptKeepsCode "code-kept-by-script" "A script keeps the code that it is entered through.";
    RunningCodePinned "code-pinned-while-running" "Code that a return address points into lives.";
    SeenWords "code-seen-words" "A range of retired code that a word points into is not given back.";
    OrderOfDeath "code-order-of-death" "Code leaves the map of addresses before its range is given back.";
    SlotsForgotten "code-slots-forgotten" "A link table that dies is taken out of the list of slots to unbind.";
    // ---- links
    ShapePredicate "link-predicate" "A shape slot is bound to a shape of which its predicate holds.";
    ShapeFacts "link-facts" "... with every fact about its properties.";
    OneShapeOneSlot "link-one-shape" "A slot serves one shape as long as that lives.";
    PrototypesUnbind "link-prototypes-unbind" "Slots that rely on prototypes are set to 0 when one changes.";
    PrototypesNoted "link-prototypes-noted" "... which presumes that they are noted when they are bound.";
    RefusedForgotten "link-refused-forgotten" "What a slot has refused is forgotten when prototypes change.";
    ScriptHashes "link-script-hash" "A script slot is bound to a closure of the very bytecode.";
    PrivateNames "link-private-names" "A slot of a private name is bound once.";
    PrototypeObjects "link-prototype-objects" "Stores of methods to prototypes take the slow path, which announces them.";
    ConstructorsAnnounced "link-constructors" "A constructor about which an answer to instanceof is remembered announces what changes it.";
    MainRealm "link-main-realm" "Compiled code is of the main realm, and so is what it inlines.";
    // ---- restoring
    SourceHash "restore-source-hash" "A pack is of the very text: its hash is compared, not its key only.";
    Identity "restore-identity" "Code is what was asked for: target, script, entry and options are compared.";
    Dependencies "restore-dependencies" "Every script that was inlined is one that this process has.";
    Offsets "restore-offsets" "Offsets into bytecode are offsets in that bytecode.";
    Metadata "restore-metadata" "Every index of the metadata is within its table.";
    Descriptors "restore-descriptors" "Link descriptors refer to earlier ones of the kinds that they can depend on.";
    SameScripts "restore-same-scripts" "The first script of the metadata is the one that was compiled.";
    // ---- compiled code
    CallsWriteShapes "ion-calls-write-shapes" "A call may change every shape and unbind every slot: guards are evaluated again after it.";
    CallsWriteSlots "ion-calls-write-slots" "... and every slot.";
    CallsWriteLengths "ion-calls-write-lengths" "... and every length and element.";
    CallsWriteEnvironments "ion-calls-write-environments" "... and every captured variable.";
    BuilderForgets "ion-builder-forgets" "The builder forgets known shapes where anything may change them.";
    AliasesForgotten "ion-aliases-forgotten" "An object that gets a property may be known under another name.";
    StoresWrite "ion-stores-write" "A store is a new version of what is loaded from that place.";
    LoopsWrite "ion-loops-write" "At a loop's head, what the loop writes is unknown.";
    Dominance "ion-dominance" "A value replaces another only where it has been computed on every path.";
    InvariantOnly "ion-invariant-only" "Nothing leaves a loop that the loop writes.";
    GuardsOnEveryPath "ion-guards-on-every-path" "A guard leaves a loop only from where every round passes.";
    GuardedStay "ion-guarded-stay" "What a guard makes valid does not leave a loop before the guard.";
    BarrierAfterCollection "ion-barrier-after-collection" "A store is without barrier only into what no collection has seen.";
    Barriers "ion-barriers" "Other stores have one.";
    ExitAtOp "ion-exit-at-op" "An exit goes on at the op that it left, which has had no effect.";
    ThrownOnce "ion-thrown-once" "An op that threw is not executed again.";
    LiveInExits "ion-live-in-exits" "An exit rebuilds what its frame had, unallocated objects included.";
    Overflow "ion-overflow" "int32 arithmetic that overflows leaves.";
    Bounds "ion-bounds" "An index is compared with the length.";
    Holes "ion-holes" "A hole or uninitialised binding is no value.";
    Interrupts "ion-interrupts" "Loops see interrupts.";
    StackChecked "ion-stack-checked" "Both stacks have room for a frame before it is entered.";
    RegExpStack "regexp-stack" "A frame of a compiled pattern is pushed only where the stack has room for it.";
    // ---- prototypes
    PrototypesObserved "prototypes-observed" "A prototype through which a remembered look-up went announces its changes.";
}

/// Name and text of every rule of all crates.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    hearth_gc::rules::RULES.iter().chain(hearth_codecache::rules::RULES).chain(RULES).chain(hearth_frontend::rules::RULES).copied()
}
