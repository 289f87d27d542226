//! What stands at a node of a pattern.

pub const EMPTY: u8 = 0;
/// A boundary: its number as `regex_syntax` counts them.
pub const LOOK: u8 = 1;
/// A length, and so many bytes.
pub const LITERAL: u8 = 2;
/// How many ranges, and the first and last byte of each.
pub const CLASS: u8 = 3;
/// The same of characters, each a number.
pub const CHARACTERS: u8 = 10;
/// The fewest times; one more than the most, or 0; whether more are preferred; what is repeated.
pub const REPETITION: u8 = 4;
/// The number of a group, and what it captures.
pub const CAPTURE: u8 = 5;
/// How many parts, and the parts.
pub const CONCAT: u8 = 6;
pub const ALTERNATION: u8 = 7;
/// A length, and so many small letters, each of which may be a capital as well.
pub const LETTERS: u8 = 8;
/// Where another node begins.
pub const SHARED: u8 = 9;
