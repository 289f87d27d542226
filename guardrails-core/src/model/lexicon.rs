//! Words of many languages and the concepts they stand for, as a table of hashes. The build script fills it from
//! `models/injection/concepts.toml`.

/// Slots of the table; a power of two.
pub const SLOTS: usize = 1 << 14;

/// At most so many characters of a script without spaces are one word.
pub const LONGEST_UNSPACED: usize = 4;

/// Where the hash of a word begins.
pub const WORD: u32 = 0;

/// The hash of a word with one more byte.
#[inline(always)]
pub const fn and_byte(word: u32, byte: u8) -> u32 {
    (word ^ byte as u32).wrapping_add(0x9E37).wrapping_mul(0x0100_0193)
}

/// The hash of a whole word, for those that are no beginnings.
#[inline(always)]
pub const fn whole(word: u32) -> u32 {
    and_byte(word, 0xFF)
}

/// The hash of characters of a script without spaces, the last first, with one more before them. A character is its three bytes.
#[inline(always)]
pub const fn and_before(hash: u32, character: u32) -> u32 {
    (hash ^ character).wrapping_add(0x51ED).wrapping_mul(0x9E37_79B1).rotate_left(13)
}

/// Where the search for a hash begins.
#[inline(always)]
pub const fn slot(hash: u32) -> usize {
    (hash.wrapping_mul(0x9E37_79B1) >> 18) as usize & (SLOTS - 1)
}

/// Bits of the table's filter, in words of 64.
pub const FILTER: usize = 1 << 10;

/// The bit of a hash in the filter, which says of most hashes that the table does not hold them.
#[inline(always)]
pub const fn bit(hash: u32) -> usize {
    (hash.wrapping_mul(0x9E37_79B1) >> 16) as usize & (FILTER * 64 - 1)
}

/// Whether a character of three bytes belongs to a script that writes no spaces, or Korean, whose words take endings.
#[inline(always)]
pub const fn is_unspaced(lead: u8) -> bool {
    matches!(lead, 0xE3..=0xED)
}

/// How the model sees an ASCII byte of a word: small letters, and digits as one.
pub const fn same(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() }
}

/// The hash of a word of the list as it stands there; none for one that the model would never see as one word.
#[allow(dead_code, reason = "the build script's part")]
pub fn key(word: &str) -> Option<u32> {
    let (stem, begins) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
    if stem.bytes().next().is_some_and(is_unspaced) {
        let characters: Vec<&[u8]> = stem.as_bytes().chunks(3).collect();
        let fits = characters.len() <= LONGEST_UNSPACED && stem.bytes().step_by(3).all(is_unspaced);
        let number = |bytes: &[u8]| bytes.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
        return fits.then(|| characters.iter().rev().fold(WORD, |hash, bytes| and_before(hash, number(bytes))));
    }
    let fits = stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80) && !stem.is_empty();
    let mut hash = WORD;
    let mut last = 0;
    for byte in stem.bytes().map(same) {
        // Numbers count once.
        if byte != b'0' || last != b'0' {
            hash = and_byte(hash, byte);
        }
        last = byte;
    }
    fits.then(|| if begins { hash } else { whole(hash) })
}
