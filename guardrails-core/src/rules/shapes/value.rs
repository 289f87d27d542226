//! Where a value ends that a shape has named, without a regex.

use super::Stored;

/// What stands before a value and the value itself, as the build script wrote them.
#[derive(Debug)]
pub(crate) struct Exact {
    /// With its number among those that there are.
    pub(crate) before: (&'static Automaton, u8),
    pub(crate) value: &'static Automaton,
}

/// An automaton over classes of bytes. State 0 is dead and state 1 the first.
#[derive(Debug)]
pub(crate) struct Automaton {
    /// The class of each byte, below `width - 1`, which is the class of the end of the text.
    pub(crate) classes: &'static [u8; 256],
    pub(crate) width: usize,
    /// The next state by state and class, and above [`SAYS`] bits nothing, or one more than how many bytes before this one a value ended.
    pub(crate) steps: &'static [Stored],
}

/// As the build script has them: see there.
const SAYS: u32 = 12;
/// How many bytes of a match may stand before its value.
pub(crate) const LEAD: usize = 9;

impl Exact {
    /// The end of the value that begins at `at`, if there is one.
    #[inline]
    pub(crate) fn end(&self, text: &[u8], at: usize, before: &mut Before) -> Option<usize> {
        if !before.holds(self.before, text, at) || (at <= LEAD && self.is_hidden(text, at)) {
            return None;
        }
        self.value.last_end(text.get(at..)?.iter(), false).map(|len| at + len)
    }
}

impl Exact {
    /// Whether a search that begins at the start of the text finds the value there and passes over this one, because what stands before
    /// this one is all that there is: `1111,2222`.
    #[cold]
    fn is_hidden(&self, text: &[u8], at: usize) -> bool {
        let (before, value) = (self.before.0, self.value);
        at > 0
            && text.get(..at).and_then(|passed| before.last_end(passed.iter().rev(), true)) == Some(at)
            && before.last_end(std::iter::empty(), true).is_some()
            && value.last_end(text.iter(), false).is_some()
    }
}

/// Which automata of what stands before a value hold at the place that was asked about last: most rules share one of a few.
#[derive(Debug, Default)]
pub(crate) struct Before {
    at: usize,
    known: u64,
    holds: u64,
}

impl Before {
    #[inline]
    fn holds(&mut self, (automaton, number): (&Automaton, u8), text: &[u8], at: usize) -> bool {
        if self.at != at {
            *self = Self { at, ..Self::default() };
        }
        let bit = 1u64.checked_shl(number.into()).unwrap_or(0);
        if self.known & bit == 0 {
            let holds = text.get(..at).is_some_and(|before| automaton.last_end(before.iter().rev(), true).is_some());
            self.known |= bit;
            if bit == 0 {
                return holds;
            }
            self.holds |= if holds { bit } else { 0 };
        }
        self.holds & bit != 0
    }
}

impl Automaton {
    /// How many of `bytes` belong to the value: what the last place says that says anything, or the `first`.
    #[inline]
    fn last_end<'t>(&self, mut bytes: impl Iterator<Item = &'t u8>, first: bool) -> Option<usize> {
        let (mut state, mut read, mut ended) = (1, 0usize, None);
        while state != 0 {
            let byte = bytes.next();
            let class = byte.map_or(self.width.wrapping_sub(1), |byte| self.classes.get(*byte as usize).map_or(0, |class| *class as usize));
            let step = self.steps.get(state * self.width + class).map_or(0, |step| u16::from_le_bytes(*step));
            if let Some(past) = usize::from(step >> SAYS).checked_sub(1) {
                ended = read.checked_sub(past);
                if first {
                    break;
                }
            }
            if byte.is_none() {
                break;
            }
            state = usize::from(step & ((1 << SAYS) - 1));
            read += 1;
        }
        ended
    }
}
