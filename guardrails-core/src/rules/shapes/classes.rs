//! The classes of bytes that shapes tell apart: what separates the parts of values, and roughly which letter or digit it is.

/// How many classes there may be: a row of the automaton is one cache line.
pub const CLASSES: usize = 32;
/// The class of what stands before the text and behind it.
pub const END: u8 = 0;

/// The class that stands for an escape such as `\n` or `%3D`, whose last byte is a letter or a digit, before a value.
pub const ESCAPE: u8 = 31;

/// The class of a byte.
pub const fn class_of(byte: u8) -> u8 {
    match byte {
        b'0' | b'1' => 1,
        b'2'..=b'9' => 2,
        b'A'..=b'F' => 3,
        b'G'..=b'Z' => 4,
        b'a'..=b'f' => 5,
        b'g'..=b'z' => 6,
        b'_' => 7,
        b'\t' => 8,
        b'=' => 9,
        b'<' | b'[' | b'{' => 10,
        b' ' => 11,
        b'\n' | b'\r' => 12,
        b'.' => 13,
        b',' => 14,
        b'-' => 15,
        b'/' => 16,
        b':' => 17,
        b'+' => 18,
        b'(' => 19,
        b')' => 20,
        b'|' => 21,
        b'&' => 22,
        b'#' => 23,
        b'\\' => 24,
        b'%' => 25,
        b'"' | b'\'' => 26,
        b'~' | b'*' => 27,
        0x80.. => 28,
        _ => 29,
    }
}
