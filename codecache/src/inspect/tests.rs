//! Each thing that is refused, in code that is accepted without it; and bytes of any kind.

use super::*;
use Offence::*;

/// `push rbp; mov rbp, rsp`, what is given, `pop rbp; ret`, and what is given behind that.
fn x86(body: &[u8], behind: &[u8]) -> Vec<u8> {
    [&[0x55, 0x48, 0x89, 0xE5], body, &[0x5D, 0xC3], behind].concat()
}

fn verdict(body: &[u8]) -> Result<(), Offence> {
    x86_64::code(&x86(body, &[])).map_err(|refusal| refusal.offence)
}

/// `stp x29, x30, [sp, #-16]!; mov x29, sp`, what is given, `ldp x29, x30, [sp], #16; ret`, and what is given behind that.
fn arm(body: &[u32], behind: &[u32]) -> Vec<u8> {
    let words = [&[0xA9BF_7BFD, 0x9100_03FD], body, &[0xA8C1_7BFD, 0xD65F_03C0], behind].concat();
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn arm_verdict(body: &[u32], behind: &[u32]) -> Result<(), Offence> {
    aarch64::code(&arm(body, behind)).map_err(|refusal| refusal.offence)
}

#[test]
fn what_the_code_generator_emits_is_accepted() {
    let accepted: &[&[u8]] = &[
        &[],
        // mov rax, [r15 + 8]; call rax; the same with r13 and a spilled target.
        &[0x49, 0x8B, 0x47, 0x08, 0xFF, 0xD0],
        &[0x4D, 0x8B, 0x6F, 0x08, 0x41, 0xFF, 0xD5],
        &[0x48, 0x8B, 0x4C, 0x24, 0x40, 0x48, 0x89, 0x44, 0x24, 0x48, 0xFF, 0xD1],
        // ... with a choice in between that is one instruction to the code generator: jp +3; movaps xmm1, xmm6.
        &[0x49, 0x8B, 0x47, 0x08, 0x0F, 0x8A, 3, 0, 0, 0, 0x0F, 0x28, 0xCE, 0x48, 0x89, 0xC7, 0xFF, 0xD0],
        // jne over a nop, jmp to the next, a loop.
        &[0x75, 0x01, 0x90, 0xEB, 0x00, 0x0F, 0x85, 0xF7, 0xFF, 0xFF, 0xFF],
        // mov rax, -1 in ten bytes; test al, 1; idiv rcx; setg al; movzx.
        &[0x48, 0xB8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xA8, 0x01, 0x48, 0xF7, 0xF9, 0x0F, 0x9F, 0xC0, 0x0F, 0xB6, 0xC0],
        // cvtsi2sd, ucomisd, pinsrq, roundsd, and in the other encoding vaddsd, vmovq, shlx, rorx.
        &[
            0xF2, 0x48, 0x0F, 0x2A, 0xC0, 0x66, 0x0F, 0x2E, 0xC1, 0x66, 0x48, 0x0F, 0x3A, 0x22, 0xC0, 0x01, 0x66, 0x0F, 0x3A, 0x0B, 0xC0,
            0x03,
        ],
        &[0xC5, 0xFB, 0x58, 0xC1, 0xC4, 0xE1, 0xF9, 0x7E, 0xC2, 0xC4, 0xE2, 0xF1, 0xF7, 0xC0, 0xC4, 0xE3, 0xFB, 0xF0, 0xC0, 0x07],
        // ud2 behind what never returns.
        &[0x75, 0x02, 0x0F, 0x0B],
    ];
    for body in accepted {
        assert_eq!(verdict(body), Ok(()), "{body:02x?}");
    }
}

#[test]
fn what_it_never_emits_is_refused() {
    let refused: &[(Offence, &[u8])] = &[
        // syscall, sysenter, sysexit, int 0x80, int3, int1.
        (SystemCall, &[0x0F, 0x05]),
        (SystemCall, &[0x0F, 0x34]),
        (SystemCall, &[0x48, 0x0F, 0x35]),
        (SystemCall, &[0xCD, 0x80]),
        (SystemCall, &[0xCC]),
        (SystemCall, &[0xF1]),
        // hlt, cli, in, out, rdmsr, wrmsr, mov cr0, lgdt, invd, wbinvd, vmcall, rdtsc, rdpmc, xgetbv.
        (Privileged, &[0xF4]),
        (Privileged, &[0xFA]),
        (Privileged, &[0xE4, 0x10]),
        (Privileged, &[0xEE]),
        (Privileged, &[0x0F, 0x32]),
        (Privileged, &[0x0F, 0x30]),
        (Privileged, &[0x0F, 0x22, 0xC0]),
        (Privileged, &[0x0F, 0x01, 0x10]),
        (Privileged, &[0x0F, 0x08]),
        (Privileged, &[0x0F, 0x09]),
        (Privileged, &[0x0F, 0x01, 0xC1]),
        (Privileged, &[0x0F, 0x31]),
        (Privileged, &[0x0F, 0x33]),
        (Privileged, &[0x0F, 0x01, 0xD0]),
        // mov ss, mov from fs, push gs, wrfsbase, lldt; fs: and ds: before a load.
        (Segment, &[0x8E, 0xD0]),
        (Segment, &[0x8C, 0xE0]),
        (Segment, &[0x0F, 0xA8]),
        (Segment, &[0xF3, 0x48, 0x0F, 0xAE, 0xD0]),
        (Segment, &[0x0F, 0x00, 0xD0]),
        (Segment, &[0x64, 0x48, 0x8B, 0x04, 0x25, 0, 0, 0, 0]),
        (Segment, &[0x3E, 0x48, 0x8B, 0x00]),
        // jmp rax, jmp [rax], call [rax], call far [rax], jmp far [rax], ret, ret 8, retf, iret.
        (IndirectBranch, &[0xFF, 0xE0]),
        (IndirectBranch, &[0xFF, 0x20]),
        (IndirectBranch, &[0xFF, 0x10]),
        (IndirectBranch, &[0xFF, 0x18]),
        (IndirectBranch, &[0xFF, 0x28]),
        (IndirectBranch, &[0xC3]),
        (IndirectBranch, &[0xC2, 0x08, 0x00]),
        (IndirectBranch, &[0xCB]),
        (IndirectBranch, &[0x48, 0xCF]),
        // call rax without a load; after a number, after a sum, after another call, by way of another register, of half a word.
        (IndirectBranch, &[0xFF, 0xD0]),
        (IndirectBranch, &[0x48, 0xB8, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xD0]),
        (IndirectBranch, &[0x49, 0x8B, 0x47, 0x08, 0x48, 0x83, 0xC0, 0x08, 0xFF, 0xD0]),
        (IndirectBranch, &[0x49, 0x8B, 0x47, 0x08, 0xFF, 0xD0, 0xFF, 0xD0]),
        (IndirectBranch, &[0x49, 0x8B, 0x4F, 0x08, 0x48, 0x89, 0xC8, 0xFF, 0xD0]),
        (IndirectBranch, &[0x8B, 0x07, 0xFF, 0xD0]),
        (IndirectBranch, &[0x49, 0x8B, 0x47, 0x08, 0xC4, 0xE2, 0xF1, 0xF7, 0xC0, 0xFF, 0xD0]),
        // call rel32, wherever it leads; jmp and je beyond the end and before the beginning; a constant beyond the end.
        (Outside, &[0xE8, 0, 0, 0, 0]),
        (Outside, &[0xE8, 0, 0, 0, 0x10]),
        (Outside, &[0xE9, 0, 0x10, 0, 0]),
        (Outside, &[0x0F, 0x84, 0xE0, 0xFF, 0xFF, 0xFF]),
        (Outside, &[0xEB, 0xF0]),
        (Outside, &[0x74, 0x7F]),
        (Outside, &[0xF2, 0x0F, 0x10, 0x05, 0, 0x10, 0, 0]),
        (Outside, &[0xF2, 0x0F, 0x10, 0x05, 0xF0, 0xFF, 0xFF, 0xFF]),
        // Into a number; to the ret behind pop; to a call behind its load.
        (NoInstruction, &[0x75, 0x01, 0xB8, 0x0F, 0x05, 0x90, 0x90]),
        (NoInstruction, &[0x75, 0x01]),
        (NoInstruction, &[0x75, 0x04, 0x49, 0x8B, 0x47, 0x08, 0xFF, 0xD0]),
        // A second push; pop of another register, and of rbp without return; push of a number.
        (Unknown, &[0x55]),
        (Unknown, &[0x58]),
        (Unknown, &[0x5D, 0x90]),
        (Unknown, &[0x68, 0, 0, 0, 0]),
        // lock, rep, xchg, cmpxchg, movs, x87, bound, a prefix too many, 256 bits, EVEX, lea of a register.
        (Unknown, &[0xF0, 0x48, 0x01, 0x07]),
        (Unknown, &[0xF3, 0xA4]),
        (Unknown, &[0x48, 0x87, 0x07]),
        (Unknown, &[0x0F, 0xB1, 0x0F]),
        (Unknown, &[0xA4]),
        (Unknown, &[0xD9, 0xC0]),
        (Unknown, &[0x06]),
        (Unknown, &[0x66, 0x66, 0x90]),
        (Unknown, &[0x48, 0x48, 0x90]),
        (Unknown, &[0xC5, 0xFF, 0x58, 0xC1]),
        (Unknown, &[0x48, 0xC5, 0xFB, 0x58, 0xC1]),
        (Unknown, &[0x62, 0xF1, 0x7D, 0x08, 0x58, 0xC1, 0x90]),
        (Unknown, &[0x48, 0x8D, 0xC0]),
        (Unknown, &[0xFF, 0xC0]),
        (Unknown, &[0x0F, 0xBA, 0x28, 0x01]),
        // A store to a constant, and the address of one.
        (Unknown, &[0x48, 0x89, 0x05, 0, 0, 0, 0]),
        (IndirectBranch, &[0x48, 0x8D, 0x05, 0, 0, 0, 0]),
        (IndirectBranch, &[0xFF, 0x15, 0, 0, 0, 0]),
    ];
    for (offence, body) in refused {
        assert_eq!(verdict(body), Err(*offence), "{body:02x?}");
    }
}

#[test]
fn code_ends_before_its_constants_and_does_not_go_on_into_them() {
    // movsd xmm0, [rip + 8]; pop rbp; ret; six bytes of padding; the constant.
    let mut code = x86(&[0xF2, 0x0F, 0x10, 0x05, 8, 0, 0, 0], &[0; 6]);
    code.extend([0xCD, 0x80, 0x0F, 0x05, 0xF4, 0xFF, 0xE0, 0xC3]);
    assert_eq!(x86_64::code(&code), Ok(()));
    let refused = |code: &[u8]| x86_64::code(code).unwrap_err().offence;
    let mut padded = code.clone();
    padded[14] = 0xF4;
    assert_eq!(refused(&padded), Privileged, "what is before a constant is 0 or code");
    let mut falls = code.clone();
    falls[12..14].copy_from_slice(&[0x90, 0x90]);
    assert_eq!(refused(&falls), RunsOut);
    let mut jumps = code.clone();
    jumps.splice(4..4, [0x74, 0x10]);
    assert_eq!(refused(&jumps), NoInstruction);
    assert_eq!(refused(&[0x90]), RunsOut);
    assert_eq!(refused(&[]), RunsOut);
    assert_eq!(refused(&[0x48, 0x8B]), Unknown, "half an instruction");
    assert!(x86_64::code(&[0xE9, 0, 0]).is_err());
}

#[test]
fn a_jump_by_a_table_is_one_sequence_with_targets_that_are_instructions() {
    // mov eax, 1; cmp; lea rcx, [table]; movsxd rdx, [rcx + rax * 4]; add rcx, rdx; jmp rcx; two entries: both behind the table.
    let code = |number: u8, entries: [i32; 2]| {
        let mut body = vec![0xB8, number, 0, 0, 0, 0x48, 0x8D, 0x0D, 9, 0, 0, 0, 0x48, 0x63, 0x14, 0x81, 0x48, 0x03, 0xCA, 0xFF, 0xE1];
        entries.iter().for_each(|entry| body.extend(entry.to_le_bytes()));
        body.push(0x90);
        body
    };
    assert_eq!(verdict(&code(1, [8, 9])), Ok(()));
    assert_eq!(verdict(&code(1, [8, 0])), Err(NoInstruction), "to the table");
    assert_eq!(verdict(&code(1, [8, -3])), Err(NoInstruction), "into the sequence");
    assert_eq!(verdict(&code(1, [8, 10])), Err(NoInstruction), "to the return alone");
    assert_eq!(verdict(&code(1, [8, 1 << 20])), Err(Outside));
    assert_eq!(verdict(&code(200, [8, 9])), Err(IndirectBranch), "a table that is longer than the code");
    for (at, byte) in [(0, 0x90), (8, 10), (12, 0x4C), (14, 0x15), (18, 0xC2), (20, 0xE2)] {
        let mut other = code(1, [8, 9]);
        other[at] = byte;
        assert!(verdict(&other).is_err(), "byte {at} of the sequence");
    }
}

#[test]
fn the_same_of_aarch64() {
    let accepted: &[(&[u32], &[u32])] = &[
        (&[], &[]),
        // ldr x8, [x21, #8]; blr x8.
        (&[0xF940_06A8, 0xD63F_0100], &[]),
        // ... with a store and another load in between.
        (&[0xF940_06A8, 0xF900_03E0, 0xF940_03E1, 0xD63F_0100], &[]),
        // cbz x0 over a nop; b.ne back; tbnz over nothing.
        (&[0xB400_0040, 0xD503_201F, 0x54FF_FFC1, 0x3700_0020], &[]),
        // ldr d0 of what is behind the end; fadd; fmov; madd.
        (&[0x5C00_0080, 0x1E60_2800], &[0x1234_5678, 0xD400_0001]),
        // What never returns.
        (&[0xB400_0040, 0xC11F], &[]),
        // movz w1, #1; csel x1, x0, x1, lo; adr x2, #16; ldrsw; add; br; two entries.
        (&[0x5280_0021, 0x9A81_3001, 0x1000_0082, 0xB8A1_5841, 0x8B01_0042, 0xD61F_0040, 8, 12, 0xD503_201F], &[]),
    ];
    for (body, behind) in accepted {
        assert_eq!(arm_verdict(body, behind), Ok(()), "{body:08x?}");
    }
    let refused: &[(Offence, &[u32])] = &[
        // svc, hvc, smc, brk, hlt.
        (SystemCall, &[0xD400_0001]),
        (SystemCall, &[0xD400_0002]),
        (SystemCall, &[0xD400_0003]),
        (SystemCall, &[0xD420_0000]),
        (SystemCall, &[0xD440_0000]),
        // mrs, msr, sys, wfi, dmb.
        (Privileged, &[0xD53B_D040]),
        (Privileged, &[0xD51B_D040]),
        (Privileged, &[0xD508_7500]),
        (Privileged, &[0xD503_207F]),
        (Privileged, &[0xD503_3BBF]),
        // br; ret without a frame, and by another register; blr of nothing loaded, of a sum, after a call, of half a word; eret.
        (IndirectBranch, &[0xD61F_0100]),
        (IndirectBranch, &[0xD65F_03C0]),
        (IndirectBranch, &[0xA8C1_7BFD, 0xD65F_0100]),
        (IndirectBranch, &[0xD63F_0100]),
        (IndirectBranch, &[0xF940_06A8, 0x9100_0508, 0xD63F_0100]),
        (IndirectBranch, &[0xF940_06A8, 0xD63F_0100, 0xD63F_0100]),
        (IndirectBranch, &[0xB940_06A8, 0xD63F_0100]),
        (IndirectBranch, &[0xD69F_03E0]),
        (IndirectBranch, &[0xF940_06A8, 0xF840_8508, 0xD63F_0100]),
        // bl; b, cbz and tbz out of the code; a constant that is not in it.
        (Outside, &[0x9400_0000]),
        (Outside, &[0x1400_1000]),
        (Outside, &[0xB4FF_FE00]),
        (Outside, &[0x3607_FF80]),
        (Outside, &[0x5C00_1000]),
        // To a call behind its load, and to the return alone.
        (NoInstruction, &[0xB400_0040, 0xF940_06A8, 0xD63F_0100]),
        (NoInstruction, &[0xB400_0040]),
        // Into a constant, with code that goes on into it.
        (RunsOut, &[0x1C00_0020, 0xD503_201F]),
        // adr and adrp; udf; ldxr, ldadd, swp; a prefetch; ldtr; scalable vectors; addg.
        (IndirectBranch, &[0x1000_0000]),
        (IndirectBranch, &[0x9000_0000]),
        (Unknown, &[0x0000_0001]),
        (Unknown, &[0xC85F_7C00]),
        (Unknown, &[0xF820_0000]),
        (Unknown, &[0xF820_8000]),
        (Unknown, &[0xF980_0000]),
        (Unknown, &[0xF840_0800]),
        (Unknown, &[0x04E0_0000]),
        (Unknown, &[0x9180_0400]),
    ];
    for (offence, body) in refused {
        assert_eq!(arm_verdict(body, &[]), Err(*offence), "{body:08x?}");
    }
    assert_eq!(aarch64::code(&[0; 3]).unwrap_err().offence, Unknown);
    assert_eq!(aarch64::code(&[]).unwrap_err().offence, RunsOut);
}

#[test]
fn bytes_of_any_kind_have_a_verdict() {
    let mut state = 0x9E37_79B9_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let good = x86(&[0x49, 0x8B, 0x47, 0x08, 0xFF, 0xD0, 0xF2, 0x0F, 0x10, 0x05, 8, 0, 0, 0, 0x74, 0xF4, 0xC5, 0xFB, 0x58, 0xC1], &[0; 30]);
    let mut accepted = 0;
    for round in 0..60_000 {
        let mut code = good.clone();
        for _ in 0..=round % 3 {
            let at = usize::from(random()) % code.len();
            code[at] = random();
        }
        code.truncate(code.len() - usize::from(random()) % 20 * (round % 2));
        accepted += usize::from(x86_64::code(&code).is_ok());
        _ = aarch64::code(&code);
        let noise: Vec<u8> = (0..usize::from(random()) % 40).map(|_| random()).collect();
        _ = (x86_64::code(&noise), aarch64::code(&noise));
    }
    assert!(accepted > 100, "{accepted} accepted");
}
