//! Where the values of rules may begin that hold no keyword: numbers and tokens.
//!
//! A hundred rules look for numbers, and each knows its own by its shape: three digits, a dash, two digits; two letters and
//! seven digits. Asking the regex of each about every number in a text costs more than all other work together. So the build
//! script reads the shapes off the patterns, in coarse classes of bytes, and makes one automaton of them, which is asked once at
//! every place where a value may begin and answers which rules may have one there. It forgets what lies behind the first dozen
//! bytes, so that it stays small; a rule it names goes to its regex, and one it does not name has no match there.

mod classes;
#[cfg(test)]
mod compile;

use classes::{CLASSES, END, ESCAPE, class_of};

/// The automaton of some rules, as the build script wrote it.
#[derive(Debug)]
pub(crate) struct Shapes {
    /// The first state behind a byte of each class; 0 where no value begins.
    pub(crate) starts: [u16; CLASSES],
    /// The next state by state and class; 0 where no rule is left.
    pub(crate) steps: &'static [[u16; CLASSES]],
    /// The states from here on have something to say, and from `first_end` on nothing more.
    pub(crate) first_out: u16,
    pub(crate) first_end: u16,
    /// The rules that may have a value, for each state from `first_out` on.
    pub(crate) outs: &'static [&'static [u16]],
    /// How many bytes of a value may stand before what anchors it.
    pub(crate) reach: usize,
    /// How many rules there are.
    pub(crate) rules: usize,
}

static CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "runs in the compiler, which checks it")]
        {
            table[byte] = class_of(byte as u8);
        }
        byte += 1;
    }
    table
};

/// The class of a byte, below [`CLASSES`].
#[inline(always)]
fn class(byte: u8) -> usize {
    CLASS.get(byte as usize).map_or(0, |class| *class as usize % CLASSES)
}

impl Shapes {
    /// Calls `found` with a place in `range` and a rule, for every rule that may have a value that begins there.
    pub(super) fn find(&self, text: &[u8], range: std::ops::Range<usize>, mut found: impl FnMut(usize, u16)) {
        let escaped = self.starts.get(ESCAPE as usize).copied().unwrap_or(0);
        let Some(bytes) = text.get(range.start..range.end.min(text.len())) else { return };
        let mut before = range.start.checked_sub(1).and_then(|at| text.get(at)).map_or(END as usize, |byte| class(*byte));
        for (at, byte) in bytes.iter().enumerate() {
            let start = self.starts.get(before).copied().unwrap_or(0);
            before = class(*byte);
            if start != 0 {
                // Most words end here.
                let next = self.step(start, before);
                if next != 0 {
                    self.walk(text, range.start + at, next, &mut found);
                }
            } else if escaped != 0 && behind_escape(text, range.start + at) {
                self.walk(text, range.start + at, self.step(escaped, before), &mut found);
            }
        }
    }

    #[inline(always)]
    fn step(&self, state: u16, class: usize) -> u16 {
        self.steps.get(state as usize).and_then(|row| row.get(class)).copied().unwrap_or(0)
    }

    /// Goes on from `state`, which the byte at `start` has led to.
    fn walk(&self, text: &[u8], start: usize, mut state: u16, found: &mut impl FnMut(usize, u16)) {
        let mut rest = text.get(start + 1..).unwrap_or_default().iter();
        loop {
            if state >= self.first_out {
                let outs = self.outs.get((state - self.first_out) as usize).copied().unwrap_or_default();
                outs.iter().for_each(|rule| found(start, *rule));
            }
            if state == 0 || state >= self.first_end {
                return;
            }
            state = self.step(state, rest.next().map_or(END as usize, |byte| class(*byte)));
        }
    }
}

/// Whether an escape of one letter or of two hexadecimal digits ends at `at`.
fn behind_escape(text: &[u8], at: usize) -> bool {
    matches!(text.get(..at), Some([.., b'\\', b'n' | b'r' | b't'] | [.., b'%', _, _]))
}
