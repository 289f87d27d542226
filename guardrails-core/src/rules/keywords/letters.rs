//! Keywords of one letter, by that letter.

/// Keywords of one letter, and where those of each letter begin among them.
#[derive(Debug)]
pub(super) struct Letters {
    pub(super) keywords: Vec<u32>,
    starts: [u16; 257],
}

impl Letters {
    pub(super) fn new(mut letters: Vec<(u8, u32)>) -> Self {
        letters.sort_by_key(|(letter, _)| *letter);
        let mut starts = [0; 257];
        for (byte, start) in starts.iter_mut().enumerate() {
            *start = letters.partition_point(|(letter, _)| usize::from(*letter) < byte) as u16;
        }
        Self { keywords: letters.into_iter().map(|(_, keyword)| keyword).collect(), starts }
    }

    /// The keywords that are a letter, in either case.
    #[inline(always)]
    pub(super) fn of(&self, byte: u8) -> &[u32] {
        let letter = usize::from(byte.to_ascii_lowercase());
        match self.starts.get(letter..letter + 2) {
            Some([first, last]) if first < last => self.keywords.get(usize::from(*first)..usize::from(*last)).unwrap_or_default(),
            _ => &[],
        }
    }
}
